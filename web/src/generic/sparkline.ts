// A line the height of a text, of how a number went.
import { makeSvg } from '../dom';

const width = 48, height = 14, edge = 1.5;

/** The points of an SVG polyline; empty for less than two values. A number that stood still lies in the middle. */
export function sparkPoints(values: readonly number[]): string {
  if (values.length < 2) return '';
  const low = Math.min(...values), high = Math.max(...values);
  const y = (value: number) => (high === low ? height / 2 : height - edge - (value - low) / (high - low) * (height - 2 * edge));
  return values.map((value, i) => `${(i / (values.length - 1) * width).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
}

/** Draws into a cell that has a text already; the text tells the number, so the line is hidden from readers. */
export function drawSparkline(cell: HTMLElement, values: readonly number[]): void {
  let svg = cell.querySelector('svg');
  if (!svg) {
    svg = makeSvg('svg', { class: 'spark', viewBox: `0 0 ${String(width)} ${String(height)}`, 'aria-hidden': 'true' }, makeSvg('polyline'));
    cell.prepend(svg);
  }
  svg.firstElementChild?.setAttribute('points', sparkPoints(values));
}
