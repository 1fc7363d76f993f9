// How numbers, times and names of columns read, everywhere on the page.

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const small = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const clocks = new Map<string, Intl.DateTimeFormat>();

export function formatNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 0.1 ? small.format(value) : number.format(value);
}

/** 24,100 as 24.1K: for axes and wherever there is little room. */
export function formatCompact(value: number): string {
  return Math.abs(value) < 1000 ? formatNumber(value) : compact.format(value);
}

/** 14:03:10, or 14:03 without seconds, in the zone the page shows; `at` in unix milliseconds. */
export function formatClock(at: number, utc: boolean, seconds = true): string {
  const key = `${String(utc)} ${String(seconds)}`;
  let clock = clocks.get(key);
  if (!clock) {
    clock = new Intl.DateTimeFormat(undefined, {
      hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
      ...(seconds ? { second: '2-digit' } : {}),
      ...(utc ? { timeZone: 'UTC' } : {}),
    });
    clocks.set(key, clock);
  }
  return clock.format(at);
}

/** An age: 0.4 s, 12 s, 3 min, 2 h. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${String(Math.round(seconds))} s`;
  return seconds < 7200 ? `${String(Math.round(seconds / 60))} min` : `${String(Math.round(seconds / 3600))} h`;
}

/** `top_concurrent_video_title` as Top concurrent video title. */
export function formatTitle(name: string): string {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const units: readonly (readonly [ending: string, text: string])[] = [['_pct', ' %'], ['_ms', ' (ms)'], ['_s', ' (s)'], ['_total', ' per s']];

/** `rebuffering_pct` as rebuffering %: an ending that is a unit is shown as one. */
export function formatColumn(column: string): string {
  const unit = units.find(([ending]) => column.endsWith(ending) && column.length > ending.length);
  return unit ? column.slice(0, -unit[0].length).replaceAll('_', ' ') + unit[1] : column.replaceAll('_', ' ');
}
