// The strip above the panels: what one wants to know first, and which way it goes.
import './headline.css';
import { formatClock } from '../../format';
import { make } from '../../dom';
import type { Result, View } from '../../result';
import { readFigures, type Figures } from './figures';
import { tell, type Told } from './tell';
import { Tile } from './tile';

export interface Headline {
  readonly element: HTMLElement;
  /** Hides itself where the data sets it needs are not there. */
  draw(results: ReadonlyMap<string, Result>, view: View): void;
  destroy(): void;
}

/** Figures older than this say of when they are, in milliseconds: two polls at the usual interval. */
const old = 12_000;
/** And from here on they are dimmed too. */
const tooOld = 30_000;

export function createHeadline(): Headline {
  const element = make('section', { class: 'headline', 'aria-label': 'Key figures' });
  element.hidden = true;
  const tiles: Tile[] = [];
  let [series, startup, wasOld]: [Result | undefined, Result | undefined, boolean] = [undefined, undefined, false];
  let utc = false;

  return {
    element,
    draw(results, view) {
      const [newSeries, newStartup] = [results.get('time_series'), results.get('startup_time')];
      const asOf = newSeries?.asOf ?? view.now;
      const isOld = view.now - asOf > old;
      element.toggleAttribute('data-old', view.now - asOf > tooOld);
      if (newSeries === series && newStartup === startup && isOld === wasOld && utc === view.utc) return;
      [series, startup, wasOld, utc] = [newSeries, newStartup, isOld, view.utc];
      const figures: Figures | null = readFigures(series, startup);
      element.hidden = figures === null;
      if (!figures) return;
      const told: Told[] = tell(figures);
      while (tiles.length < told.length) {
        const tile = new Tile();
        tiles.push(tile);
        element.append(tile.element);
      }
      tiles.forEach((tile, index) => {
        const one = told[index];
        // A last value that is known no more, or a beat that does not come: say of when it is.
        if (one) tile.draw(one, isOld || asOf - one.at > old ? `as of ${formatClock(isOld ? Math.min(asOf, one.at) : one.at, view.utc)}` : null);
      });
    },
    destroy() {
      element.remove();
    },
  };
}
