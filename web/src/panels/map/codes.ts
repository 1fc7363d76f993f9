// Which circles have room for their country's code: large ones where no other circle meets it.
import type { Disc } from './pointing';

/** Half the height and width of two letters, in CSS pixels. */
const [halfHeight, halfWidth] = [5, 9];
const least = 11;

/** Circles are translucent: one below disturbs as much as one above. */
export function codesWithRoom(discs: readonly Disc[]): ReadonlySet<string> {
  return new Set(discs
    .filter((disc) => disc.radius >= least && !discs.some((other) => other !== disc && covers(other, disc)))
    .map(({ code }) => code));
}

function covers(other: Disc, { x, y }: Disc): boolean {
  const [across, down] = [Math.max(0, Math.abs(other.x - x) - halfWidth), Math.max(0, Math.abs(other.y - y) - halfHeight)];
  return Math.hypot(across, down) < other.radius;
}
