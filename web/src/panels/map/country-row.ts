// A country's line in the table beside the map.
import { make, setText } from '../../dom';
import { formatCount, formatKbps, formatPercent, nameCountry } from '../labels';
import type { Country } from './places';
import { levelOf } from './scale';

export class CountryRow {
  readonly #bar = make('span', { class: 'map-bar', 'aria-hidden': 'true' });
  readonly #viewers = make('span');
  readonly #mark = make('span', { class: 'map-mark', 'aria-hidden': 'true' });
  readonly #rate = make('span');
  readonly #kbps = make('td', { class: 'map-number' });
  readonly element: HTMLTableRowElement;

  constructor(code: string) {
    const name = nameCountry(code);
    this.element = make('tr', {},
      make('th', { scope: 'row', class: 'map-name', title: name }, name),
      make('td', { class: 'map-number map-viewers' }, this.#bar, this.#viewers),
      make('td', { class: 'map-number' }, this.#rate, this.#mark), this.#kbps);
    this.element.dataset['code'] = code;
  }

  draw({ viewers, rebufferingPct, kbps }: Country, most: number): void {
    this.#bar.style.transform = `scaleX(${String(most > 0 ? viewers / most : 0)})`;
    this.#mark.dataset['level'] = String(levelOf(rebufferingPct));
    setText(this.#viewers, formatCount(viewers));
    setText(this.#rate, formatPercent(rebufferingPct));
    setText(this.#kbps, formatKbps(kbps));
  }
}
