// Keeps every data set of a topic as it is known now, and says what a reconnect need not send again.
import type { Result } from '../result';
import { announcedBy, findGap, type Announced, type Gap } from './gap';
import type { Frame } from './frame';
import { mergeDelta, readSnapshot } from './merge';

export interface DataSet {
  readonly name: string;
  /** The last good result; null until the first. */
  readonly result: Result | null;
  /** What a delta must name to apply: where the rows stand; null: they are no base any more, a snapshot follows. */
  readonly base: { readonly epoch: string; readonly seq: number } | null;
  readonly newest: Frame;
  /** When `newest` came, on this machine's monotonic clock. */
  readonly arrived: number;
  /** When the rows' as-of time last moved, on the same clock. */
  readonly advanced: number;
  /** Distance of two polls in ms, as far as frames have told. */
  readonly interval: number;
  /** The last two steps of the as-of time, in ms: a store may tell of newer instants less often than it is asked. */
  readonly steps: readonly number[];
  readonly announced: Announced | null;
  readonly gap: Gap | null;
}

/** The protocol's bound for one join. */
const mostResumed = 64;
/** Until a frame has told its interval. */
const usualInterval = 5000;

/** How far apart newer rows come, in ms. Of two steps the smaller one counts: the other may be an outage. */
export function beatOf({ interval, steps }: DataSet): number {
  return Math.max(interval, steps.length === 0 ? usualInterval : Math.min(...steps));
}

export class FrameStore {
  readonly #sets = new Map<string, DataSet>();
  /** The server's clock less this machine's; null before the first frame. */
  #ahead: number | null = null;
  /** The next frame is the first of its join. */
  #isFirst = true;
  #hidden = false;

  get sets(): ReadonlyMap<string, DataSet> {
    return this.#sets;
  }

  /** The server's clock in unix milliseconds, while this machine's monotonic one shows `at`; null before the first frame. */
  serverNow(at: number): number | null {
    return this.#ahead === null ? null : at + this.#ahead;
  }

  /** A join was answered: what comes next need not follow what came before, and the clock may be another node's. */
  joined(): void {
    this.#isFirst = true;
    this.#hidden = false;
    for (const [name, set] of this.#sets) this.#sets.set(name, { ...set, announced: null });
  }

  /** While hidden no rows come: what progress says of newer ones does not hold for those here. */
  hidden(is: boolean): void {
    this.#hidden = is;
  }

  resume(): Record<string, { epoch: string; seq: number }> {
    const known = [...this.#sets].flatMap(([name, { base }]) => (base ? [[name, base] as const] : []));
    return Object.fromEntries(known.slice(0, mostResumed));
  }

  /** Takes a frame that came `at`, on the monotonic clock. */
  take(name: string, frame: Frame, at: number): DataSet {
    // The frame that took the shortest way since the join tells the clock best.
    this.#ahead = this.#ahead === null || this.#isFirst ? frame.now - at : Math.max(this.#ahead, frame.now - at);
    this.#isFirst = false;
    const before = this.#sets.get(name);
    const { result, base, merged } = this.#merge(name, before, frame);
    const step = (result?.asOf ?? 0) - (before?.result?.asOf ?? result?.asOf ?? 0);
    const moved = result !== null && result.asOf !== before?.result?.asOf;
    const set: DataSet = {
      name, result, base, newest: frame, arrived: at,
      advanced: moved || !before ? at : before.advanced,
      interval: intervalOf(frame) ?? before?.interval ?? usualInterval,
      steps: step > 0 ? [...before?.steps ?? [], step].slice(-2) : before?.steps ?? [],
      announced: announcedBy(frame, before?.announced ?? null),
      gap: findGap(before?.gap ?? null, before?.announced ?? null, frame, merged),
    };
    this.#sets.set(name, set);
    return set;
  }

  #merge(name: string, before: DataSet | undefined, frame: Frame): { result: Result | null; base: DataSet['base']; merged: boolean } {
    const result = before?.result ?? null;
    const base = before?.base ?? null;
    const at = frame.epoch === null || frame.seq === null ? null : { epoch: frame.epoch, seq: frame.seq };
    if (frame.kind === 'snapshot') return { result: readSnapshot(name, frame), base: at, merged: true };
    if (result === null || base === null || base.epoch !== frame.epoch) {
      return { result, base: at === null || base?.epoch === at.epoch ? base : null, merged: false };
    }
    if (frame.kind === 'delta') {
      return frame.base === base.seq ? { result: mergeDelta(result, frame), base: at, merged: true } : { result, base: null, merged: false };
    }
    // Nothing changed: the rows here hold as of the later instant too.
    return { result: this.#hidden || frame.as_of === null ? result : { ...result, asOf: frame.as_of }, base, merged: false };
  }
}

/** A snapshot may carry its rows' old seq beside the next poll's, and the as-of time lags behind: the smaller distance is nearer. */
function intervalOf({ kind, seq, next_due, as_of }: Frame): number | null {
  if (seq === null || next_due === null || next_due <= seq) return null;
  return kind === 'snapshot' && as_of !== null && next_due > as_of ? Math.min(next_due - seq, next_due - as_of) : next_due - seq;
}
