// Places, sizes and colours of the map, and what its table shows.
import { describe, expect, it } from 'vitest';
import { geoBounds } from 'd3-geo';
import { countryPoints, landOf, readAtlas } from '../../countries';
import { codesWithRoom } from '../../src/panels/map/codes';
import { readCountries, readElsewhere } from '../../src/panels/map/places';
import { discAt, placeAfter } from '../../src/panels/map/pointing';
import { hasPlace, placeOf, sheet } from '../../src/panels/map/projection';
import { rowsThatFit } from '../../src/panels/map/rows-that-fit';
import { levelLabel, levelOf, radiusOf } from '../../src/panels/map/scale';
import { isInside, ringsOf } from './rings';
import { makeResult } from './rows';

const columns = ['country', 'viewers', 'rebuffering_pct', 'kbps'];
const read = (rows: (string | number | null)[][]) => readCountries(makeResult('concurrent_viewers_by_country', columns, rows));

describe('countries', () => {
  const points = countryPoints(readAtlas('10m'));
  const land = landOf(readAtlas('110m'));
  it.each([['US', -99, 39], ['FR', 2.5, 46.5], ['NO', 12.3, 63.8], ['NL', 5.6, 52.2], ['PT', -8.5, 39.6], ['ES', -3.6, 40.3],
    ['CL', -71, -34.5], ['NZ', 170.5, -44], ['SG', 103.8, 1.4], ['MT', 14.4, 35.9], ['BH', 50.5, 26],
  ])('%s lies where its largest part is', (code, longitude, latitude) => {
    const [x, y] = points[code] ?? [0, 0];
    expect(Math.hypot(x - longitude, y - latitude)).toBeLessThan(1.5);
  });
  it('have a place for every code there may be, but those without people', () => {
    expect(Object.keys(sheet.places)).toEqual(Object.keys(points));
    expect(Object.keys(points).length).toBeGreaterThanOrEqual(245);
    expect(['AQ', 'ZZ', '', 'toString'].some(hasPlace)).toBe(false);
    expect(placeOf('ZZ')).toBeNull();
  });
  it('all lie on the sheet', () => {
    for (const code of Object.keys(points)) {
      const [x, y] = placeOf(code) ?? [-1, -1];
      expect(x >= 0 && x <= sheet.width && y >= 0, code).toBe(true);
    }
  });
  it('stand on the sheet as on a map: north above, west on the left, and on their own land', () => {
    const [[canada], [, norway], [japan], [, brazil]] = ['CA', 'NO', 'JP', 'BR'].map((code) => placeOf(code) ?? [0, 0]) as
      [[number, number], [number, number], [number, number], [number, number]];
    expect(canada).toBeLessThan(japan);
    expect(norway).toBeLessThan(brazil);
    for (const code of ['CA', 'NO', 'JP', 'BR', 'AU', 'ZA', 'RU', 'NZ']) {
      expect(ringsOf(sheet.path).some((ring) => isInside(ring, placeOf(code) ?? [0, 0])), code).toBe(true);
    }
  });
  it('come without Antarctica and without names', () => {
    expect(land.features.length).toBe(176);
    expect(land.features.every(({ properties, id }) => properties === null && id === undefined)).toBe(true);
    expect(land.features.some(({ geometry }) => geoBounds(geometry)[0][1] < -60)).toBe(false);
  });
  it('make one path of whole numbers, all of it on the sheet', () => {
    expect(sheet.path).toMatch(/^(m-?\d+[ -]\d+l[-\d ]+z)+$/);
    expect(sheet.path.length).toBeGreaterThan(10_000);
    for (const [x, y] of ringsOf(sheet.path).flat()) expect(x >= 0 && x <= sheet.width && y >= 0 && y <= sheet.height).toBe(true);
  });
  it('are read with the most viewers first, whatever is missing', () => {
    expect(read([['fr', null, null, null], [null, 5, 1, 2], ['US', 9, 0.5, 4000]]).map(({ code, viewers }) => [code, viewers]))
      .toEqual([['US', 9], ['', 5], ['FR', 0]]);
  });
  it('without a place are elsewhere', () => {
    expect(readElsewhere(read([['ZZ', 3, 0, 1], ['US', 1, 0, 1], [null, 2, 0, 1]]), hasPlace)).toEqual({ viewers: 5, codes: ['ZZ', ''] });
    expect(readElsewhere(read([['US', 1, 0, 1]]), hasPlace)).toBeNull();
  });
});

describe('circles', () => {
  it('compare by area', () => {
    expect(radiusOf(400, 400, 20)).toBe(20);
    expect(radiusOf(100, 400, 20)).toBe(10);
  });
  it('are never too small to be seen', () => {
    expect(radiusOf(1, 1e9, 20)).toBe(3);
    expect(radiusOf(0, 0, 20)).toBe(3);
  });
  it('tell the rate in five levels', () => {
    expect([0, 0.4, 0.5, 1.9, 2, 4, 100].map(levelOf)).toEqual([1, 1, 2, 3, 4, 5, 5]);
    expect(levelOf(null)).toBe(0);
    expect([1, 2, 5].map(levelLabel)).toEqual(['< 0.5 %', '0.5–1', '≥ 4 %']);
  });
  it('are named where no other lies on the name', () => {
    const disc = (code: string, x: number, radius: number) => ({ code, x, y: 0, radius });
    expect([...codesWithRoom([disc('US', 0, 20), disc('MX', 15, 8), disc('IN', 100, 15), disc('LK', 113, 4), disc('SG', 200, 5)])]).toEqual(['IN']);
  });
  it('are found by a pointer: the smallest around it, else one close by', () => {
    const discs = [{ code: 'DE', x: 0, y: 0, radius: 20 }, { code: 'LU', x: 5, y: 0, radius: 4 }, { code: 'US', x: 100, y: 0, radius: 3 }];
    expect(discAt(discs, 6, 1)).toBe('LU');
    expect(discAt(discs, -10, 0)).toBe('DE');
    expect(discAt(discs, 108, 0)).toBe('US');
    expect(discAt(discs, 60, 0)).toBeNull();
  });
  it('are gone through by keys', () => {
    const presses = [['ArrowRight', 1], ['ArrowRight', 2], ['ArrowLeft', 0], ['End', 0], ['f', 0]] as const;
    expect(presses.map(([key, at]) => placeAfter(key, at, 3))).toEqual([2, 2, 0, 2, null]);
  });
});

describe('the table', () => {
  it('shows all where all fit', () => {
    expect(rowsThatFit(5, 24 + 5 * 23)).toBe(5);
  });
  it('leaves room to tell of the others', () => {
    expect(rowsThatFit(200, 300)).toBe(10);
  });
  it('shows one row at least, and none of none', () => {
    expect(rowsThatFit(9, 0)).toBe(1);
    expect(rowsThatFit(0, 0)).toBe(0);
  });
});
