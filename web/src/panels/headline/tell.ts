// Puts the headline's figures into words.
import { formatNumber } from '../../format';
import { formatCount, formatKbps, formatPercent } from '../labels';
import { formatPercentile } from '../startup/histogram';
import type { Figures } from './figures';
import { latest, trendOf, type Point, type Trend } from './trend';

export interface Told {
  readonly label: string;
  readonly value: string;
  /** What the value is counted in; may be empty. */
  readonly unit: string;
  readonly arrow: string;
  /** The trend in words, or what else belongs below the value. */
  readonly words: string;
  readonly mood: 'good' | 'bad' | 'plain';
  /** Of when the value is, in unix milliseconds. */
  readonly at: number;
  /** Null: no sparkline. */
  readonly points: readonly Point[] | null;
}

const arrows = { up: '▲', down: '▼', steady: '▶' } as const;
/** Changes below these are called steady: percent, and points of percent. */
const [steadyPercent, steadyPoints] = [1, 0.15];

export function tell(figures: Figures): Told[] {
  const { viewers, rebufferingPct, kbps, failuresPct, failures, startup } = figures;
  const at = viewers.at(-1)?.at ?? 0;
  const over = (points: readonly Point[]) => ({ points, at: latest(points)?.at ?? at });
  return [
    { label: 'Viewers now', value: formatCount(latest(viewers)?.value ?? null), unit: '', ...words(trendOf(viewers, true, steadyPercent), '%', null), ...over(viewers) },
    { label: 'Rebuffering', value: formatPercent(latest(rebufferingPct)?.value ?? null), unit: '', ...words(trendOf(rebufferingPct, false, steadyPoints), 'pts', 'down'), ...over(rebufferingPct) },
    {
      label: 'Start failures', value: formatPercent(failures.pct), unit: '', arrow: '', mood: 'plain', at, points: failuresPct,
      words: failures.pct === null ? 'no attempts in 5 min' : `${formatCount(failures.failures)} of ${formatCount(failures.attempts)} · ${perMinute(failures.perMinute)}/min`,
    },
    {
      label: 'Startup p50', value: formatPercentile(startup?.p50 ?? null), unit: '', arrow: '', mood: 'plain', at, points: null,
      words: startup?.p95 ? `p95 ${formatPercentile(startup.p95)}` : 'no starts in 5 min',
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

function perMinute(value: number): string {
  return formatNumber(value < 10 ? value : Math.round(value));
}
