// Percentiles of a histogram, by a straight line within the bucket they fall into.

export interface Bucket {
  /** Upper bound in milliseconds; null: there is none. */
  readonly upToMs: number | null;
  readonly starts: number;
}

export interface Percentile {
  /** Where it lies, counted in buckets: 2.5 is the middle of the third. */
  readonly place: number;
  readonly ms: number;
  /** True: somewhere above `ms`; the open bucket says no more. */
  readonly over: boolean;
}

/** `share` from 0 to 1. Null where nothing has started. */
export function percentile(buckets: readonly Bucket[], share: number): Percentile | null {
  const total = buckets.reduce((sum, { starts }) => sum + starts, 0);
  if (total <= 0) return null;
  const wanted = share * total;
  let before = 0;
  let from = 0;
  for (const [index, { upToMs, starts }] of buckets.entries()) {
    if (starts > 0 && before + starts >= wanted) {
      const part = Math.max(0, (wanted - before) / starts);
      return upToMs === null
        ? { place: index + 0.5, ms: from, over: true }
        : { place: index + part, ms: from + (upToMs - from) * part, over: false };
    }
    before += starts;
    from = upToMs ?? from;
  }
  return null;
}
