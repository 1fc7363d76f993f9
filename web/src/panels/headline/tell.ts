// Puts the headline's figures into words.
import { formatNumber } from '../../format';
import { formatCount, formatKbps, formatPercent } from '../labels';
import { formatPercentile } from '../startup/histogram';
import type { Figures } from './figures';
import { direct, latest, trendOf, type Point, type Trend } from './trend';

export interface Told {
  readonly label: string;
  readonly value: string;
  /** What the value is counted in; may be empty. */
  readonly unit: string;
  /** A second value beside the first. */
  readonly second?: { readonly value: string; readonly unit: string };
  readonly arrow: string;
  /** The trend in words, or what else belongs below the value. */
  readonly words: string;
  readonly mood: 'good' | 'bad' | 'plain';
  /** Of when the value is, in unix milliseconds; null where there is none. */
  readonly at: number | null;
  /** Null: no sparkline. */
  readonly points: readonly Point[] | null;
}

const arrows = { up: '▲', down: '▼', steady: '→' } as const;
/** Changes below these are called steady: percent, and points of percent. */
const [steadyPercent, steadyPoints] = [1, 0.15];
/** Percentiles within a bucket are estimates: they wobble more. */
const steadyStartup = 3;

/** `p50`: the median startup time as it was seen to go. */
export function tell(figures: Figures, p50: readonly Point[]): Told[] {
  const { viewers, rebufferingPct, kbps, failuresPct, startup } = figures;
  const at = viewers.at(-1)?.at ?? null;
  const over = (points: readonly Point[]) => ({ points, at: latest(points)?.at ?? null });
  return [
    {
      label: 'Viewers now', value: formatCount(latest(viewers)?.value ?? null), unit: '',
      ...words(trendOf(viewers, true, steadyPercent), '%', null), ...over(viewers),
    },
    {
      label: 'Rebuffering', value: formatPercent(latest(rebufferingPct)?.value ?? null), unit: '',
      ...words(trendOf(rebufferingPct, false, steadyPoints), 'pts', 'down'), ...over(rebufferingPct),
    },
    {
      label: 'Start failures', value: formatPercent(figures.failures.pct), unit: '', at, points: failuresPct, ...tellFailures(figures),
    },
    {
      label: 'Startup time', value: formatPercentile(startup?.p50 ?? null), unit: 'p50', second: { value: formatPercentile(startup?.p95 ?? null), unit: 'p95' },
      at, points: null, ...tellStartup(startup?.starts ?? 0, trendOf(p50, true, steadyStartup)),
    },
    { label: 'Bitrate', value: formatKbps(latest(kbps)?.value ?? null), unit: 'kbps', ...words(trendOf(kbps, true, steadyPercent), '%', 'up'), ...over(kbps) },
  ];
}

/** `good`: the direction one likes; null where neither is better. */
export function words(trend: Trend | null, unit: '%' | 'pts', good: 'up' | 'down' | null): Pick<Told, 'arrow' | 'words' | 'mood'> {
  if (!trend) return { arrow: '', words: 'no trend yet', mood: 'plain' };
  const arrow = arrows[trend.direction];
  if (trend.direction === 'steady') return { arrow, words: 'steady over 5 min', mood: 'plain' };
  const size = Math.abs(trend.change);
  const amount = unit === '%' ? formatPercent(size) : `${formatPercent(size).replace(/\s%$/, '')} points`;
  return { arrow, words: `${trend.direction} ${amount} in 5 min`, mood: good === null ? 'plain' : trend.direction === good ? 'good' : 'bad' };
}

function tellFailures({ failures, failuresBefore }: Figures): Pick<Told, 'arrow' | 'words' | 'mood'> {
  if (failures.pct === null) return { arrow: '', words: 'no attempts in 5 min', mood: 'plain' };
  const rate = `${perMinute(failures.perMinute)}/min`;
  const counts = `${formatCount(failures.failures)} of ${formatCount(failures.attempts)}`;
  if (failuresBefore.pct === null) return { arrow: '', words: `${counts} · ${rate}`, mood: 'plain' };
  const trend = words(direct(failures.pct - failuresBefore.pct, steadyPoints), 'pts', 'down');
  return { ...trend, words: `${trend.words.replace(/ (in|over) 5 min$/, '')} · ${rate}` };
}

function tellStartup(starts: number, trend: Trend | null): Pick<Told, 'arrow' | 'words' | 'mood'> {
  if (trend) return words(trend, '%', 'down');
  return { arrow: '', words: `${starts === 0 ? 'no' : formatCount(starts)} ${starts === 1 ? 'start' : 'starts'} in 5 min`, mood: 'plain' };
}

function perMinute(value: number): string {
  return formatNumber(value < 10 ? value : Math.round(value));
}
