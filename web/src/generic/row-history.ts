// Remembers the numbers of each row over the polls since the page opened, for the small lines beside them.
import type { Result, Row } from '../result';

interface Point {
  readonly at: number;
  readonly row: Row;
}

export class RowHistory {
  readonly #rows = new Map<string, Point[]>();
  readonly #mostPoints: number;
  readonly #mostRows: number;
  #newest = -Infinity;

  /** Past the bounds the oldest points of a row go, and new rows get no history. */
  constructor(mostPoints = 60, mostRows = 200) {
    this.#mostPoints = mostPoints;
    this.#mostRows = mostRows;
  }

  /** Older results, as a frozen page shows them, change nothing. */
  take({ asOf, rows, columns, key }: Result): void {
    if (asOf <= this.#newest) return;
    this.#newest = asOf;
    const places = key.map((column) => columns.indexOf(column));
    const seen = new Set<string>();
    for (const row of rows.slice(0, this.#mostRows)) {
      const id = keyOf(row, places);
      seen.add(id);
      const points = this.#rows.get(id) ?? [];
      points.push({ at: asOf, row });
      if (points.length > this.#mostPoints) points.shift();
      this.#rows.set(id, points);
    }
    for (const id of this.#rows.keys()) if (!seen.has(id)) this.#rows.delete(id);
  }

  /** What the column held up to `asOf`, oldest first. */
  values(row: Row, places: readonly number[], column: number, asOf: number): readonly number[] {
    return (this.#rows.get(keyOf(row, places)) ?? []).flatMap(({ at, row: then }) => {
      const value = then[column];
      return at <= asOf && typeof value === 'number' ? [value] : [];
    });
  }
}

function keyOf(row: Row, places: readonly number[]): string {
  return JSON.stringify(places.map((place) => row[place] ?? null));
}
