// Decides what is said aloud: only that the connection or a data set broke, or came back.
import type { Freshness } from '../realtime';
import { formatTitle } from '../format';

export interface Condition {
  readonly connected: boolean;
  readonly sets: ReadonlyMap<string, Freshness>;
}

export function announce(before: Condition, now: Condition): readonly string[] {
  const said: string[] = [];
  if (before.connected !== now.connected) said.push(now.connected ? 'Connected again.' : 'Connection lost. The last values stay.');
  for (const [name, freshness] of now.sets) {
    const was = before.sets.get(name);
    if (freshness === 'failing' && was !== 'failing') said.push(`${formatTitle(name)} is failing.`);
    // Stale or late after failing is no recovery.
    if (was === 'failing' && (freshness === 'fresh' || freshness === 'slow')) said.push(`${formatTitle(name)} is back.`);
  }
  return said;
}
