// The legend of a chart: one button per line that shows or hides it, with the value under the pointer.
import { make, makeButton, setText } from '../dom';
import type { ChartSeries } from './options';

export class Legend {
  readonly element = make('div', { class: 'chart-legend' });
  readonly #values: readonly HTMLElement[];
  readonly #format: (value: number) => string;
  readonly #time = make('span', { class: 'chart-time' });
  readonly #reset: HTMLButtonElement;

  constructor(series: readonly ChartSeries[], format: (value: number) => string, toggle: (index: number, show: boolean) => void, reset: () => void) {
    this.#format = format;
    this.#values = series.map(() => make('span', { class: 'chart-value' }));
    series.forEach((one, index) => {
      const button = makeButton('', () => {
        const show = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(show));
        toggle(index, show);
      }, { class: 'chart-key', 'aria-pressed': String(one.hidden !== true) });
      const mark = make('span', { class: 'chart-mark', 'aria-hidden': 'true' });
      mark.style.color = `var(${one.color})`;
      mark.classList.toggle('dashed', one.dash === true);
      button.append(mark, `${one.label} `, this.#values[index] ?? '');
      this.element.append(button);
    });
    this.#reset = makeButton('Show all', reset, { class: 'chart-reset' });
    this.#reset.hidden = true;
    this.element.append(this.#time, this.#reset);
  }

  /** `time` is null while nothing is pointed at: then the values are the newest. */
  tell(values: readonly (number | null)[], time: string | null): void {
    this.#values.forEach((element, index) => {
      const value = values[index] ?? null;
      setText(element, value === null ? '–' : this.#format(value));
    });
    setText(this.#time, time === null ? '' : `at ${time}`);
  }

  zoomed(is: boolean): void {
    this.#reset.hidden = !is;
  }
}
