// Viewers over time: who watches, and of those who rebuffers, starts or has paused.
import { LineChart } from '../chart';
import { make } from '../dom';
import type { Panel, Result, View } from '../result';
import { readNumber } from './columns';
import { formatCount } from './labels';

const lines = [
  { column: 'viewers', label: 'viewers', color: '--series-1', width: 2, fill: true },
  { column: 'paused', label: 'paused', color: '--series-4' },
  { column: 'rebuffering', label: 'rebuffering', color: '--series-2' },
  { column: 'starting', label: 'starting', color: '--series-3' },
] as const;

export class ViewersOverTime implements Panel {
  readonly element = make('div', { class: 'viewers' });
  readonly #chart = new LineChart(this.element, lines, 'Viewers over time', formatCount);
  #drawn: Result | null = null;
  #x: readonly number[] = [];
  #ys: readonly (readonly (number | null)[])[] = [];

  draw(result: Result, view: View): void {
    if (result !== this.#drawn) this.#read(result);
    this.#chart.setView(view);
    this.#chart.setData(this.#x, this.#ys, { min: view.now - view.rangeMinutes * 60_000, max: view.now });
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #read(result: Result): void {
    this.#drawn = result;
    const at = readNumber(result, result.time ?? '');
    const rows = result.rows.filter((row) => at(row) !== null);
    this.#x = rows.map((row) => at(row) ?? 0);
    this.#ys = lines.map(({ column }) => rows.map(readNumber(result, column)));
  }
}
