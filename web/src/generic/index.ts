// Which generic view draws a result no panel knows by name: from its columns alone.
import { formatTitle } from '../format';
import type { PanelSpec } from '../panels/index';
import type { Result } from '../result';
import { HistogramPanel } from './histogram-panel';
import { kindOf } from './kind';
import { SeriesPanel } from './series-panel';
import { TablePanel } from './table-panel';

/** After every panel that knows its data set. */
const afterPanels = 100;

export function genericFor(result: Result): PanelSpec {
  const title = formatTitle(result.name);
  switch (kindOf(result)) {
    case 'series': return { title, span: 7, order: afterPanels, hasOwnTable: false, create: () => new SeriesPanel() };
    case 'histogram': return { title, span: 5, order: afterPanels + 1, hasOwnTable: false, create: () => new HistogramPanel() };
    case 'table': return { title, span: 6, order: afterPanels + 2, hasOwnTable: true, create: () => new TablePanel() };
  }
}
