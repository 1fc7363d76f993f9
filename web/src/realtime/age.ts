// How old rows are: both ends come from the server's clock, so a wrong clock in the browser does no harm.
import type { DataSet } from './frame-store';

/** In ms, while this machine's monotonic clock shows `at`; null before the first result. */
export function ageOf({ result, newest, arrived }: DataSet, at: number): number | null {
  return result === null ? null : Math.max(0, newest.now - result.asOf + (at - arrived));
}
