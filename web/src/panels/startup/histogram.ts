// Startup times as bars, with the median and the slowest twentieth marked.
import './startup.css';
import { make, setText } from '../../dom';
import type { Panel, Result } from '../../result';
import { formatCount, formatPercent, formatStartup } from '../labels';
import { layOut, readBuckets, type Bar } from './layout';
import { percentile, type Percentile } from './percentile';

export class StartupHistogram implements Panel {
  readonly #summary = make('p', { class: 'startup-summary' });
  readonly #bars = make('div', { class: 'startup-bars' });
  readonly #markers = [new Marker('p50'), new Marker('p95')] as const;
  readonly #plot = make('div', { class: 'startup-plot', role: 'img' }, this.#bars, ...this.#markers.map(({ element }) => element));
  readonly element = make('div', { class: 'startup' }, this.#summary, this.#plot);
  #drawn: Result | null = null;
  #columns: readonly Column[] = [];

  draw(result: Result): void {
    if (result === this.#drawn) return;
    this.#drawn = result;
    const buckets = readBuckets(result);
    const bars = layOut(buckets);
    if (bars.length !== this.#columns.length) {
      this.#columns = bars.map(() => new Column());
      this.#bars.replaceChildren(...this.#columns.map(({ element }) => element));
    }
    bars.forEach((bar, index) => this.#columns[index]?.draw(bar));
    const [p50, p95] = [percentile(buckets, 0.5), percentile(buckets, 0.95)];
    this.#markers[0].draw(p50, bars.length);
    this.#markers[1].draw(p95, bars.length);
    const starts = bars.reduce((sum, bar) => sum + bar.starts, 0);
    const summary = `${starts === 0 ? 'No' : formatCount(starts)} ${starts === 1 ? 'start' : 'starts'} in the last 5 minutes`;
    setText(this.#summary, summary);
    const shares = bars.map(({ label, share }) => `${label}: ${formatPercent(share)}`).join(', ');
    const told = starts === 0 ? '' : `; p50 ${formatPercentile(p50)}, p95 ${formatPercentile(p95)}; ${shares}`;
    this.#plot.setAttribute('aria-label', summary + told);
  }

  destroy(): void {
    this.element.remove();
  }
}

export function formatPercentile(value: Percentile | null): string {
  return value === null ? '–' : `${value.over ? '> ' : ''}${formatStartup(value.ms)}`;
}

class Column {
  readonly #share = make('span', { class: 'startup-share' });
  readonly #bar = make('span', { class: 'startup-bar' });
  readonly #label = make('span', { class: 'startup-label' });
  readonly element = make('div', { class: 'startup-column' }, make('span', { class: 'startup-rise' }, this.#share, this.#bar), this.#label);

  draw({ label, share, height, starts }: Bar): void {
    setText(this.#label, label);
    setText(this.#share, starts === 0 ? '' : formatPercent(share));
    this.#bar.style.setProperty('--height', String(height));
    this.element.title = `${label}: ${formatCount(starts)}`;
  }
}

class Marker {
  readonly #text = make('b', {});
  readonly element: HTMLElement;

  constructor(name: string) {
    this.element = make('div', { class: `startup-marker startup-${name}` }, make('span', { class: 'startup-flag' }, `${name} `, this.#text));
  }

  draw(value: Percentile | null, buckets: number): void {
    this.element.hidden = value === null;
    if (value === null || buckets === 0) return;
    const place = value.place / buckets;
    this.element.style.setProperty('--place', String(place));
    // Near the right edge the flag hangs to the left of its line.
    this.element.classList.toggle('startup-left', place > 0.72);
    setText(this.#text, formatPercentile(value));
  }
}
