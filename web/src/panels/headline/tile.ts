// One figure of the headline.
import { make, makeSvg, setText } from '../../dom';
import { sparkPath } from './spark';
import type { Told } from './tell';
import { span } from './trend';

const [width, height] = [96, 28];

export class Tile {
  readonly #label = make('span', { class: 'headline-label' });
  readonly #value = make('span', { class: 'headline-value' });
  readonly #unit = make('span', { class: 'headline-unit' });
  readonly #second = make('span', { class: 'headline-value headline-second' });
  readonly #secondUnit = make('span', { class: 'headline-unit' });
  readonly #arrow = make('span', { class: 'headline-arrow', 'aria-hidden': 'true' });
  readonly #words = make('span');
  readonly #trend = make('span', { class: 'headline-trend' }, this.#arrow, this.#words);
  readonly #line = makeSvg('path', { class: 'headline-line' });
  readonly #spark = makeSvg('svg', {
    class: 'headline-spark', viewBox: `0 0 ${String(width)} ${String(height)}`, preserveAspectRatio: 'none', 'aria-hidden': 'true',
  }, this.#line);
  readonly element = make('div', { class: 'headline-tile' },
    this.#label, make('span', { class: 'headline-now' }, this.#value, ' ', this.#unit, ' ', this.#second, ' ', this.#secondUnit), this.#trend);

  constructor() {
    this.element.append(this.#spark);
  }

  /** `since`: of when an old value is, which matters more than its trend. */
  draw(told: Told, since: string | null): void {
    setText(this.#label, told.label);
    setText(this.#value, told.value);
    setText(this.#unit, told.unit);
    setText(this.#second, told.second?.value ?? '');
    setText(this.#secondUnit, told.second?.unit ?? '');
    setText(this.#arrow, since === null ? told.arrow : '');
    setText(this.#words, since ?? told.words);
    this.#trend.title = since ?? told.words;
    this.#trend.dataset['mood'] = since === null ? told.mood : 'old';
    this.element.classList.toggle('headline-plain', told.points === null);
    const end = told.points?.at(-1)?.at ?? 0;
    this.#line.setAttribute('d', told.points ? sparkPath(told.points, end - span, end, width, height) : '');
  }
}
