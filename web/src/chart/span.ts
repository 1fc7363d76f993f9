// Which time a chart shows.
import type { View } from '../result';
import type { Span } from './options';

/** A series younger than this part of the range has just begun. */
const youngPart = 0.25;
const leastMs = 60_000;

/** The range up to now; for a series that has just begun only what there is of it, since it would be a speck at the edge. */
export function spanOf(x: readonly number[], { now, rangeMinutes }: Pick<View, 'now' | 'rangeMinutes'>): Span {
  const range = rangeMinutes * 60_000;
  const age = now - (x[0] ?? -Infinity);
  return { min: now - (age < range * youngPart ? Math.max(age, leastMs) : range), max: now };
}
