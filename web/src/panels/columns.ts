// Reads the columns a panel needs by name: their order and further ones do not matter to it.
import type { Result, Row } from '../result';

export function hasColumns(result: Result, ...names: readonly string[]): boolean {
  return names.every((name) => result.columns.includes(name));
}

/** Null where the value is missing or no number. */
export function readNumber(result: Result, column: string): (row: Row) => number | null {
  const index = result.columns.indexOf(column);
  return (row) => {
    const value = row[index];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
}

/** Empty where the value is missing. */
export function readText(result: Result, column: string): (row: Row) => string {
  const index = result.columns.indexOf(column);
  return (row) => {
    const value = row[index];
    return value == null ? '' : String(value);
  };
}
