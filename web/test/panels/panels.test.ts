// Which data sets get a panel of the video pack, and how their figures read.
import { describe, expect, it } from 'vitest';
import { hasColumns, readNumber, readText } from '../../src/panels/columns';
import { formatCount, formatPercent, formatStartup, nameCountry } from '../../src/panels/labels';
import { makeResult, seriesColumns } from './rows';

describe('columns', () => {
  const result = makeResult('any', ['b', 'a'], [['x', 1], [null, Number.NaN], [true, 'y']]);
  it('are found by name', () => {
    expect(hasColumns(result, 'a', 'b')).toBe(true);
    expect(hasColumns(makeResult('any', seriesColumns, []), 'viewers', 'missing')).toBe(false);
  });
  it('are read as what they should be', () => {
    expect(result.rows.map(readNumber(result, 'a'))).toEqual([1, null, null]);
    expect(result.rows.map(readText(result, 'b'))).toEqual(['x', '', 'true']);
    expect(result.rows.map(readNumber(result, 'missing'))).toEqual([null, null, null]);
  });
});

describe('figures', () => {
  it('are whole up to where they get long', () => {
    expect([null, 0, 24_100, 1_200_000, 3.8e9].map(formatCount)).toEqual(['–', '0', '24,100', '1.2M', '3.8B']);
  });
  it('have one digit as percentages', () => {
    expect([null, 0, 4.25, 100, 12_345].map(formatPercent)).toEqual(['–', '0.0 %', '4.3 %', '100 %', '12.3K %']);
  });
  it('change to seconds from one second on', () => {
    expect([72.4, 999.6, 1000, 3140, 15_000].map(formatStartup)).toEqual(['72 ms', '1 s', '1 s', '3.1 s', '15 s']);
  });
  it('name countries, and leave alone what is no code', () => {
    expect(['SG', 'ZQ', 'EUROPE', ''].map(nameCountry)).toEqual(['Singapore', 'ZQ', 'EUROPE', 'Unknown']);
  });
});
