// A sparkline's path: points of five minutes in a box, with gaps where nothing is known.
import type { Point } from './trend';

/** SVG path data in a box of `width` by `height`, `from` at the left edge and `to` at the right. Empty without values. */
export function sparkPath(points: readonly Point[], from: number, to: number, width: number, height: number): string {
  const seen = points.filter(({ at }) => at >= from && at <= to);
  const values = seen.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0 || to <= from) return '';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // A flat line lies in the middle; tiny wobbles are not blown up to the full height.
  const room = Math.max(high - low, Math.abs(high) * 0.04, 1e-9);
  const base = (low + high) / 2 - room / 2;
  let path = '';
  let pen = 'M';
  for (const { at, value } of seen) {
    if (value === null) {
      pen = 'M';
      continue;
    }
    path += `${pen}${(((at - from) / (to - from)) * width).toFixed(1)} ${(height - ((value - base) / room) * height).toFixed(1)}`;
    pen = 'L';
  }
  return path;
}
