// Frozen moments: they stand still, count what comes, and never lie ahead of where they were frozen.
import { describe, expect, it } from 'vitest';
import { boundIn, collected, freeze, live, minutesBack, missed, scrub } from '../../src/page/moment';

describe('a moment', () => {
  it('counts what comes while it stands still', () => {
    expect(collected(collected(freeze(100)))).toEqual({ kind: 'frozen', at: 100, latest: 100, updates: 2 });
    expect(collected(live)).toBe(live);
  });

  it('is not changed by rows that were late for it', () => {
    expect([missed(freeze(40, 100), 100), missed(freeze(40, 100), 101), missed(live, 100)]).toEqual([true, false, false]);
  });

  it('moves back and forth, not past where it was frozen', () => {
    expect(scrub(freeze(100), 40)).toMatchObject({ at: 40 });
    expect(scrub(freeze(100), 140)).toMatchObject({ at: 100 });
    expect(scrub(live, 40)).toBe(live);
  });

  it('of a link asks for enough of the past', () => {
    expect(minutesBack(0, 90_000)).toBe(3);
    expect(minutesBack(90_000, 90_000)).toBe(1);
  });

  it('learns from a refusal how much is kept', () => {
    expect(boundIn('invalid minutes: found 30, expected more than 0 and at most 10.67')).toBe(10.67);
    expect(boundIn('this server keeps no history')).toBeNull();
  });
});
