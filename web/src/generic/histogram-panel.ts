// Any histogram: a bar per bucket, with its bound below and its count above.
import { make, setText } from '../dom';
import { formatColumn, formatCompact, formatNumber, formatTitle } from '../format';
import type { Panel, Result } from '../result';
import { columnsOfHistogram } from './kind';

export class HistogramPanel implements Panel {
  readonly element = make('div', { class: 'generic-histogram', role: 'img' });
  readonly #bars: HTMLElement[] = [];

  draw(result: Result): void {
    const places = columnsOfHistogram(result);
    if (!places) return;
    const rows = result.rows.toSorted((a, b) => Number(a[places.bucket]) - Number(b[places.bucket]));
    const counts = rows.map((row) => Number(row[places.count] ?? 0));
    const most = Math.max(1, ...counts);
    while (this.#bars.length > rows.length) this.#bars.pop()?.remove();
    while (this.#bars.length < rows.length) {
      const bar = make('div', { class: 'bucket' }, ...['count', 'bar', 'bound'].map((part) => make('span', { class: `bucket-${part}` })));
      this.#bars.push(bar);
      this.element.append(bar);
    }
    const column = places.bound === null ? '' : result.columns[places.bound] ?? '';
    this.#bars.forEach((bar, i) => {
      const [count, , bound] = bar.children;
      bar.style.setProperty('--part', String((counts[i] ?? 0) / most));
      if (count) setText(count, formatCompact(counts[i] ?? 0));
      const boundAt = (row: number) => (places.bound === null ? null : rows[row]?.[places.bound] ?? null);
      if (bound) setText(bound, places.bound === null ? String(rows[i]?.[places.bucket] ?? '') : formatBound(column, boundAt(i), boundAt(i - 1)));
    });
    const top = counts.indexOf(Math.max(...counts));
    const what = `${formatColumn(result.columns[places.count] ?? '')} in ${String(rows.length)} buckets`;
    const where = `${formatNumber(counts[top] ?? 0)}) in ${this.#bars[top]?.lastElementChild?.textContent ?? ''}`;
    this.element.setAttribute('aria-label', `${formatTitle(result.name)}: ${what}, most (${where}. The button Table shows all.`);
  }

  destroy(): void {
    this.element.remove();
  }
}

/** `≤ 500 ms`; the last one, without a bound of its own, `> 15 s`. */
export function formatBound(column: string, bound: unknown, before: unknown): string {
  const text = (value: number) => (column.endsWith('_ms') ? span(value) : formatCompact(value));
  if (typeof bound === 'number') return `≤ ${text(bound)}`;
  return typeof before === 'number' ? `> ${text(before)}` : 'any';
}

function span(ms: number): string {
  if (ms < 1000) return `${formatNumber(ms)} ms`;
  return ms < 60_000 ? `${formatNumber(ms / 1000)} s` : `${formatNumber(ms / 60_000)} min`;
}
