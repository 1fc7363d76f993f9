// The table twin of a drawing: the same rows, for who reads rather than looks.
import { formatTitle } from '../format';
import type { Result, View } from '../result';
import { numericColumns, RowsTable } from './rows-table';

/** A series has hundreds of points: the newest are shown. */
const mostPoints = 120;

export class Twin {
  #table: RowsTable | null = null;
  #columns = '';
  readonly element = document.createElement('div');

  draw(result: Result, { utc }: View): void {
    const { name, columns, time } = result;
    const time_ = time === null ? -1 : columns.indexOf(time);
    if (this.#table === null || this.#columns !== JSON.stringify(columns)) {
      this.#columns = JSON.stringify(columns);
      const key = time === null ? result.key.map((column) => columns.indexOf(column)) : [time_];
      this.#table = new RowsTable({ caption: formatTitle(name), columns, key, times: time === null ? [] : [time_] });
      this.element.replaceChildren(this.#table.element);
    }
    const rows = time === null ? result.rows : result.rows.slice(-mostPoints).reverse();
    const note = rows.length < result.rows.length ? `, the newest of ${String(result.rows.length)}` : '';
    this.#table.draw(rows, numericColumns(columns, rows), utc, note);
  }
}
