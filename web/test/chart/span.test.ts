// Which time a chart shows.
import { describe, expect, it } from 'vitest';
import { spanOf } from '../../src/chart/span';

const now = 1_700_000_000_000;
const minutesAgo = (minutes: number) => now - minutes * 60_000;

describe('the axis of time', () => {
  it('is the range where a quarter of it has data', () => {
    expect(spanOf([minutesAgo(3), now], { now, rangeMinutes: 10 })).toEqual({ min: minutesAgo(10), max: now });
    expect(spanOf([minutesAgo(45), now], { now, rangeMinutes: 30 })).toEqual({ min: minutesAgo(30), max: now });
  });
  it('begins at the first point of a series that has just begun', () => {
    expect(spanOf([minutesAgo(2), now], { now, rangeMinutes: 10 })).toEqual({ min: minutesAgo(2), max: now });
  });
  it('is a minute at least', () => {
    expect(spanOf([now], { now, rangeMinutes: 10 })).toEqual({ min: minutesAgo(1), max: now });
  });
  it('is the range where there is nothing', () => {
    expect(spanOf([], { now, rangeMinutes: 5 })).toEqual({ min: minutesAgo(5), max: now });
  });
});
