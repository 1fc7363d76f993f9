// What the startup histogram shows: buckets in order with their labels and shares.
import type { Result } from '../../result';
import { readNumber } from '../columns';
import { formatStartup } from '../labels';
import type { Bucket } from './percentile';

export interface Bar {
  readonly label: string;
  readonly starts: number;
  /** Percent of all starts; 0 where there are none. */
  readonly share: number;
  /** Of the plot's height, 0 to 1: the tallest bar is 1. */
  readonly height: number;
}

/** The open bucket last, whatever order the rows came in. */
export function readBuckets(result: Result): Bucket[] {
  const [upTo, starts] = [readNumber(result, 'up_to_ms'), readNumber(result, 'starts')];
  return result.rows
    .map((row) => ({ upToMs: upTo(row), starts: Math.max(0, starts(row) ?? 0) }))
    .sort((a, b) => (a.upToMs ?? Infinity) - (b.upToMs ?? Infinity) || 0);
}

export function layOut(buckets: readonly Bucket[]): Bar[] {
  const total = buckets.reduce((sum, { starts }) => sum + starts, 0);
  const most = Math.max(0, ...buckets.map(({ starts }) => starts));
  return buckets.map(({ upToMs, starts }, index) => ({
    label: labelOf(upToMs, buckets[index - 1]?.upToMs ?? null),
    starts,
    share: total > 0 ? (100 * starts) / total : 0,
    height: most > 0 ? starts / most : 0,
  }));
}

function labelOf(upToMs: number | null, before: number | null): string {
  if (upToMs !== null) return `≤${formatStartup(upToMs)}`;
  return before === null ? 'all' : `>${formatStartup(before)}`;
}
