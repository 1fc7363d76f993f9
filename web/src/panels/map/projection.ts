// The world as a path, and where countries lie on it, in units of a sheet 1,000 wide.
import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { points, world } from 'virtual:countries';

export interface Sheet {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** Null for a code without a place. */
  place(code: string): readonly [x: number, y: number] | null;
}

const width = 1000;
/** Beside the land: islands of the Pacific that the small world leaves out lie there. */
const margin = 32;
let sheet: Sheet | null = null;

export function hasPlace(code: string): boolean {
  return Object.hasOwn(points, code);
}

/** Made once, when the first map is. */
export function worldSheet(): Sheet {
  if (sheet) return sheet;
  const land = feature(world, world.objects.countries);
  // Turned by 11 degrees so that the seam runs through the Bering Strait and cuts no country.
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width - 2 * margin, land);
  const [x, y] = projection.translate();
  projection.translate([x + margin, y]);
  const path = geoPath(projection).digits(1);
  const height = path.bounds(land)[1][1];
  sheet = {
    path: path(land) ?? '', width, height,
    place: (code) => {
      const point = hasPlace(code) ? points[code] : undefined;
      return point ? projection([point[0], point[1]]) : null;
    },
  };
  return sheet;
}
