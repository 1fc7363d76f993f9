// Which circles have room for their country's code: large ones no other circle lies on.
import type { Disc } from './pointing';

/** Half the height and width of two letters, in CSS pixels. */
const [halfHeight, halfWidth] = [5, 9];
const least = 11;

/** Small circles lie on large ones, so only those count that are no larger. */
export function codesWithRoom(discs: readonly Disc[]): ReadonlySet<string> {
  return new Set(discs
    .filter((disc) => disc.radius >= least && !discs.some((other) => other !== disc && other.radius <= disc.radius && covers(other, disc)))
    .map(({ code }) => code));
}

function covers(other: Disc, { x, y }: Disc): boolean {
  const [across, down] = [Math.max(0, Math.abs(other.x - x) - halfWidth), Math.max(0, Math.abs(other.y - y) - halfHeight)];
  return Math.hypot(across, down) < other.radius;
}
