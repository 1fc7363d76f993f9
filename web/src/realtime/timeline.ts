// The past minutes of a topic: what each data set showed at any moment of them.
import type { Result } from '../result';
import { isFrame } from './frame';
import { FrameStore } from './frame-store';

interface Moment {
  readonly at: number;
  readonly result: Result;
}

/** One frame of a rewind, as it was sent then. */
export interface PastFrame {
  readonly event: string;
  readonly payload: unknown;
}

export class Timeline {
  readonly #moments = new Map<string, Moment[]>();
  readonly #keep: number;
  readonly #most: number;

  /** `keep`: how far back, in ms. `most`: moments of one data set; past either the oldest go. */
  constructor(keep = 30 * 60_000, most = 2000) {
    this.#keep = keep;
    this.#most = most;
  }

  /** `at`: when the result came to be shown, in unix milliseconds of the server's clock. */
  add(at: number, result: Result): void {
    const moments = this.#moments.get(result.name) ?? [];
    this.#moments.set(result.name, moments);
    const place = moments.findLastIndex((moment) => moment.at <= at);
    moments.splice(moments[place]?.at === at ? place : place + 1, moments[place]?.at === at ? 1 : 0, { at, result });
    // The last one before the horizon stays: it is what was shown there.
    const horizon = (moments.at(-1)?.at ?? at) - this.#keep;
    const second = moments.findIndex((moment, i) => i > 0 && moment.at > horizon);
    moments.splice(0, Math.max(second - 1, moments.length - this.#most, 0));
  }

  /** Folds what a rewind answered into results. */
  fold(frames: readonly PastFrame[]): void {
    const past = new FrameStore();
    for (const { event, payload } of frames) {
      if (!isFrame(payload) || payload.seq === null) continue;
      const { result, base } = past.take(event, payload, 0);
      if (result !== null && base?.seq === payload.seq) this.add(payload.seq, result);
    }
  }

  /** What was shown at `t`; a data set nothing is kept of is missing. */
  at(t: number): ReadonlyMap<string, Result> {
    const shown = new Map<string, Result>();
    for (const [name, moments] of this.#moments) {
      const moment = moments.findLast(({ at }) => at <= t);
      if (moment) shown.set(name, moment.result);
    }
    return shown;
  }

  /** The first moment anything is kept of; null: of none. */
  get oldest(): number | null {
    const firsts = [...this.#moments.values()].flatMap(([first]) => (first ? [first.at] : []));
    return firsts.length === 0 ? null : Math.min(...firsts);
  }
}
