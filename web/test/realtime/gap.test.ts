// Gaps: results that did not arrive are noticed, and nothing else is taken for one.
import { describe, expect, it } from 'vitest';
import { FrameStore } from '../../src/realtime/frame-store';
import { beat, delta, progress, snapshot, start } from './frames';

function after(...frames: Parameters<FrameStore['take']>[1][]) {
  const store = new FrameStore();
  for (const frame of frames) store.take('viewers', frame, 0);
  return store.sets.get('viewers')?.gap;
}

describe('a gap', () => {
  it('is a seq later than the one announced, until rows are complete again', () => {
    expect(after(snapshot(0, []), progress(3))).toEqual({ from: start, to: start + 3 * beat, complete: false });
    expect(after(snapshot(0, []), progress(3), snapshot(4, []))).toMatchObject({ complete: true });
  });

  it('is complete at once where a snapshot ends it', () => {
    expect(after(snapshot(0, []), snapshot(2, []))).toMatchObject({ complete: true });
  });

  it('is not a poll sooner than announced', () => {
    expect(after(snapshot(0, [], { next_due: start + 6 * beat }), delta(1, 0, []))).toBeNull();
  });

  it('is not a new owner', () => {
    expect(after(snapshot(0, []), snapshot(4, [], { epoch: 'b' }))).toBeNull();
  });

  it('is not what answers a join', () => {
    const store = new FrameStore();
    store.take('viewers', snapshot(0, []), 0);
    store.joined();
    expect(store.take('viewers', delta(9, 0, []), 0).gap).toBeNull();
  });
});
