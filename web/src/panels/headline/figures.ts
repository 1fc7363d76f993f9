// The headline's figures, computed from the series and the startup times.
import type { Result } from '../../result';
import { hasColumns, readNumber } from '../columns';
import { readBuckets } from '../startup/layout';
import { percentile, type Percentile } from '../startup/percentile';
import { span, type Point } from './trend';

export interface Figures {
  readonly viewers: readonly Point[];
  readonly rebufferingPct: readonly Point[];
  readonly kbps: readonly Point[];
  /** Percent of the attempts of the minute before each point. */
  readonly failuresPct: readonly Point[];
  readonly failures: Failures;
  /** Of the five minutes before those. */
  readonly failuresBefore: Failures;
  readonly startup: { readonly p50: Percentile | null; readonly p95: Percentile | null; readonly starts: number } | null;
}

/** Of five minutes. */
export interface Failures {
  readonly attempts: number;
  readonly failures: number;
  readonly perMinute: number;
  /** Null where nobody tried. */
  readonly pct: number | null;
}

/** Null where the series is not there or is another one. */
export function readFigures(series: Result | undefined, startup: Result | undefined): Figures | null {
  if (!series || series.time === null || !hasColumns(series, 'viewers', 'rebuffering', 'kbps', 'attempts', 'start_failures')) return null;
  const at = readNumber(series, series.time);
  const read = ['viewers', 'rebuffering', 'kbps', 'attempts', 'start_failures'].map((column) => readNumber(series, column));
  const points = series.rows.map((row) => ({ at: at(row) ?? 0, values: read.map((value) => value(row)) }));
  const column = (index: number) => points.map(({ at, values }): Point => ({ at, value: values[index] ?? null }));
  const [viewers, rebuffering, kbps, attempts, failures] = [column(0), column(1), column(2), column(3), column(4)];
  const until = points.at(-1)?.at ?? 0;
  return {
    viewers, kbps,
    rebufferingPct: viewers.map(({ at, value }, i): Point => ({ at, value: percent(rebuffering[i]?.value ?? null, value) })),
    failuresPct: rolling(attempts, failures),
    failures: countFailures(attempts, failures, until),
    failuresBefore: countFailures(attempts, failures, until - span),
    startup: readStartup(startup),
  };
}

export function countFailures(attempts: readonly Point[], failures: readonly Point[], until: number): Failures {
  const sum = (points: readonly Point[]) => points.reduce((sum, { at, value }) => (at > until - span && at <= until ? sum + (value ?? 0) : sum), 0);
  const [tried, failed] = [sum(attempts), sum(failures)];
  // A young topic has less than five minutes.
  const known = Math.min(span, Math.max(5_000, until - (attempts[0]?.at ?? until)));
  return { attempts: tried, failures: failed, perMinute: (failed * 60_000) / known, pct: percent(failed, tried) };
}

function rolling(attempts: readonly Point[], failures: readonly Point[]): Point[] {
  let first = 0;
  let [tried, failed] = [0, 0];
  return attempts.map(({ at, value }, i): Point => {
    tried += value ?? 0;
    failed += failures[i]?.value ?? 0;
    while ((attempts[first]?.at ?? at) <= at - 60_000) {
      tried -= attempts[first]?.value ?? 0;
      failed -= failures[first]?.value ?? 0;
      first++;
    }
    return { at, value: value === null ? null : percent(failed, tried) };
  });
}

function readStartup(startup: Result | undefined): Figures['startup'] {
  if (!startup || !hasColumns(startup, 'up_to_ms', 'starts')) return null;
  const buckets = readBuckets(startup);
  return { p50: percentile(buckets, 0.5), p95: percentile(buckets, 0.95), starts: buckets.reduce((sum, { starts }) => sum + starts, 0) };
}

function percent(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (100 * part) / whole;
}
