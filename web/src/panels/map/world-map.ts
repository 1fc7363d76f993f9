// Viewers by country: a map with circles, the scale of their colours, and a table beside it.
import './map.css';
import { make, setText } from '../../dom';
import type { Panel, Result } from '../../result';
import { formatViewers } from '../labels';
import { BubbleMap } from './bubble-map';
import { CountryTable } from './country-table';
import { readCountries, readElsewhere } from './places';
import { hasPlace } from './projection';
import { levelFrom, levelLabel } from './scale';

/** Narrower than this the table lies below the map, in CSS pixels; the style sheet's container query says the same. */
const narrow = 620;

export class WorldMap implements Panel {
  readonly #map = new BubbleMap();
  readonly #table = new CountryTable((code) => { this.#map.point(code); });
  readonly #elsewhere = make('span', { class: 'map-elsewhere' });
  readonly element = make('div', { class: 'map' }, make('div', { class: 'map-inside' },
    make('div', { class: 'map-left' }, this.#map.element, make('div', { class: 'map-foot' }, makeLegend(), this.#elsewhere)),
    this.#table.element));
  readonly #resize = new ResizeObserver(([box]) => { if (box) this.#table.grow(box.contentRect.width < narrow); });
  #drawn: Result | null = null;

  constructor() {
    this.#resize.observe(this.element);
  }

  draw(result: Result): void {
    if (result === this.#drawn) return;
    this.#drawn = result;
    const countries = readCountries(result);
    this.#map.draw(countries.filter(({ code, viewers }) => viewers > 0 && hasPlace(code)));
    this.#table.draw(countries);
    const elsewhere = readElsewhere(countries, hasPlace);
    setText(this.#elsewhere, elsewhere ? `Elsewhere: ${formatViewers(elsewhere.viewers)}` : countries.length === 0 ? 'Nobody is watching' : '');
    this.#elsewhere.title = elsewhere ? `not on the map: ${elsewhere.codes.map((code) => code === '' ? 'unknown' : code).join(', ')}` : '';
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#map.destroy();
    this.#table.destroy();
  }
}

function makeLegend(): HTMLElement {
  const keys = levelFrom.map((_, index) => {
    const mark = make('span', { class: 'map-mark', 'aria-hidden': 'true' });
    mark.dataset['level'] = String(index + 1);
    return make('span', { class: 'map-key' }, mark, levelLabel(index + 1));
  });
  return make('div', { class: 'map-legend' }, make('span', {}, 'Rebuffering'), ...keys);
}
