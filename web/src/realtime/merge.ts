// Turns frames into complete results: a snapshot is one, a delta changes the one before it.
import type { Result, Row } from '../result';
import type { Delta, Snapshot } from './frame';

export function readSnapshot(name: string, frame: Snapshot): Result {
  const time = frame.time ?? null;
  return { name, key: frame.key, time, columns: frame.columns, rows: inOrder(frame.rows, frame.columns, time), asOf: frame.as_of ?? frame.now };
}

/** Takes out what the delta removes, then puts in what is new or changed. `result` stays as it is. */
export function mergeDelta(result: Result, delta: Delta): Result {
  const places = (result.time === null ? result.key : [result.time]).map((column) => result.columns.indexOf(column));
  const keyOf = (row: Row) => JSON.stringify(places.map((place) => row[place] ?? null));
  // A Map keeps the place of a row that only changed: buckets of a histogram stay in order.
  const rows = new Map(result.rows.map((row) => [keyOf(row), row]));
  for (const gone of delta.remove) rows.delete(JSON.stringify(gone));
  for (const row of delta.upsert) rows.set(keyOf(row), row);
  return { ...result, rows: inOrder([...rows.values()], result.columns, result.time), asOf: delta.as_of ?? result.asOf };
}

function inOrder(rows: readonly Row[], columns: readonly string[], time: string | null): readonly Row[] {
  if (time === null) return rows;
  const place = columns.indexOf(time);
  return rows.toSorted((a, b) => Number(a[place]) - Number(b[place]));
}
