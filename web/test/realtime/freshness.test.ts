// Freshness: old rows never look new, and new ones never old.
import { describe, expect, it } from 'vitest';
import { FrameStore } from '../../src/realtime/frame-store';
import { judge } from '../../src/realtime/freshness';
import { beat, envelope, progress, snapshot, start } from './frames';

/** A data set that has had a few usual beats, the last at 0 on the monotonic clock. */
function settled(last = progress(2)) {
  const store = new FrameStore();
  store.take('viewers', snapshot(0, [['US', 1]]), -2 * beat);
  store.take('viewers', progress(1), -beat);
  return store.take('viewers', last, 0);
}

describe('freshness', () => {
  it('is fresh for two beats, then late, then stale since its as-of time', () => {
    expect(judge(settled(), 1.5 * beat, null)).toEqual({ freshness: 'fresh', since: null, reason: null });
    expect(judge(settled(), 2.1 * beat, null).freshness).toBe('late');
    expect(judge(settled(), 6.5 * beat, null)).toEqual({ freshness: 'stale', since: start + 2 * beat - 500, reason: 'no newer result' });
  });

  it('is stale when polls go on and the as-of time stands still', () => {
    expect(judge(settled(progress(40, { as_of: start + beat })), 0, null).freshness).toBe('stale');
  });

  it('is failing at once where the server says so, with its reason', () => {
    const since = start + beat;
    expect(judge(settled(progress(2, { state: 'failing', since, reason: 'store timeout', as_of: start + beat - 500 })), 0, null))
      .toEqual({ freshness: 'failing', since, reason: 'store timeout' });
  });

  it('is late as soon as a lost connection would be noticed, and stale in time', () => {
    expect(judge(settled(), 500, 400).freshness).toBe('fresh');
    expect(judge(settled(), 1500, 1400)).toMatchObject({ freshness: 'late', reason: 'not connected' });
    expect(judge(settled(), 7 * beat, 7 * beat).freshness).toBe('stale');
  });

  it('does not call a failing store failing when it can no longer know', () => {
    expect(judge(settled(progress(2, { state: 'failing' })), 2000, 2000).freshness).toBe('late');
  });

  it('is slow, not late, at the pace the server announced', () => {
    const frame = progress(2, { state: 'slow', reason: 'polled every 30 s', next_due: start + 8 * beat });
    expect(judge(settled(frame), 29_000, null)).toMatchObject({ freshness: 'slow', reason: 'polled every 30 s' });
  });

  it('takes the pace of a store that has newer rows less often than it is asked', () => {
    const store = new FrameStore();
    const fast = (n: number, at: number) => ({
      ...envelope(0), kind: 'progress' as const,
      seq: start + n * 1000, next_due: start + (n + 1) * 1000, as_of: start + at, now: start + n * 1000,
    });
    store.take('viewers', snapshot(0, [['US', 1]], { as_of: start }), 0);
    for (let n = 1; n <= 9; n++) store.take('viewers', fast(n, n < 5 ? 0 : 5000), n * 1000);
    const set = store.sets.get('viewers');
    expect(set && judge(set, 9900, null).freshness).toBe('fresh');
  });

  it('is awaiting before the first rows, or failing where the server says so', () => {
    const none = { epoch: null, seq: null, as_of: null };
    expect(judge(new FrameStore().take('viewers', progress(0, none), 0), 0, null).freshness).toBe('awaiting');
    const failing = new FrameStore().take('viewers', progress(0, { ...none, state: 'failing', reason: 'no store' }), 0);
    expect(judge(failing, 0, null)).toMatchObject({ freshness: 'failing', reason: 'no store' });
  });
});
