// The strip above the panels: what one wants to know first, and which way it goes.
import './headline.css';
import { formatClock } from '../../format';
import { make } from '../../dom';
import type { Result, View } from '../../result';
import { readFigures } from './figures';
import { tell } from './tell';
import { Tile } from './tile';
import { Trail } from './trail';
import type { Point } from './trend';

export interface Headline {
  readonly element: HTMLElement;
  /** Hides itself where the data sets it needs are not there. */
  draw(results: ReadonlyMap<string, Result>, view: View): void;
  destroy(): void;
}

/** Figures older than so many beats say of when they are, and from the second number on they are dimmed too. */
const [old, tooOld] = [2.4, 6];
/** The shortest beat that counts, in milliseconds: points of the series are this far apart. */
const leastBeat = 5_000;

export function createHeadline(): Headline {
  const element = make('section', { class: 'headline', 'aria-label': 'Key figures' });
  element.hidden = true;
  const tiles: Tile[] = [];
  let [series, startup, wasOld]: [Result | undefined, Result | undefined, boolean] = [undefined, undefined, false];
  let utc = false;
  let beat = leastBeat;
  const trail = new Trail();
  let p50: readonly Point[] = [];

  return {
    element,
    draw(results, view) {
      const [newSeries, newStartup] = [results.get('time_series'), results.get('startup_time')];
      const asOf = newSeries?.asOf ?? view.now;
      if (series && asOf > series.asOf) beat = Math.max(leastBeat, asOf - series.asOf);
      const isOld = view.now - asOf > old * beat;
      element.toggleAttribute('data-old', view.now - asOf > tooOld * beat);
      if (newSeries === series && newStartup === startup && isOld === wasOld && utc === view.utc) return;
      const isNew = newStartup !== startup;
      [series, startup, wasOld, utc] = [newSeries, newStartup, isOld, view.utc];
      const figures = readFigures(series, startup);
      element.hidden = figures === null;
      if (!figures) return;
      if (isNew && startup) p50 = trail.add(startup.asOf, figures.startup?.p50?.ms ?? null);
      const told = tell(figures, p50);
      while (tiles.length < told.length) {
        const tile = new Tile();
        tiles.push(tile);
        element.append(tile.element);
      }
      tiles.forEach((tile, index) => {
        const one = told[index];
        // A last value that is known no more, or a beat that does not come: say of when it is.
        if (!one) return;
        const isPast = one.at !== null && (isOld || asOf - one.at > old * leastBeat);
        tile.draw(one, isPast ? `as of ${formatClock(Math.min(asOf, one.at), view.utc)}` : null);
      });
    },
    destroy() {
      element.remove();
    },
  };
}
