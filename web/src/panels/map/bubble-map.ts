// The world with a circle per country.
import { make, makeSvg } from '../../dom';
import { Circle } from './circle';
import { codesWithRoom } from './codes';
import type { Country } from './places';
import { discAt, placeAfter } from './pointing';
import { placeOf, sheet } from './projection';
import { widestRadius } from './scale';
import { Tooltip } from './tooltip';

export class BubbleMap {
  readonly #land = makeSvg('path', { class: 'map-land', d: sheet.path });
  readonly #circles = makeSvg('g');
  readonly #svg = makeSvg('svg', {
    class: 'map-svg', role: 'group',
    'aria-label': 'World map of viewers. Arrow keys go from country to country, the one with the most viewers first.',
  }, this.#land, this.#circles);
  readonly #tip = new Tooltip();
  readonly element = make('div', { class: 'map-world' });
  readonly #resize = new ResizeObserver(([box]) => {
    if (box) this.#size = box.contentRect;
    this.#place();
  });
  readonly #byCode = new Map<string, Circle>();
  #countries: readonly Country[] = [];
  #pointed: string | null = null;
  /** As last told: to ask for it while drawing would lay out the page there and then. */
  #size = { width: 0, height: 0 };

  constructor() {
    this.element.append(this.#svg, this.#tip.element);
    this.#resize.observe(this.element);
    this.element.addEventListener('pointermove', (move) => {
      const box = this.#svg.getBoundingClientRect();
      this.point(discAt([...this.#byCode.values()].map(({ disc }) => disc), move.clientX - box.left, move.clientY - box.top));
    });
    this.element.addEventListener('pointerleave', () => { this.point(null); });
    // On the box around: an SVG element that listens for focus becomes a stop of the Tab key itself.
    this.element.addEventListener('focusin', (focus) => {
      const code = (focus.target as SVGElement).dataset['code'];
      if (code !== undefined) this.#enter(code);
    });
    this.element.addEventListener('focusout', () => { this.point(null); });
    this.#svg.addEventListener('keydown', (press) => { this.#obey(press); });
  }

  /** Countries with a place, the one with the most viewers first. */
  draw(countries: readonly Country[]): void {
    this.#countries = countries;
    this.#place();
  }

  /** Shows a country's figures; null: none. */
  point(code: string | null): void {
    if (this.#pointed !== null && this.#pointed !== code) this.#byCode.get(this.#pointed)?.element.classList.remove('map-pointed');
    this.#pointed = code;
    const circle = code === null ? undefined : this.#byCode.get(code);
    circle?.element.classList.add('map-pointed');
    if (circle) this.#tip.show(circle, this.element.clientWidth, this.element.clientHeight);
    else this.#tip.hide();
  }

  destroy(): void {
    this.#resize.disconnect();
  }

  #place(): void {
    const { width, height } = this.#size;
    if (width === 0 || height === 0) return;
    const scale = Math.min(width / sheet.width, height / sheet.height);
    const [left, top] = [(width - sheet.width * scale) / 2, (height - sheet.height * scale) / 2];
    this.#land.setAttribute('transform', `translate(${left.toFixed(1)} ${top.toFixed(1)}) scale(${scale.toFixed(4)})`);
    const most = this.#countries[0]?.viewers ?? 0;
    const gone = new Set(this.#byCode.keys());
    for (const country of this.#countries) {
      const at = placeOf(country.code);
      if (!at) continue;
      gone.delete(country.code);
      let circle = this.#byCode.get(country.code);
      if (!circle) this.#byCode.set(country.code, (circle = new Circle(country)));
      circle.draw(country, most, widestRadius(sheet.width * scale), [left + at[0] * scale, top + at[1] * scale]);
    }
    for (const code of gone) {
      this.#byCode.get(code)?.element.remove();
      this.#byCode.delete(code);
    }
    const named = codesWithRoom([...this.#byCode.values()].map(({ disc }) => disc));
    for (const [code, circle] of this.#byCode) circle.name(named.has(code));
    this.#stack();
    if (this.#pointed !== null) this.point(this.#byCode.has(this.#pointed) ? this.#pointed : null);
  }

  /** Small circles over large ones, and one of them in the order of tabs. A focused circle stays: moving it would take its focus away. */
  #stack(): void {
    const wanted = this.#countries.flatMap(({ code }) => this.#byCode.get(code)?.element ?? []);
    const focused = this.#circles.contains(document.activeElement);
    wanted.forEach((element, place) => {
      const there = this.#circles.children[place];
      if (there !== element && !(focused && element.isConnected)) this.#circles.insertBefore(element, there ?? null);
    });
    if (!wanted.some((element) => element.getAttribute('tabindex') === '0')) wanted[0]?.setAttribute('tabindex', '0');
  }

  #enter(code: string): void {
    for (const { element } of this.#byCode.values()) element.setAttribute('tabindex', element.dataset['code'] === code ? '0' : '-1');
    this.point(code);
  }

  #obey(press: KeyboardEvent): void {
    if (press.ctrlKey || press.metaKey || press.altKey) return;
    if (press.key === 'Escape') { this.point(null); return; }
    const placed = this.#countries.filter(({ code }) => this.#byCode.has(code));
    const to = placeAfter(press.key, placed.findIndex(({ code }) => code === (press.target as SVGElement).dataset['code']), placed.length);
    const next = to === null ? undefined : placed[to];
    if (!next) return;
    press.preventDefault();
    press.stopPropagation();
    this.#byCode.get(next.code)?.element.focus();
  }
}
