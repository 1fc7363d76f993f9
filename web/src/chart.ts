// A line chart over time that keeps what its reader chose (zoom, hidden lines) while data goes on arriving.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './styles/chart.css';
import { formatClock, formatNumber } from './format';
import { make } from './dom';
import { readVariable } from './chart/colours';
import { showGaps } from './chart/gaps';
import { Legend } from './chart/legend';
import { readKey, type Move } from './chart/keys';
import { chartOptions, type ChartSeries, type Span } from './chart/options';
import type { View } from './result';

export type { ChartSeries, Span };

export class LineChart {
  readonly element: HTMLElement;
  /** Null until the size of its place is known: drawing for a size it does not have would be in vain. */
  #plot: uPlot | null = null;
  #data: uPlot.AlignedData;
  readonly #legend: Legend;
  readonly #area = make('div', { class: 'chart-plot' });
  readonly #resize: ResizeObserver;
  #whole: Span = { min: 0, max: 1 };
  #zoom: Span | null = null;
  #view: View | null = null;

  /** `label` names the chart for who cannot see it; `format` writes the values in the legend. */
  constructor(parent: HTMLElement, series: readonly ChartSeries[], label = 'Chart', format: (value: number) => string = formatNumber) {
    this.#legend = new Legend(series, format, (index, show) => { this.#plot?.setSeries(index + 1, { show }); }, () => { this.#zoomTo(null); });
    this.element = make('div', { class: 'chart' }, this.#legend.element, this.#area);
    this.#area.tabIndex = 0;
    this.#area.setAttribute('role', 'group');
    this.#area.setAttribute('aria-label', `${label}. Arrow keys read values, plus and minus zoom, 0 shows all.`);
    parent.append(this.element);
    this.#data = [[], ...series.map(() => [])];
    const options = (): uPlot.Options => chartOptions({
      series,
      colour: readVariable,
      utc: () => this.#view?.utc ?? false,
      span: () => this.#zoom ?? this.#whole,
      selected: (span) => { this.#zoomTo(span); },
      pointed: () => { this.#tell(); },
    });
    this.#resize = new ResizeObserver(([box]) => {
      const { width, height } = box?.contentRect ?? { width: 0, height: 0 };
      if (width === 0 || height === 0) return;
      if (this.#plot) this.#plot.setSize({ width, height });
      else this.#plot = new uPlot({ ...options(), width, height }, this.#data, this.#area);
    });
    this.#resize.observe(this.#area);
    this.#area.addEventListener('keydown', (press) => {
      const move = readKey(press.key);
      if (!move || press.ctrlKey || press.metaKey || press.altKey) return;
      press.preventDefault();
      press.stopPropagation();
      this.#obey(move);
    });
  }

  /** `x` in unix milliseconds, ascending; one array of `ys` per series, null where nothing is known; `span` is what to show unless zoomed. */
  setData(x: readonly number[], ys: readonly (readonly (number | null)[])[], span: Span): void {
    const lines = showGaps({ x, ys });
    this.#whole = span;
    if (this.#zoom && this.#zoom.max < span.min) this.#zoom = null;
    this.#data = [lines.x as number[], ...lines.ys.map((y) => y as (number | null)[])];
    this.#plot?.setData(this.#data);
    this.#tell();
  }

  /** Colours and zone follow the page. Draws only when one of them changed. */
  setView(view: View): void {
    const before = this.#view;
    this.#view = view;
    if (before && (before.dark !== view.dark || before.utc !== view.utc)) this.#plot?.redraw(false, true);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#plot?.destroy();
    this.element.remove();
  }

  #zoomTo(span: Span | null): void {
    this.#zoom = span;
    const { min, max } = span ?? this.#whole;
    this.#plot?.setScale('x', { min, max });
    this.#legend.zoomed(span !== null);
  }

  #obey(move: Move): void {
    const plot = this.#plot;
    if (!plot) return;
    const x = this.#data[0] as readonly number[];
    const at = plot.cursor.idx ?? x.length - 1;
    if (move.kind === 'step') {
      // Only among the points that are seen: beside the chart the cursor would be lost.
      const { min, max } = this.#zoom ?? this.#whole;
      const [first, last] = [x.findIndex((time) => time >= min), x.findLastIndex((time) => time <= max)];
      const to = x[Math.min(last, Math.max(first, at + move.by))];
      if (to !== undefined) plot.setCursor({ left: plot.valToPos(to, 'x'), top: 1 });
    } else if (move.kind === 'all') this.#zoomTo(null);
    else {
      const { min, max } = this.#zoom ?? this.#whole;
      const centre = plot.cursor.idx == null ? max : x[at] ?? max;
      const span = { min: Math.max(this.#whole.min, centre - (centre - min) * move.by), max: Math.min(this.#whole.max, centre + (max - centre) * move.by) };
      this.#zoomTo(span.min <= this.#whole.min && span.max >= this.#whole.max ? null : span);
    }
  }

  /** The legend tells the values under the pointer, else the newest. */
  #tell(): void {
    const [x, ...ys] = this.#data as [readonly number[], ...(readonly (number | null)[])[]];
    const pointed = this.#plot?.cursor.idx;
    const at = pointed ?? x.length - 1;
    const time = x[at];
    this.#legend.tell(ys.map((y) => y[at] ?? null), pointed == null || time === undefined ? null : formatClock(time, this.#view?.utc ?? false));
  }
}
