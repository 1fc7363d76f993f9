// Any table data set: its rows, the largest first, with a small line of how each number went.
import { numericColumns, RowsTable } from '../cards/rows-table';
import { make } from '../dom';
import { formatTitle } from '../format';
import type { Panel, Result, View } from '../result';
import { RowHistory } from './row-history';
import { drawSparkline } from './sparkline';

export class TablePanel implements Panel {
  readonly element = make('div', { class: 'generic-table', tabindex: '0', role: 'group' });
  readonly #history = new RowHistory();
  #table: RowsTable | null = null;
  #columns = '';
  #shown: Result | null = null;
  #numeric: readonly boolean[] = [];

  draw(result: Result, { utc }: View): void {
    this.#history.take(result);
    this.#shown = result;
    this.#numeric = numericColumns(result.columns, result.rows);
    const places = result.key.map((column) => result.columns.indexOf(column));
    const times = this.#numeric.flatMap((is, i) => (is && result.rows.every((row) => row[i] === null || looksLikeTime(Number(row[i]))) ? [i] : []));
    const shape = JSON.stringify([result.columns, times]);
    if (this.#table === null || this.#columns !== shape) {
      this.#columns = shape;
      this.element.setAttribute('aria-label', formatTitle(result.name));
      this.#table = new RowsTable({
        caption: formatTitle(result.name), columns: result.columns, key: places, times,
        decorate: (cell, row, column) => { if (!places.includes(column) && !times.includes(column)) this.#decorate(cell, row, column, places); },
      });
      this.element.replaceChildren(this.#table.element);
    }
    this.#table.draw(this.#sorted(result, places), this.#numeric, utc);
  }

  destroy(): void {
    this.element.remove();
  }

  #decorate(cell: HTMLElement, row: Result['rows'][number], column: number, places: readonly number[]): void {
    if (this.#numeric[column] === true && this.#shown) drawSparkline(cell, this.#history.values(row, places, column, this.#shown.asOf));
  }

  #sorted({ rows }: Result, places: readonly number[]): Result['rows'] {
    const by = this.#numeric.findIndex((is, i) => is && !places.includes(i));
    return by < 0 ? rows : rows.toSorted((a, b) => Number(b[by] ?? -Infinity) - Number(a[by] ?? -Infinity));
  }
}

/** Unix milliseconds from 2001 to 2286: no count is that large and that narrow. */
function looksLikeTime(value: number): boolean {
  return value >= 1e12 && value < 1e13;
}
