// Any series: a line per numeric column over the range the page shows.
import { LineChart } from '../chart';
import { spanOf } from '../chart/span';
import { make } from '../dom';
import { formatColumn, formatTitle } from '../format';
import type { Panel, Result, View } from '../result';
import { linesOf, shownAtFirst } from './lines';

const colours = 6;
const enoughPoints = 4;

export class SeriesPanel implements Panel {
  readonly element = make('div', { class: 'generic-series' });
  #chart: LineChart | null = null;
  #columns = '';
  #isSettled = false;

  draw(result: Result, view: View): void {
    const { columns, x, ys } = linesOf(result);
    // Which lines go together shows only after a few points: a rate needs two.
    const settles = !this.#isSettled && x.length >= enoughPoints;
    if (this.#chart === null || settles || this.#columns !== columns.join()) {
      this.#isSettled = x.length >= enoughPoints;
      this.#chart?.destroy();
      this.#columns = columns.join();
      const shown = shownAtFirst(ys);
      this.#chart = new LineChart(this.element, columns.map((column, i) => ({
        label: formatColumn(column), color: `--series-${String(i % colours + 1)}`, dash: i >= colours, hidden: shown[i] !== true,
      })), formatTitle(result.name));
    }
    this.#chart.setView(view);
    this.#chart.setData(x, ys, spanOf(x, view));
  }

  destroy(): void {
    this.#chart?.destroy();
    this.element.remove();
  }
}
