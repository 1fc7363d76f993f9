// Says how the connection is: for the header, and whether it is one to rely on.
import type { Status } from '../realtime';

export interface ConnectionText {
  readonly mark: 'good' | 'warn' | 'bad';
  readonly icon: string;
  readonly text: string;
}

/** `at` on the monotonic clock: counts down to the next try. */
export function describeConnection(status: Status, at: number): ConnectionText {
  switch (status.kind) {
    case 'connecting': return { mark: 'warn', icon: '◌', text: 'Connecting …' };
    case 'joined': return { mark: 'good', icon: '●', text: 'Connected' };
    case 'moving': return { mark: 'warn', icon: '◐', text: 'Moving to another node …' };
    case 'refused': return { mark: 'bad', icon: '✕', text: `${status.final ? 'Refused' : 'Refused, will ask again'}: ${status.reason}` };
    case 'lost': {
      if (status.next === null) return { mark: 'warn', icon: '▲', text: 'Channel lost, joining again …' };
      const wait = Math.ceil((status.next.at - at) / 1000);
      const when = wait > 0 ? `in ${String(wait)} s` : 'now';
      return { mark: 'bad', icon: '▲', text: `Connection lost · attempt ${String(status.next.attempt)} ${when}` };
    }
  }
}

/** How long rows have come to a stop because of the connection, in ms; null: they have not. */
export function lostFor(status: Status, lostSince: number | null, at: number): number | null {
  return status.kind === 'joined' || lostSince === null ? null : at - lostSince;
}
