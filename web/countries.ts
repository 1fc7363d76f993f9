// Gives the page its map at build time: a small world, and a point for every country, as the module `virtual:countries`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoArea, geoCentroid } from 'd3-geo';
import iso from 'i18n-iso-countries';
import { feature, quantize } from 'topojson-client';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type World = Topology<{ countries: GeometryCollection }>;
type Point = [longitude: number, latitude: number];

const name = 'virtual:countries';
const antarctica = '010';
/** Cells along each axis of the small world: 0.09 degrees, finer than a pixel of a map 1,900 px wide. */
const cells = 4000;

/** Codes of places the atlas counts to another country or knows by name only. */
const apart: Readonly<Record<string, Point>> = {
  BQ: [-68.3, 12.2], CC: [96.8, -12.2], CX: [105.7, -10.5], GF: [-53.1, 3.9], GP: [-61.5, 16.2], MQ: [-61, 14.6],
  RE: [55.5, -21.1], SJ: [17, 78.8], TK: [-171.8, -9.2], XK: [20.9, 42.6], YT: [45.2, -12.8],
};

export function countries(): Plugin {
  return {
    name: 'countries',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      // Parsing a text is much faster for a browser than compiling the same as a literal.
      const text = (value: unknown) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
      return `export const world = ${text(smallWorld(readAtlas('110m')))};\nexport const points = ${text(countryPoints(readAtlas('10m')))};\n`;
    },
  };
}

function readAtlas(scale: '10m' | '110m'): Atlas {
  const path = createRequire(import.meta.url).resolve(`world-atlas/countries-${scale}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Atlas;
}

/** Outlines only: no names, no Antarctica, no arcs nobody uses, coarser coordinates. */
export function smallWorld(atlas: Atlas): World {
  const arcs: Position[][] = [];
  const places = new Map<number, number>();
  const take = (index: number): number => {
    const from = index < 0 ? ~index : index;
    let to = places.get(from);
    if (to === undefined) {
      to = arcs.push(absolute(atlas, atlas.arcs[from] ?? [])) - 1;
      places.set(from, to);
    }
    return index < 0 ? ~to : to;
  };
  const geometries = atlas.objects.countries.geometries.flatMap((country): GeometryObject[] => {
    if (country.id === antarctica) return [];
    if (country.type === 'Polygon') return [{ type: 'Polygon', arcs: country.arcs.map((ring) => ring.map(take)) }];
    if (country.type === 'MultiPolygon') return [{ type: 'MultiPolygon', arcs: country.arcs.map((part) => part.map((ring) => ring.map(take))) }];
    return [];
  });
  const whole: World = { type: 'Topology', objects: { countries: { type: 'GeometryCollection', geometries } }, arcs };
  return quantize(whole, cells);
}

/** An arc is kept as steps between whole numbers; this is its points in degrees. */
function absolute(atlas: Atlas, arc: readonly Position[]): Position[] {
  const [[scaleX, scaleY], [left, top]] = [atlas.transform?.scale ?? [1, 1], atlas.transform?.translate ?? [0, 0]];
  let [x, y] = [0, 0];
  return arc.map(([byX = 0, byY = 0]) => {
    x += byX;
    y += byY;
    return [x * scaleX + left, y * scaleY + top];
  });
}

/** By ISO code of two letters: the middle of the country's largest part, so that France lies in Europe. */
export function countryPoints(atlas: Atlas): Record<string, Point> {
  const largest = new Map<string, { area: number; point: Point }>();
  for (const { id, geometry } of feature(atlas, atlas.objects.countries).features) {
    const code = id === undefined ? undefined : iso.numericToAlpha2(id);
    if (!code || id === antarctica || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) continue;
    for (const part of parts(geometry)) {
      const area = geoArea(part);
      if (area <= (largest.get(code)?.area ?? 0)) continue;
      const [longitude, latitude] = geoCentroid(part);
      largest.set(code, { area, point: [Math.round(longitude * 10) / 10, Math.round(latitude * 10) / 10] });
    }
  }
  const points = { ...apart, ...Object.fromEntries([...largest].map(([code, { point }]) => [code, point])) };
  return Object.fromEntries(Object.entries(points).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parts(geometry: Polygon | MultiPolygon): Polygon[] {
  return geometry.type === 'Polygon' ? [geometry] : geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
}
