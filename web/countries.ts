// Gives the page its map at build time, as the module `virtual:countries`: the land as one path, and a place on it for every country.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import iso from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';
import { shortPath } from './short-path.ts';

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Land = FeatureCollection<Polygon | MultiPolygon>;
type Point = [longitude: number, latitude: number];

export interface Sheet {
  /** Whole numbers from the top left, for the `d` of an SVG path. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** Where on the sheet a country lies, by ISO code of two letters. */
  readonly places: Readonly<Record<string, readonly [x: number, y: number]>>;
}

const name = 'virtual:countries';
const antarctica = '010';
/** A step is less than a pixel of a map 1,900 px wide. */
const width = 2000;
/** Beside the land: islands of the Pacific that the small atlas leaves out lie there. */
const margin = 64;

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
      const sheet = drawSheet(landOf(readAtlas('110m')), countryPoints(readAtlas('10m')));
      // Parsing a text is much faster for a browser than compiling the same as a literal.
      return `export const sheet = JSON.parse(${JSON.stringify(JSON.stringify(sheet))});\n`;
    },
  };
}

export function readAtlas(scale: '10m' | '110m'): Atlas {
  const path = createRequire(import.meta.url).resolve(`world-atlas/countries-${scale}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Atlas;
}

/** The countries' outlines, without Antarctica: nobody watches there, and it would take a fifth of the sheet. */
export function landOf(atlas: Atlas): Land {
  const features = feature(atlas, atlas.objects.countries).features.flatMap(({ id, geometry }): Land['features'] => (
    id !== antarctica && (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') ? [{ type: 'Feature', properties: null, geometry }] : []));
  return { type: 'FeatureCollection', features };
}

/** Projects here what the browser would have to project on every first paint. */
export function drawSheet(land: Land, points: Readonly<Record<string, Point>>): Sheet {
  // Turned by 11 degrees so that the seam runs through the Bering Strait and cuts no country.
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width - 2 * margin, land);
  const [x, y] = projection.translate();
  projection.translate([x + margin, y]);
  const path = geoPath(projection).digits(1);
  const places = Object.entries(points).map(([code, point]) => {
    const [left, top] = projection(point) ?? [0, 0];
    return [code, [Math.round(left), Math.round(top)] as const] as const;
  });
  return { path: shortPath(path(land) ?? ''), width, height: Math.ceil(path.bounds(land)[1][1]), places: Object.fromEntries(places) };
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
      largest.set(code, { area, point: geoCentroid(part) });
    }
  }
  const points = { ...apart, ...Object.fromEntries([...largest].map(([code, { point }]) => [code, point])) };
  return Object.fromEntries(Object.entries(points).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parts(geometry: Polygon | MultiPolygon): Polygon[] {
  return geometry.type === 'Polygon' ? [geometry] : geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
}
