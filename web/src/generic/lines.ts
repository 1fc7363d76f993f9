// Makes lines of a series: one per numeric column, rates where a column only grows.
import { numericColumns } from '../cards/rows-table';
import type { Result } from '../result';

export interface SeriesLines {
  readonly columns: readonly string[];
  readonly x: readonly number[];
  readonly ys: readonly (readonly (number | null)[])[];
}

export function linesOf({ columns, rows, time }: Result): SeriesLines {
  const at = columns.indexOf(time ?? '');
  const x = rows.map((row) => Number(row[at]));
  const places = numericColumns(columns, rows).flatMap((is, i) => (is && i !== at ? [i] : []));
  const values = (place: number) => rows.map((row) => { const value = row[place]; return typeof value === 'number' ? value : null; });
  return {
    columns: places.map((place) => columns[place] ?? ''),
    x,
    ys: places.map((place) => (columns[place]?.endsWith('_total') ? ratesOf(x, values(place)) : values(place))),
  };
}

/** Per second; null at the first point, and where a counter began again. */
export function ratesOf(x: readonly number[], totals: readonly (number | null)[]): readonly (number | null)[] {
  return totals.map((total, i) => {
    const before = totals[i - 1] ?? null;
    const seconds = ((x[i] ?? 0) - (x[i - 1] ?? 0)) / 1000;
    return i === 0 || total === null || before === null || total < before || seconds <= 0 ? null : (total - before) / seconds;
  });
}

/** Lines of one order of magnitude share an axis well: the largest such group is shown at first, the others on a press. */
export function shownAtFirst(ys: SeriesLines['ys']): readonly boolean[] {
  const tops = ys.map((y) => Math.max(0, ...y.map((value) => Math.abs(value ?? 0))));
  const groupOf = (top: number) => tops.map((other) => other > 0 && other <= top && other >= top / 50);
  const groups = tops.filter((top) => top > 0).map(groupOf);
  const size = (group: readonly boolean[]) => group.filter(Boolean).length;
  const [largest] = groups.toSorted((a, b) => size(b) - size(a));
  return largest ?? ys.map(() => true);
}
