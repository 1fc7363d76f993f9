// Frames as a server would send them, one beat of five seconds after the other.
import type { Delta, Envelope, Progress, Snapshot } from '../../src/realtime/frame';

export const start = 1_790_000_000_000;
export const beat = 5000;

/** The `n`th beat of epoch `a`, as of half a second before it was due. */
export function envelope(n: number, more: Partial<Envelope> = {}): Envelope {
  const seq = start + n * beat;
  return { epoch: 'a', seq, next_due: seq + beat, as_of: seq - 500, now: seq + 100, state: 'live', ...more };
}

export function snapshot(n: number, rows: Snapshot['rows'], more: Partial<Snapshot> = {}): Snapshot {
  return { kind: 'snapshot', key: ['country'], columns: ['country', 'viewers'], rows, ...envelope(n), ...more };
}

export function delta(n: number, base: number, upsert: Delta['upsert'], remove: Delta['remove'] = [], more: Partial<Delta> = {}): Delta {
  return { kind: 'delta', base: start + base * beat, upsert, remove, ...envelope(n), ...more };
}

export function progress(n: number, more: Partial<Envelope> = {}): Progress {
  return { kind: 'progress', ...envelope(n, more) };
}
