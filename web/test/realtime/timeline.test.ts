// The timeline: every moment shows what was shown then.
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/result';
import { Timeline } from '../../src/realtime/timeline';
import { beat, delta, snapshot, start } from './frames';

const result = (n: number): Result => ({ name: 'viewers', key: ['country'], time: null, columns: ['country', 'viewers'], rows: [['US', n]], asOf: n });
const shown = (timeline: Timeline, at: number) => timeline.at(at).get('viewers')?.rows;

describe('a timeline', () => {
  it('folds a rewind: snapshots and the deltas after them', () => {
    const timeline = new Timeline();
    timeline.fold([
      { event: 'viewers', payload: snapshot(0, [['US', 1]]) },
      { event: 'titles', payload: snapshot(1, [['DE', 7]]) },
      { event: 'viewers', payload: delta(2, 0, [['US', 3]]) },
    ]);
    expect(shown(timeline, start + beat)).toEqual([['US', 1]]);
    expect(shown(timeline, start + 2 * beat)).toEqual([['US', 3]]);
    expect(timeline.at(start).has('titles')).toBe(false);
    expect(timeline.oldest).toBe(start);
  });

  it('puts the past before what was collected, and knows a moment once', () => {
    const timeline = new Timeline();
    timeline.add(start + 2 * beat, result(30));
    timeline.fold([{ event: 'viewers', payload: snapshot(1, [['US', 20]]) }, { event: 'viewers', payload: delta(2, 1, [['US', 30]]) }]);
    timeline.add(start + 3 * beat, result(40));
    expect([1, 2, 3, 9].map((n) => shown(timeline, start + n * beat)?.[0]?.[1])).toEqual([20, 30, 30 + 10, 40]);
    expect(shown(timeline, start)).toBeUndefined();
  });

  it('ignores a delta whose base it does not have', () => {
    const timeline = new Timeline();
    timeline.fold([{ event: 'viewers', payload: delta(2, 0, [['US', 3]]) }, { event: 'viewers', payload: { kind: 'later' } }]);
    expect(timeline.oldest).toBeNull();
  });

  it('keeps the last result before its horizon: that is what was shown there', () => {
    const timeline = new Timeline(10_000);
    timeline.add(0, result(1));
    timeline.add(5000, result(2));
    timeline.add(16_000, result(3));
    expect(timeline.oldest).toBe(5000);
  });

  it('is bounded by number as well', () => {
    const timeline = new Timeline(Infinity, 3);
    for (let n = 1; n <= 10; n++) timeline.add(n, result(n));
    expect(timeline.oldest).toBe(8);
  });
});
