// Countries as a table: as many as there is room for, the others on demand.
import { make, makeButton, setText } from '../../dom';
import { formatCount } from '../labels';
import { CountryRow } from './country-row';
import type { Country } from './places';
import { rowsThatFit } from './rows-that-fit';

/** Shown where the table grows with its rows, below the map. */
const inColumn = 12;

export class CountryTable {
  readonly #body = make('tbody');
  readonly #more = makeButton('', () => { this.#all = !this.#all; this.#show(); }, { class: 'map-more' });
  readonly #scroll = make('div', { class: 'map-scroll' }, make('table', {},
    make('thead', {}, make('tr', {},
      make('th', { scope: 'col' }, 'Country'), make('th', { scope: 'col', class: 'map-number' }, 'Viewers'),
      make('th', { scope: 'col', class: 'map-number', title: 'of the viewers' }, 'Rebuffering'), make('th', { scope: 'col', class: 'map-number' }, 'kbps'))),
    this.#body));
  readonly element = make('div', { class: 'map-table' });
  readonly #resize = new ResizeObserver(([box]) => {
    this.#height = box?.contentRect.height ?? 0;
    this.#show();
  });
  readonly #rows = new Map<string, CountryRow>();
  #countries: readonly Country[] = [];
  #all = false;
  #grows = false;
  /** As last told: to ask for it while drawing would lay out the page there and then. */
  #height = 0;

  /** `point` is told which row the pointer is at. */
  constructor(point: (code: string | null) => void) {
    this.#scroll.setAttribute('aria-label', 'Table of countries');
    this.#scroll.setAttribute('role', 'region');
    this.element.append(this.#scroll, this.#more);
    this.#resize.observe(this.element);
    this.#body.addEventListener('pointerover', (over) => {
      point((over.target as HTMLElement).closest('tr')?.dataset['code'] ?? null);
    });
    this.#body.addEventListener('pointerleave', () => { point(null); });
  }

  draw(countries: readonly Country[]): void {
    this.#countries = countries;
    this.#show();
  }

  /** Below the map it is as high as its rows; beside it, it fills what height there is. */
  grow(is: boolean): void {
    if (is === this.#grows) return;
    this.#grows = is;
    this.#show();
  }

  destroy(): void {
    this.#resize.disconnect();
  }

  #show(): void {
    const fit = this.#grows ? Math.min(inColumn, this.#countries.length) : rowsThatFit(this.#countries.length, this.#height);
    const shown = this.#all ? this.#countries : this.#countries.slice(0, fit);
    const most = this.#countries[0]?.viewers ?? 0;
    const gone = new Set(this.#rows.keys());
    shown.forEach((country, place) => {
      gone.delete(country.code);
      let row = this.#rows.get(country.code);
      if (!row) this.#rows.set(country.code, (row = new CountryRow(country.code)));
      row.draw(country, most);
      if (this.#body.children[place] !== row.element) this.#body.insertBefore(row.element, this.#body.children[place] ?? null);
    });
    for (const code of gone) {
      this.#rows.get(code)?.element.remove();
      this.#rows.delete(code);
    }
    const rest = this.#countries.length - fit;
    this.#more.hidden = rest <= 0;
    this.#more.setAttribute('aria-expanded', String(this.#all));
    setText(this.#more, this.#all ? 'Show fewer' : `+ ${formatCount(rest)} more`);
    // Scrolled with the keyboard too, but no stop of it where all is seen.
    if (this.#all) this.#scroll.tabIndex = 0;
    else this.#scroll.removeAttribute('tabindex');
  }
}
