// What the build's plugin `countries` generates.
declare module 'virtual:countries' {
  import type { GeometryCollection, Topology } from 'topojson-specification';

  export const world: Topology<{ countries: GeometryCollection }>;
  /** Longitude and latitude by ISO code of two letters. */
  export const points: Readonly<Record<string, readonly [longitude: number, latitude: number]>>;
}
