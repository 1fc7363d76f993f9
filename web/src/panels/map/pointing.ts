// Which circle is meant: by a pointer near it, or by a key.

export interface Disc {
  readonly code: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** How far beside a circle still counts, in CSS pixels: small ones are hard to hit. */
const beside = 8;

/** The smallest circle around the point, since it is drawn on top, else the nearest close by. */
export function discAt(discs: readonly Disc[], x: number, y: number): string | null {
  let best: { readonly code: string; readonly rank: number } | null = null;
  for (const { code, x: at, y: top, radius } of discs) {
    const away = Math.hypot(x - at, y - top) - radius;
    if (away > beside) continue;
    // Within: by size, always before those beside.
    const rank = away <= 0 ? radius - 1e6 : away;
    if (!best || rank < best.rank) best = { code, rank };
  }
  return best?.code ?? null;
}

/** Where a key leads from `place` of `count`; null: it is no key of the map. */
export function placeAfter(key: string, place: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowRight': case 'ArrowDown': return Math.min(last, place + 1);
    case 'ArrowLeft': case 'ArrowUp': return Math.max(0, place - 1);
    case 'Home': return 0;
    case 'End': return last;
    default: return null;
  }
}
