// Tells from the columns alone how a result wants to be drawn.
import type { Result, Row } from '../result';
import { numericColumns } from '../cards/rows-table';

export type Kind = 'series' | 'histogram' | 'table';

export function kindOf({ key, time, columns, rows }: Result): Kind {
  if (time !== null) return 'series';
  const buckets = key.length === 1 && key[0] !== undefined ? columns.indexOf(key[0]) : -1;
  return buckets >= 0 && areBuckets(rows, buckets) && columnsOfHistogram({ key, columns, rows }) !== null ? 'histogram' : 'table';
}

/** Buckets are numbered without a hole, from 0 or 1; a process id or a port is not. */
function areBuckets(rows: readonly Row[], place: number): boolean {
  const numbers = rows.map((row) => row[place]).filter((value) => typeof value === 'number').sort((a, b) => a - b);
  return rows.length > 1 && numbers.length === rows.length && (numbers[0] === 0 || numbers[0] === 1)
    && numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1);
}

export interface HistogramColumns {
  readonly bucket: number;
  /** The upper bounds, which grow from bucket to bucket; null: the result has none. */
  readonly bound: number | null;
  readonly count: number;
}

export function columnsOfHistogram({ key, columns, rows }: Pick<Result, 'key' | 'columns' | 'rows'>): HistogramColumns | null {
  const bucket = columns.indexOf(key[0] ?? '');
  const ordered = rows.toSorted((a, b) => Number(a[bucket]) - Number(b[bucket]));
  const others = numericColumns(columns, rows).flatMap((is, i) => (is && i !== bucket ? [i] : []));
  const bound = others.find((i) => ordered.every((row, at) => growsAt(ordered, row, at, i))) ?? null;
  // A single growing column is the counts, by chance in order: bounds come beside something to count.
  const count = others.find((i) => i !== bound) ?? bound;
  return bucket < 0 || count === null ? null : { bucket, bound: count === bound ? null : bound, count };
}

/** Only the last bound may be open. */
function growsAt(rows: readonly Row[], row: Row, at: number, column: number): boolean {
  const value = row[column];
  if (typeof value !== 'number') return at === rows.length - 1 && at > 0;
  return at === 0 || value > Number(rows[at - 1]?.[column] ?? Infinity);
}
