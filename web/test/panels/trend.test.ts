// Which way a figure goes.
import { describe, expect, it } from 'vitest';
import { Trail } from '../../src/panels/headline/trail';
import { latest, trendOf, type Point } from '../../src/panels/headline/trend';

const start = 1_790_000_000_000;
const points = (count: number, value: (index: number) => number | null): Point[] =>
  Array.from({ length: count }, (_, index) => ({ at: start + index * 5000, value: value(index) }));

describe('a trend', () => {
  it('goes up by percent of five minutes ago', () => {
    expect(trendOf(points(70, (index) => (index < 30 ? 200 : 300)), true, 1)).toEqual({ change: 50, direction: 'up' });
  });
  it('goes down by points where it is a percentage itself', () => {
    expect(trendOf(points(70, (index) => (index < 30 ? 2 : 0.5)), false, 0.15)).toEqual({ change: -1.5, direction: 'down' });
  });
  it('is steady below its threshold', () => {
    expect(trendOf(points(70, (index) => (index < 30 ? 1000 : 1005)), true, 1)?.direction).toBe('steady');
  });
  it('is not made by one odd point', () => {
    expect(trendOf(points(70, (index) => (index === 69 ? 103 : 100)), true, 1)?.direction).toBe('steady');
  });
  it('is unknown before five minutes are', () => {
    expect(trendOf(points(20, () => 1), true, 1)).toBeNull();
  });
  it('is unknown where five minutes ago is a gap, or nothing to divide by', () => {
    expect(trendOf(points(70, (index) => (index < 30 ? null : 5)), true, 1)).toBeNull();
    expect(trendOf(points(70, (index) => (index < 30 ? 0 : 5)), true, 1)).toBeNull();
  });
  it('looks back from the last value that is known', () => {
    const gap = points(80, (index) => (index >= 70 ? null : index < 30 ? 100 : 120));
    expect(latest(gap)).toEqual({ at: start + 69 * 5000, value: 120 });
    expect(trendOf(gap, true, 1)?.direction).toBe('up');
  });
  it('of nothing is none', () => {
    expect(latest([])).toBeNull();
    expect(trendOf([], true, 1)).toBeNull();
  });
});

describe('a trail', () => {
  it('forgets what is older than a trend looks back', () => {
    const trail = new Trail();
    for (let index = 0; index < 200; index++) trail.add(start + index * 5000, index);
    const kept = trail.add(start + 200 * 5000, 200);
    expect(kept.length).toBe(67);
    expect(trendOf(kept, false, 1)?.direction).toBe('up');
  });
  it('forgets what came later when time goes back', () => {
    const trail = new Trail();
    trail.add(start, 1);
    trail.add(start + 5000, 2);
    expect(trail.add(start + 2000, 3)).toEqual([{ at: start, value: 1 }, { at: start + 2000, value: 3 }]);
  });
});
