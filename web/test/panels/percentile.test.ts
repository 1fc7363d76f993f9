// Percentiles of startup times.
import { describe, expect, it } from 'vitest';
import { percentile } from '../../src/panels/startup/percentile';

const bounds = [100, 500, 1000, 2000, 5000, 10_000, 15_000, null];
const buckets = (...starts: number[]) => bounds.map((upToMs, index) => ({ upToMs, starts: starts[index] ?? 0 }));

describe('a percentile', () => {
  it('lies on a straight line within its bucket', () => {
    expect(percentile(buckets(0, 0, 100), 0.5)).toEqual({ place: 2.5, ms: 750, over: false });
  });
  it('counts what lies in the buckets before', () => {
    expect(percentile(buckets(0, 50, 0, 50), 0.75)).toEqual({ place: 3.5, ms: 1500, over: false });
  });
  it('is the upper bound of a bucket it exactly fills', () => {
    expect(percentile(buckets(0, 50, 50), 0.5)).toEqual({ place: 2, ms: 500, over: false });
  });
  it('in the open bucket says over its bound only', () => {
    expect(percentile(buckets(0, 0, 10, 0, 0, 0, 0, 90), 0.95)).toEqual({ place: 7.5, ms: 15_000, over: true });
  });
  it('is unknown where nothing has started', () => {
    expect(percentile(buckets(), 0.5)).toBeNull();
    expect(percentile([], 0.5)).toBeNull();
  });
  it('of one start lies in its bucket', () => {
    expect(percentile(buckets(1), 0.95)?.ms).toBe(95);
  });
  it('of everything is the last bound that was reached', () => {
    expect(percentile(buckets(3, 7), 1)).toEqual({ place: 2, ms: 500, over: false });
  });
});
