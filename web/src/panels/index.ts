// The panels of the video pack: which data set gets which, how wide and where.
import type { Panel, Result } from '../result';
import { hasColumns } from './columns';
import { WorldMap } from './map/world-map';
import { StartupHistogram } from './startup/histogram';
import { TopTitles } from './titles/top-titles';
import { ViewersOverTime } from './viewers';

export { createHeadline } from './headline/headline';
export type { Headline } from './headline/headline';

export interface PanelSpec {
  readonly title: string;
  /** Of 12 columns of the grid. */
  readonly span: number;
  /** Place among the panels, the smallest first. */
  readonly order: number;
  /** True: the panel shows its rows as a table itself, so that the card need not. */
  readonly hasOwnTable: boolean;
  create(): Panel;
}

const panels: Readonly<Record<string, PanelSpec & { readonly columns: readonly string[] }>> = {
  time_series: {
    title: 'Viewers over time', span: 7, order: 1, hasOwnTable: false,
    columns: ['viewers', 'rebuffering', 'paused', 'starting'], create: () => new ViewersOverTime(),
  },
  top_concurrent_video_title: {
    title: 'Top titles', span: 5, order: 2, hasOwnTable: false,
    columns: ['title', 'viewers'], create: () => new TopTitles(),
  },
  concurrent_viewers_by_country: {
    title: 'Viewers by country', span: 8, order: 3, hasOwnTable: true,
    columns: ['country', 'viewers', 'rebuffering_pct', 'kbps'], create: () => new WorldMap(),
  },
  startup_time: {
    title: 'Startup time', span: 4, order: 4, hasOwnTable: false,
    columns: ['up_to_ms', 'starts'], create: () => new StartupHistogram(),
  },
};

/** Null for everything but the video pack's data sets: by name, and by the columns they need, since another pack may use a name too. */
export function panelsFor(result: Result): PanelSpec | null {
  const spec = Object.hasOwn(panels, result.name) ? panels[result.name] : undefined;
  if (!spec || !hasColumns(result, ...spec.columns)) return null;
  return result.name === 'time_series' && result.time === null ? null : spec;
}
