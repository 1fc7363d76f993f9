// Notices results that did not arrive: every frame names the seq of the one after it.
import type { Frame } from './frame';

export interface Gap {
  /** The last seq before it and the first after it. */
  readonly from: number;
  readonly to: number;
  /** False until the rows are complete again. */
  readonly complete: boolean;
}

/** What the newest frame announced; null after a join, since what answers it need not follow what came before. */
export interface Announced {
  readonly epoch: string;
  readonly seq: number;
  readonly nextDue: number;
}

export function announcedBy(frame: Frame, before: Announced | null): Announced | null {
  return frame.epoch === null || frame.seq === null || frame.next_due === null ? before
    : { epoch: frame.epoch, seq: frame.seq, nextDue: frame.next_due };
}

/** The gap to tell of after `frame`; `merged`: it led to complete rows. */
export function findGap(gap: Gap | null, announced: Announced | null, frame: Frame, merged: boolean): Gap | null {
  const missed = announced !== null && frame.seq !== null && frame.epoch === announced.epoch && frame.seq > announced.nextDue;
  const found = missed ? { from: announced.seq, to: frame.seq, complete: false } : gap;
  return found !== null && merged && !found.complete ? { ...found, complete: true } : found;
}
