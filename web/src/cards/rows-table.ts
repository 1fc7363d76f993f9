// A table of rows that changes its cells in place: a reader's place, selection and scroll survive each update.
import { formatClock, formatColumn, formatNumber } from '../format';
import { make, setText } from '../dom';
import type { Row, Value } from '../result';

export interface RowsTableOptions {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Places of the columns that name a row. */
  readonly key: readonly number[];
  /** Places of columns that hold instants. */
  readonly times?: readonly number[];
  /** May put something before the text of a cell. */
  readonly decorate?: (cell: HTMLElement, row: Row, column: number) => void;
}

export class RowsTable {
  readonly element = make('table', { class: 'rows' });
  readonly #body = make('tbody');
  readonly #caption = make('caption');
  readonly #options: RowsTableOptions;
  readonly #cells: HTMLElement[][] = [];

  constructor(options: RowsTableOptions) {
    this.#options = options;
    const heads = options.columns.map((column) => make('th', { scope: 'col' }, formatColumn(column)));
    this.element.append(this.#caption, make('thead', {}, make('tr', {}, ...heads)), this.#body);
  }

  draw(rows: readonly Row[], numeric: readonly boolean[], utc: boolean, note = ''): void {
    const { caption, columns, key, times, decorate } = this.#options;
    setText(this.#caption, `${caption}, ${rows.length === 1 ? '1 row' : `${String(rows.length)} rows`}${note}`);
    this.element.querySelectorAll('thead th').forEach((th, column) => th.classList.toggle('number', numeric[column] === true));
    while (this.#cells.length > rows.length) {
      this.#cells.pop();
      this.#body.lastElementChild?.remove();
    }
    while (this.#cells.length < rows.length) {
      const cells = columns.map((_, column) => make(key[0] === column ? 'th' : 'td', key[0] === column ? { scope: 'row' } : {}, make('span')));
      this.#cells.push(cells);
      this.#body.append(make('tr', {}, ...cells));
    }
    rows.forEach((row, i) => this.#cells[i]?.forEach((cell, column) => {
      const value = row[column] ?? null;
      cell.classList.toggle('number', numeric[column] === true);
      const text = times?.includes(column) && typeof value === 'number' ? formatClock(value, utc)
        // A number that names a row is no quantity: a process id has no thousands.
        : key.includes(column) && value !== null ? String(value) : formatValue(value);
      // What decorates a cell stands before its text.
      if (cell.lastElementChild) setText(cell.lastElementChild, text);
      decorate?.(cell, row, column);
    }));
  }
}

export function formatValue(value: Value): string {
  if (value === null) return '–';
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

/** Which columns hold numbers, or nothing, in every row. */
export function numericColumns(columns: readonly string[], rows: readonly Row[]): readonly boolean[] {
  return columns.map((_, i) => rows.some((row) => typeof row[i] === 'number') && rows.every((row) => row[i] === null || typeof row[i] === 'number'));
}
