// Where a figure stands and which way it went in the last five minutes.

export interface Point {
  /** Unix milliseconds. */
  readonly at: number;
  readonly value: number | null;
}

export type Direction = 'up' | 'down' | 'steady';

export interface Trend {
  readonly direction: Direction;
  /** From then to now: in percent of then, or in points of percent. */
  readonly change: number;
}

/** How long ago a figure is compared with, in milliseconds. */
export const span = 5 * 60_000;
/** Around that instant the mean counts, so that one odd point makes no trend. */
const around = 15_000;

export function latest(points: readonly Point[]): { readonly at: number; readonly value: number } | null {
  for (let i = points.length - 1; i >= 0; i--) {
    const point = points[i];
    if (point && point.value !== null) return { at: point.at, value: point.value };
  }
  return null;
}

/** `relative`: the change in percent, else the plain difference. Smaller ones than `steady` are none. Null where the past is not known. */
export function trendOf(points: readonly Point[], relative: boolean, steady: number): Trend | null {
  const now = latest(points);
  if (!now) return null;
  const then = mean(points.filter(({ at }) => Math.abs(at - (now.at - span)) <= around));
  // Against the mean of now's surroundings too: both ends are equally calm.
  const here = mean(points.filter(({ at }) => now.at - at <= around));
  if (then === null || here === null || (relative && then === 0)) return null;
  return direct(relative ? (100 * (here - then)) / Math.abs(then) : here - then, steady);
}

export function direct(change: number, steady: number): Trend {
  return { change, direction: Math.abs(change) < steady ? 'steady' : change > 0 ? 'up' : 'down' };
}

function mean(points: readonly Point[]): number | null {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
