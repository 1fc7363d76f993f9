// What uPlot is told: scales that obey the page, axes in its colours and zone, selection by dragging.
import uPlot from 'uplot';
import { formatClock, formatCompact } from '../format';

export interface ChartSeries {
  readonly label: string;
  /** Name of a CSS variable, such as `--series-1`. */
  readonly color: string;
  /** Of the line, in CSS pixels; 1.5 by default. */
  readonly width?: number;
  /** True: the area below the line is tinted. */
  readonly fill?: boolean;
  /** True: the line is dashed, which tells it apart where colours run out. */
  readonly dash?: boolean;
  /** True: the legend offers it and it is not drawn at first. */
  readonly hidden?: boolean;
}

/** Both in unix milliseconds. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

export interface ChartSource {
  readonly series: readonly ChartSeries[];
  readonly colour: (variable: string) => string;
  readonly utc: () => boolean;
  readonly span: () => Span;
  /** Null: everything again. */
  readonly selected: (span: Span | null) => void;
  readonly pointed: () => void;
}

/** Dragging over less is a press that slipped. */
const leastDrag = 6;

export function chartOptions(source: ChartSource): uPlot.Options {
  const ink = () => source.colour('--ink-2');
  const line = () => source.colour('--line');
  const font = `${source.colour('--axis')} system-ui, sans-serif`;
  return {
    width: 300, height: 120, ms: 1,
    padding: [8, 26, 0, 0],
    legend: { show: false },
    tzDate: (at) => (source.utc() ? uPlot.tzDate(new Date(at), 'Etc/UTC') : new Date(at)),
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: leastDrag },
      bind: { dblclick: () => () => { source.selected(null); return null; } },
      points: { size: 6 },
    },
    scales: {
      x: { time: true, range: () => { const { min, max } = source.span(); return [min, max]; } },
      y: { range: (_, min, max) => valueRange(min, max) },
    },
    series: [{}, ...source.series.map((one) => ({
      label: one.label,
      show: one.hidden !== true,
      width: one.width ?? 1.5,
      stroke: () => source.colour(one.color),
      ...(one.fill === true ? { fill: () => `color-mix(in srgb, ${source.colour(one.color)} 14%, transparent)` } : {}),
      ...(one.dash === true ? { dash: [5, 3] } : {}),
      // A value between two gaps has no line: a point shows it.
      points: { show: false, filter: (u: uPlot, index: number) => alone(u.data[index] as (number | null)[]) },
    }))],
    axes: [
      {
        font, stroke: ink, space: 72, size: 24, gap: 4,
        grid: { show: false }, ticks: { stroke: line, size: 4, width: 1 },
        values: (_u, splits, _axis, _space, step) => splits.map((at) => formatClock(at, source.utc(), step < 60_000)),
      },
      {
        font, stroke: ink, space: 28, gap: 6,
        size: (_u, values) => Math.max(28, ...(values as string[] | null ?? []).map((text) => 14 + text.length * 6.5)),
        grid: { stroke: line, width: 1 }, ticks: { show: false },
        values: (_u, splits) => splits.map((value) => formatCompact(value)),
      },
    ],
    hooks: {
      setCursor: [() => { source.pointed(); }],
      setSelect: [(u) => {
        const { left, width } = u.select;
        if (width < leastDrag) return;
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        source.selected({ min: u.posToVal(left, 'x'), max: u.posToVal(left + width, 'x') });
      }],
    },
  };
}

/** From zero, so that heights compare, with a little air above; uPlot gives null for a chart without values. */
function valueRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1];
  const low = min < 0 ? min * 1.08 : 0;
  const high = max > 0 ? max * 1.08 : 0;
  return low === high ? [0, 1] : [low, high];
}

/** Where values stand that have no neighbour. */
function alone(values: readonly (number | null)[]): number[] {
  return values.flatMap((value, i) => (value != null && values[i - 1] == null && values[i + 1] == null ? [i] : []));
}
