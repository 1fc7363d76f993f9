// What the head of a card says of its rows, in words.
import { formatClock, formatDuration } from '../format';
import type { Gap } from '../realtime/gap';
import type { Verdict } from '../realtime';

/** "since 14:03:10 · store timeout", empty while fresh. */
export function describeVerdict({ freshness, since, reason }: Verdict, utc: boolean): string {
  if (freshness === 'fresh' || freshness === 'awaiting') return '';
  return [since === null ? '' : `since ${formatClock(since, utc)}`, reason ?? ''].filter((part) => part !== '').join(' · ');
}

export function describeAge(age: number | null): string {
  return age === null ? '' : `${formatDuration(age)} old`;
}

/** A gap that was made good is told of for this long, in ms of the server's clock. */
const toldFor = 60_000;

export function describeGap(gap: Gap | null, now: number, utc: boolean): string {
  if (gap === null || (gap.complete && now - gap.to > toldFor)) return '';
  const missing = `Results between ${formatClock(gap.from, utc)} and ${formatClock(gap.to, utc)} did not arrive`;
  return gap.complete ? `${missing}; what is shown is complete.` : `${missing}; the next complete one is awaited.`;
}

/** In the place of a drawing there is nothing for yet. */
export function describeAwaited(title: string, { freshness, reason }: Verdict, connected: boolean): string {
  if (!connected) return `${title}: nothing received yet, and no connection.`;
  if (freshness === 'failing') return `${title}: no result yet; the store does not answer${reason === null ? '' : ` (${reason})`}.`;
  return `Waiting for the first result of ${title}${reason === null ? '' : ` (${reason})`} …`;
}
