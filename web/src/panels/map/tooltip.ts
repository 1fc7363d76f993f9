// What the map says of the country pointed at.
import { make, setText } from '../../dom';
import { formatKbps, formatPercent, formatViewers, nameCountry } from '../labels';
import type { Circle } from './circle';

/** Of a tooltip's height, in CSS pixels. */
const half = 42;

export class Tooltip {
  readonly #name = make('b');
  readonly #viewers = make('span');
  readonly #rate = make('span');
  readonly #kbps = make('span');
  // Hidden from screen readers: the circle's own label says the same.
  readonly element = make('div', { class: 'map-tip', 'aria-hidden': 'true' }, this.#name, this.#viewers, this.#rate, this.#kbps);

  constructor() {
    this.element.hidden = true;
  }

  /** Beside the circle, on the side where the map leaves room. */
  show({ country, disc }: Circle, width: number, height: number): void {
    setText(this.#name, nameCountry(country.code));
    setText(this.#viewers, formatViewers(country.viewers));
    setText(this.#rate, `rebuffering ${formatPercent(country.rebufferingPct)}`);
    setText(this.#kbps, country.kbps === null ? 'nobody plays' : `${formatKbps(country.kbps)} kbps`);
    const left = disc.x > width / 2;
    this.element.hidden = false;
    this.element.classList.toggle('map-tip-left', left);
    this.element.style.left = `${String(Math.round(disc.x + (left ? -disc.radius - 8 : disc.radius + 8)))}px`;
    // Within the map: its card cuts what sticks out.
    this.element.style.top = `${String(Math.round(Math.min(Math.max(half, disc.y), height - half)))}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
