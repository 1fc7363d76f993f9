// Bars of the startup histogram.
import { describe, expect, it } from 'vitest';
import { layOut, readBuckets } from '../../src/panels/startup/layout';
import { makeResult } from './rows';

const read = (rows: (number | null)[][]) => readBuckets(makeResult('startup_time', ['bucket', 'up_to_ms', 'starts'], rows));

describe('the startup histogram', () => {
  it('puts buckets in order, the open one last', () => {
    expect(read([[8, null, 4], [2, 500, 2], [1, 100, 1]])).toEqual([{ upToMs: 100, starts: 1 }, { upToMs: 500, starts: 2 }, { upToMs: null, starts: 4 }]);
  });
  it('takes no value and less than none for none', () => {
    expect(read([[1, 100, null], [2, 500, -3]]).map(({ starts }) => starts)).toEqual([0, 0]);
  });
  it('labels bars by their upper bound', () => {
    expect(layOut(read([[1, 100, 1], [2, 1000, 1], [3, 15_000, 1], [4, null, 1]])).map(({ label }) => label))
      .toEqual(['≤100 ms', '≤1 s', '≤15 s', '>15 s']);
  });
  it('shares out a hundred percent and makes the tallest bar the plot\'s height', () => {
    expect(layOut(read([[1, 100, 1], [2, 500, 3]])).map(({ share, height }) => [share, height])).toEqual([[25, 1 / 3], [75, 1]]);
  });
  it('has flat bars where nothing has started', () => {
    expect(layOut(read([[1, 100, 0], [2, null, 0]])).every(({ share, height }) => share === 0 && height === 0)).toBe(true);
    expect(layOut([])).toEqual([]);
  });
});
