// Whether the page shows now or a moment that stands still; all times in unix milliseconds of the server's clock.

export type Moment = { readonly kind: 'live' } | Frozen;

export interface Frozen {
  readonly kind: 'frozen';
  /** The moment shown. */
  readonly at: number;
  /** The latest that can be chosen: when it was frozen. */
  readonly latest: number;
  /** Frames with rows that came since. */
  readonly updates: number;
}

export const live: Moment = { kind: 'live' };

export function freeze(at: number, latest = at): Frozen {
  return { kind: 'frozen', at: Math.min(at, latest), latest, updates: 0 };
}

export function scrub(moment: Moment, at: number): Moment {
  return moment.kind === 'live' ? moment : { ...moment, at: Math.min(at, moment.latest) };
}

/** Rows came: a frozen page only counts them. */
export function collected(moment: Moment): Moment {
  return moment.kind === 'live' ? moment : { ...moment, updates: moment.updates + 1 };
}

/** Rows of `seq` came too late for a page that stands still: they would change what it was frozen with. */
export function missed(moment: Moment, seq: number): boolean {
  return moment.kind === 'frozen' && seq <= moment.latest;
}

/** How many minutes to ask for so that `at` is among them: one more, since frames lie between. */
export function minutesBack(at: number, now: number): number {
  return Math.max(1, Math.ceil((now - at) / 60_000) + 1);
}

/** The bound a refusal names, as in "expected more than 0 and at most 10.67"; null: it names none. */
export function boundIn(reason: string): number | null {
  const found = /at most (\d+(?:\.\d+)?)/.exec(reason)?.[1];
  return found === undefined || Number(found) <= 0 ? null : Number(found);
}
