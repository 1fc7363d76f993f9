// What the head of each card says: of now, or of the moment the page is frozen at.
import type { Head } from '../cards/card';
import { describeAge, describeGap, describeVerdict } from '../cards/card-text';
import { formatClock } from '../format';
import { ageOf, type DataSet, type Verdict } from '../realtime';
import type { Result, View } from '../result';

export function headLive(set: DataSet, verdict: Verdict, at: number, connected: boolean, { utc, now }: View): Head {
  return {
    state: verdict.freshness, verdict, connected,
    age: describeAge(ageOf(set, at)),
    note: describeVerdict(verdict, utc),
    gap: describeGap(set.gap, now, utc),
  };
}

export function headFrozen(result: Result | null, verdict: Verdict, { utc }: View): Head {
  return { state: 'frozen', verdict, connected: true, age: result === null ? '' : `as of ${formatClock(result.asOf, utc)}`, note: '', gap: '' };
}
