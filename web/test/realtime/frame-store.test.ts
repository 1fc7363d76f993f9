// The frame store: rows stay current by deltas, and never pretend to be.
import { describe, expect, it } from 'vitest';
import { ageOf } from '../../src/realtime/age';
import { FrameStore } from '../../src/realtime/frame-store';
import { beat, delta, progress, snapshot, start } from './frames';

const rowsOf = (store: FrameStore) => store.sets.get('viewers')?.result?.rows;

describe('a frame store', () => {
  it('takes out what a delta removes and puts in what is new or changed', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, [['US', 10], ['BR', 5], ['CL', 1]]), 0);
    store.take('viewers', delta(1, 0, [['BR', 6], ['DE', 2]], [['CL']]), 0);
    expect(rowsOf(store)).toEqual([['US', 10], ['BR', 6], ['DE', 2]]);
  });

  it('drops a delta of another base, and every later one until a snapshot', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, [['US', 10]]), 0);
    store.take('viewers', delta(2, 1, [['US', 99]]), 0);
    expect(rowsOf(store)).toEqual([['US', 10]]);
    expect(store.resume()).toEqual({});
    store.take('viewers', delta(3, 0, [['US', 98]]), 0);
    expect(rowsOf(store)).toEqual([['US', 10]]);
    store.take('viewers', snapshot(4, [['US', 12]]), 0);
    expect(rowsOf(store)).toEqual([['US', 12]]);
  });

  it('drops a delta of another epoch and keeps the rows', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, [['US', 10]]), 0);
    store.take('viewers', delta(1, 0, [['US', 99]], [], { epoch: 'b' }), 0);
    expect(rowsOf(store)).toEqual([['US', 10]]);
    expect(store.resume()).toEqual({});
  });

  it('keeps the base over progress, whose later as-of time holds for the rows', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, [['US', 10]]), 0);
    const set = store.take('viewers', progress(1), 0);
    expect(set.result?.asOf).toBe(start + beat - 500);
    expect(store.resume()).toEqual({ viewers: { epoch: 'a', seq: start } });
  });

  it('does not believe the as-of time of a new epoch before its snapshot', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, [['US', 10]]), 0);
    expect(store.take('viewers', progress(1, { epoch: 'b' }), 0).result?.asOf).toBe(start - 500);
  });

  it('does not believe progress while hidden: rows may have changed unseen', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, [['US', 10]]), 0);
    store.hidden(true);
    expect(store.take('viewers', progress(1), 0).result?.asOf).toBe(start - 500);
  });

  it('orders the points of a series by time', () => {
    const store = new FrameStore();
    store.take('line', snapshot(0, [[2, 20], [1, 10]], { key: [], time: 'at', columns: ['at', 'n'] }), 0);
    store.take('line', delta(1, 0, [[3, 30]], [[1]]), 0);
    expect(store.sets.get('line')?.result?.rows).toEqual([[2, 20], [3, 30]]);
  });

  it('resumes at most as many data sets as a join may name', () => {
    const store = new FrameStore();
    for (let i = 0; i < 70; i++) store.take(`set_${String(i)}`, snapshot(0, []), 0);
    expect(Object.keys(store.resume())).toHaveLength(64);
  });

  it('tells the server time by the frame that came the shortest way', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, [], { now: start }), 1000);
    store.take('viewers', progress(1, { now: start + 900 }), 2000);
    expect(store.serverNow(3000)).toBe(start + 2000);
  });

  it('has an age from the server clock alone, however wrong the clock here is', () => {
    const set = new FrameStore().take('viewers', snapshot(0, [['US', 1]]), 123);
    expect(ageOf(set, 123 + 2000)).toBe(600 + 2000);
  });
});
