// Asks the server for the past minutes, and for what it keeps where that is less.
import type { Timeline, Watching } from '../realtime';
import { boundIn } from './moment';

/** Folds what the server keeps of the last `minutes` into the timeline. Rejects with the server's reason. */
export async function recall(watching: Watching, timeline: Timeline, minutes: number): Promise<void> {
  try {
    timeline.fold(await watching.rewind(minutes));
  } catch (refused) {
    const bound = boundIn(refused instanceof Error ? refused.message : '');
    if (bound === null || bound >= minutes) throw refused;
    timeline.fold(await watching.rewind(bound));
  }
}
