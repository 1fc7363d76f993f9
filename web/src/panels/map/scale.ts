// Size and colour of a circle on the map.

/** In CSS pixels: the least that is seen and hit. */
const leastRadius = 3;

/** Areas, not radii, compare with viewers; `most` viewers get the radius `widest`. */
export function radiusOf(viewers: number, most: number, widest: number): number {
  if (viewers <= 0 || most <= 0) return leastRadius;
  return Math.max(leastRadius, widest * Math.sqrt(Math.min(1, viewers / most)));
}

/** The radius of the largest circle: a part of the map's width, so that Europe stays legible. */
export function widestRadius(width: number): number {
  return Math.min(34, Math.max(12, width / 26));
}

/** Where a level begins, in percent of viewers who rebuffer. */
export const levelFrom = [0, 0.5, 1, 2, 4] as const;

/** 1 (calm) to 5; 0 where the rate is not known. */
export function levelOf(rebufferingPct: number | null): number {
  return rebufferingPct === null ? 0 : levelFrom.filter((from, index) => index === 0 || rebufferingPct >= from).length;
}

export function levelLabel(level: number): string {
  const [from, to] = [levelFrom[level - 1] ?? 0, levelFrom[level]];
  if (to === undefined) return `≥ ${String(from)} %`;
  return level === 1 ? `< ${String(to)} %` : `${String(from)}–${String(to)}`;
}
