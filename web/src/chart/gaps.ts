// Puts a point of nulls into every hole of a series, so that a line is never drawn across time nothing is known of.

export interface Lines {
  readonly x: readonly number[];
  readonly ys: readonly (readonly (number | null)[])[];
}

/** A hole is wider than this many usual distances: one late point is none, two missing ones are. */
const holeFrom = 2.5;

export function showGaps(lines: Lines): Lines {
  const { x, ys } = lines;
  const usual = medianDistance(x);
  const before = x.map((at, i) => i > 0 && at - (x[i - 1] ?? at) > usual * holeFrom);
  if (!before.includes(true)) return lines;
  return {
    x: x.flatMap((at, i) => (before[i] ? [(x[i - 1] ?? at) + usual, at] : [at])),
    ys: ys.map((y) => y.flatMap((value, i) => (before[i] ? [null, value] : [value]))),
  };
}

function medianDistance(x: readonly number[]): number {
  const distances = x.slice(1).map((at, i) => at - (x[i] ?? at)).sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? Infinity;
}
