// Generic views: what a result is and how its numbers went, from columns alone.
import { describe, expect, it } from 'vitest';
import { formatBound } from '../../src/generic/histogram-panel';
import { columnsOfHistogram, kindOf } from '../../src/generic/kind';
import { linesOf, ratesOf, shownAtFirst } from '../../src/generic/lines';
import { RowHistory } from '../../src/generic/row-history';
import { sparkPoints } from '../../src/generic/sparkline';
import type { Result, Row } from '../../src/result';

const result = (key: string[], columns: string[], rows: Row[], more: Partial<Result> = {}): Result => (
  { name: 'any', key, time: null, columns, rows, asOf: 0, ...more });

describe('the kind of a result', () => {
  it('is series where it has a time', () => {
    expect(kindOf(result([], ['time', 'n'], [], { time: 'time' }))).toBe('series');
  });

  it('is histogram where its key numbers buckets without a hole', () => {
    const buckets = result(['bucket'], ['bucket', 'up_to_ms', 'starts'], [[1, 100, 3], [2, 500, 9], [3, null, 1]]);
    expect(kindOf(buckets)).toBe('histogram');
    expect(columnsOfHistogram(buckets)).toEqual({ bucket: 0, bound: 1, count: 2 });
    expect(columnsOfHistogram(result(['bucket'], ['bucket', 'n'], [[0, 1], [1, 2]]))).toEqual({ bucket: 0, bound: null, count: 1 });
  });

  it('is table for names, process ids, and keys of several columns', () => {
    expect(kindOf(result(['country'], ['country', 'n'], [['US', 1], ['BR', 2]]))).toBe('table');
    expect(kindOf(result(['pid'], ['pid', 'n'], [[812, 1], [900, 2]]))).toBe('table');
    expect(kindOf(result(['a', 'b'], ['a', 'b', 'n'], [[1, 2, 3]]))).toBe('table');
    expect(kindOf(result(['bucket'], ['bucket', 'n'], []))).toBe('table');
  });
});

describe('lines', () => {
  it('are one per numeric column, rates where a column only grows', () => {
    const lines = linesOf(result([], ['time', 'sessions', 'commits_total', 'note'], [[1000, 3, 100, 'a'], [3000, null, 140, 'b']], { time: 'time' }));
    expect(lines).toEqual({ columns: ['sessions', 'commits_total'], x: [1000, 3000], ys: [[3, null], [null, 20]] });
  });

  it('have no rate where a counter began again or is not known', () => {
    expect(ratesOf([0, 1000, 2000, 3000], [50, 10, null, 30])).toEqual([null, null, null, null]);
  });

  it('are shown together at first where one axis suits them', () => {
    expect(shownAtFirst([[1, 2], [3], [90_000], [0]])).toEqual([true, true, false, false]);
    expect(shownAtFirst([[null]])).toEqual([true]);
  });
});

describe('the history of rows', () => {
  it('follows rows by key, wherever they stand, and forgets those that left', () => {
    const history = new RowHistory(3);
    const poll = (asOf: number, rows: Row[]) => { history.take(result(['k'], ['k', 'n'], rows, { asOf })); };
    poll(1, [['a', 1], ['b', 10]]);
    poll(2, [['b', 20], ['a', 2]]);
    poll(2, [['a', 99]]);
    poll(3, [['a', 3]]);
    poll(4, [['a', 4]]);
    expect(history.values(['a', 4], [0], 1, 4)).toEqual([2, 3, 4]);
    expect(history.values(['a', 4], [0], 1, 3)).toEqual([2, 3]);
    expect(history.values(['b', 0], [0], 1, 9)).toEqual([]);
  });

  it('is bounded in rows', () => {
    const history = new RowHistory(3, 1);
    history.take(result(['k'], ['k', 'n'], [['a', 1], ['b', 2]], { asOf: 1 }));
    expect(history.values(['b', 2], [0], 1, 1)).toEqual([]);
  });

  it('is drawn as a line, in the middle where nothing changed', () => {
    expect(sparkPoints([5])).toBe('');
    expect(sparkPoints([5, 5])).toBe('0.0,7.0 48.0,7.0');
    expect(sparkPoints([0, 10])).toBe('0.0,12.5 48.0,1.5');
  });
});

describe('bounds of buckets', () => {
  it('read as times where the column says so', () => {
    expect(formatBound('up_to_ms', 500, 100)).toBe('≤ 500 ms');
    expect(formatBound('up_to_ms', null, 15_000)).toBe('> 15 s');
    expect(formatBound('up_to_ms', 300_000, 60_000)).toBe('≤ 5 min');
    expect(formatBound('size', 20, 10)).toBe('≤ 20');
    expect(formatBound('size', null, null)).toBe('any');
  });
});
