// Decides how far the rows of a data set can be trusted right now.
import { ageOf } from './age';
import { beatOf, type DataSet } from './frame-store';

/** `awaiting`: no rows yet. `late`: two beats passed without newer rows. `stale`: so many that the values may mislead. */
export type Freshness = 'awaiting' | 'fresh' | 'slow' | 'late' | 'stale' | 'failing';

export interface Verdict {
  readonly freshness: Freshness;
  /** Since when it is not fresh, in unix milliseconds of the server's clock. */
  readonly since: number | null;
  readonly reason: string | null;
}

const lateFrom = 2;
const staleFrom = 6;
/** With short intervals a reconnect alone would make rows stale. */
const leastStale = 15_000;
/** Shorter losses heal before anybody could read of them. */
const leastLoss = 1000;

/** `lostFor`: how long there has been no connection, in ms; null: there is one. `at` on the monotonic clock. */
export function judge(set: DataSet, at: number, lostFor: number | null): Verdict {
  const { newest: { state }, result } = set;
  const beat = beatOf(set);
  const since = set.newest.since ?? result?.asOf ?? null;
  const reason = set.newest.reason ?? null;
  const lost = lostFor !== null && lostFor > leastLoss;
  if (result === null) return state === 'failing' && !lost ? { freshness: 'failing', since, reason } : { freshness: 'awaiting', since: null, reason };

  // An as-of time lags a beat behind by nature; one that does not move is silence, however often it is repeated.
  const silence = Math.max(at - set.advanced, (ageOf(set, at) ?? 0) - beat);
  const isStale = silence > Math.max(staleFrom * beat, leastStale);
  if (lost) return { freshness: isStale ? 'stale' : 'late', since: result.asOf, reason: 'not connected' };
  if (state === 'failing') return { freshness: 'failing', since, reason };
  if (isStale) return { freshness: 'stale', since: result.asOf, reason: reason ?? 'no newer result' };
  if (state === 'late' || silence > lateFrom * beat) return { freshness: 'late', since, reason: reason ?? 'no newer result in time' };
  return state === 'slow' ? { freshness: 'slow', since, reason } : { freshness: 'fresh', since: null, reason: null };
}
