// How figures of the video pack read: percentages, startup times, names of countries.
import { formatCompact, formatNumber } from '../format';

const dash = '–';
const tenths = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const grouped = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const codeForm = /^[A-Z]{2}$/;
let names: Intl.DisplayNames | null = null;

export function formatPercent(value: number | null): string {
  return value === null ? dash : `${Math.abs(value) >= 100 ? formatCompact(Math.round(value)) : tenths.format(value)} %`;
}

/** Whole up to 99,999 and compact from there: 1,381 and 24,100 in full, 1,200,000 as 1.2M. */
export function formatCount(value: number | null): string {
  if (value === null) return dash;
  return Math.abs(value) < 100_000 ? grouped.format(value) : formatCompact(value);
}

export function formatViewers(value: number): string {
  return `${formatCount(value)} ${value === 1 ? 'viewer' : 'viewers'}`;
}

export function formatKbps(value: number | null): string {
  return formatCount(value === null ? null : Math.round(value));
}

/** 720 ms, 3.1 s, 15 s. */
export function formatStartup(ms: number): string {
  if (Math.round(ms) < 1000) return `${formatNumber(Math.round(ms))} ms`;
  return `${ms < 10_000 ? hundredths.format(Math.round(ms / 100) / 10) : formatNumber(Math.round(ms / 1000))} s`;
}

/** The reader's name of a country, else its code as it came. */
export function nameCountry(code: string): string {
  if (!codeForm.test(code)) return code === '' ? 'Unknown' : code;
  names ??= new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' });
  return names.of(code) ?? code;
}
