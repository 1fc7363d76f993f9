// One country's circle on the map, with its code where there is room.
import { makeSvg, setText } from '../../dom';
import { formatKbps, formatPercent, formatViewers, nameCountry } from '../labels';
import type { Country } from './places';
import { levelOf, radiusOf } from './scale';
import type { Disc } from './pointing';

export class Circle {
  readonly #shape = makeSvg('circle');
  readonly #code = makeSvg('text', { 'aria-hidden': 'true', dy: '.35em' });
  readonly element = makeSvg('g', { class: 'map-circle', role: 'img', tabindex: '-1' }, this.#shape, this.#code);
  country: Country;
  disc: Disc;

  constructor(country: Country) {
    this.country = country;
    this.disc = { code: country.code, x: 0, y: 0, radius: 0 };
    this.element.dataset['code'] = country.code;
    setText(this.#code, country.code);
  }

  draw(country: Country, most: number, widest: number, [x, y]: readonly [number, number]): void {
    const radius = radiusOf(country.viewers, most, widest);
    this.country = country;
    this.disc = { code: country.code, x, y, radius };
    this.element.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    this.element.dataset['level'] = String(levelOf(country.rebufferingPct));
    this.#shape.style.setProperty('r', `${radius.toFixed(1)}px`);
    const { viewers, rebufferingPct, kbps } = country;
    this.element.setAttribute('aria-label',
      `${nameCountry(country.code)}: ${formatViewers(viewers)}, rebuffering ${formatPercent(rebufferingPct)}, ${formatKbps(kbps)} kbps`);
  }

  /** Whether its code is written on it. */
  name(is: boolean): void {
    this.#code.style.display = is ? '' : 'none';
  }
}
