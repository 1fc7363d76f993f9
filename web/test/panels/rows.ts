// Results as the node sends them, for the tests of the panels.
import type { Result, Row } from '../../src/result';

export function makeResult(name: string, columns: readonly string[], rows: readonly Row[], time: string | null = null): Result {
  return { name, key: [], time, columns, rows, asOf: 1_790_000_000_000 };
}

export const seriesColumns = ['time', 'viewers', 'starting', 'rebuffering', 'paused', 'kbps', 'attempts', 'start_failures', 'exits', 'play_failures'];
