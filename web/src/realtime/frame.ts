// What the server sends of one data set, as it crosses the wire; all times in unix milliseconds.
import type { Row, Value } from '../result';

export type ServerState = 'live' | 'late' | 'failing' | 'slow';

export interface Envelope {
  /** Null until there is a first result, as are `seq` and `as_of`. */
  readonly epoch: string | null;
  readonly seq: number | null;
  readonly next_due: number | null;
  readonly as_of: number | null;
  readonly now: number;
  readonly state: ServerState;
  readonly since?: number;
  readonly reason?: string;
}

export interface Snapshot extends Envelope {
  readonly kind: 'snapshot';
  readonly key: readonly string[];
  readonly time?: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface Delta extends Envelope {
  readonly kind: 'delta';
  readonly base: number;
  readonly upsert: readonly Row[];
  /** Values of the key columns, or the time of a point. */
  readonly remove: readonly (readonly Value[])[];
}

export interface Progress extends Envelope {
  readonly kind: 'progress';
}

export type Frame = Snapshot | Delta | Progress;

/** Events without a kind are the protocol's own, and kinds unknown here are for later clients: neither is a data set's. */
export function isFrame(payload: unknown): payload is Frame {
  return typeof payload === 'object' && payload !== null && 'kind' in payload && 'now' in payload
    && (payload.kind === 'snapshot' || payload.kind === 'delta' || payload.kind === 'progress');
}
