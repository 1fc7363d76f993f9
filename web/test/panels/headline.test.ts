// The headline's figures, and how they are told.
import { describe, expect, it } from 'vitest';
import { countFailures, readFigures } from '../../src/panels/headline/figures';
import { sparkPath } from '../../src/panels/headline/spark';
import { tell, words } from '../../src/panels/headline/tell';
import { makeResult, seriesColumns } from './rows';

const start = 1_790_000_000_000;
const series = (count: number) => makeResult('time_series', seriesColumns,
  Array.from({ length: count }, (_, index) => [start + index * 5000, 200, 1, 4, 9, 4500, 10, index % 2, 0, 0]), 'time');
const startup = makeResult('startup_time', ['bucket', 'up_to_ms', 'starts'], [[1, 1000, 50], [2, 2000, 50]]);

describe('the figures', () => {
  it('are computed from the series and the startup times', () => {
    const figures = readFigures(series(130), startup);
    expect(figures?.rebufferingPct.at(-1)?.value).toBe(2);
    expect(figures?.failures).toEqual({ attempts: 600, failures: 30, perMinute: 6, pct: 5 });
    expect(figures?.failuresPct.at(-1)?.value).toBe(5);
    expect(figures?.startup?.p50?.ms).toBe(1000);
  });
  it('are none without the columns they need', () => {
    expect(readFigures(undefined, startup)).toBeNull();
    expect(readFigures(makeResult('time_series', ['time', 'viewers'], [], 'time'), undefined)).toBeNull();
  });
  it('take gaps for gaps and a rate of nobody for unknown', () => {
    const rows = [[start, 0, 0, 0, 0, null, 0, 0, 0, 0], [start + 5000, null, null, null, null, null, null, null, null, null]];
    const figures = readFigures(makeResult('time_series', seriesColumns, rows, 'time'), undefined);
    expect(figures?.rebufferingPct.map(({ value }) => value)).toEqual([null, null]);
    expect(figures?.failures.pct).toBeNull();
  });
  it('count failures per minute of the time that is known', () => {
    const minute = Array.from({ length: 13 }, (_, index) => ({ at: start + index * 5000, value: 1 }));
    expect(countFailures(minute, minute, start + 60_000).perMinute).toBe(13);
  });
});

describe('the headline', () => {
  it('tells five figures, also of nothing', () => {
    const empty = readFigures(makeResult('time_series', seriesColumns, [], 'time'), undefined);
    const told = empty ? tell(empty, []) : [];
    expect(told.map(({ value }) => value)).toEqual(['–', '–', '–', '–', '–']);
    expect(told.map(({ at }) => at)).toEqual([null, null, null, null, null]);
  });
  it('tells the trend in words, with a mood where one direction is the better', () => {
    expect(words({ change: -4.21, direction: 'down' }, '%', null)).toEqual({ arrow: '▼', words: 'down 4.2 % in 5 min', mood: 'plain' });
    expect(words({ change: 0.5, direction: 'up' }, 'pts', 'down')).toEqual({ arrow: '▲', words: 'up 0.5 points in 5 min', mood: 'bad' });
    expect(words(null, '%', 'up').arrow).toBe('');
  });
  it('tells startup times by both percentiles', () => {
    const figures = readFigures(series(3), startup);
    expect(figures && tell(figures, [])[3]).toMatchObject({ value: '1 s', second: { value: '1.9 s' }, words: '100 starts in 5 min' });
  });
});

describe('a sparkline', () => {
  it('begins anew after a gap', () => {
    const points = [1, 2, null, 3].map((value, index) => ({ at: index, value }));
    expect(sparkPath(points, 0, 3, 30, 10)).toBe('M0.0 10.0L10.0 5.0M30.0 0.0');
  });
  it('lies in the middle where nothing changes', () => {
    expect(sparkPath([{ at: 0, value: 7 }, { at: 10, value: 7 }], 0, 10, 20, 10)).toBe('M0.0 5.0L20.0 5.0');
  });
  it('is empty where nothing is known', () => {
    expect(sparkPath([{ at: 0, value: null }], 0, 10, 20, 10)).toBe('');
  });
});
