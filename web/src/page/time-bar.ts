// The bar of a frozen page: which moment is shown, what came since, the way through the past, and back to now.
import { make, makeButton, setText } from '../dom';
import { formatClock } from '../format';
import type { Frozen } from './moment';

export interface TimeBarActions {
  readonly scrub: (at: number) => void;
  readonly resume: () => void;
}

/** One press of an arrow key, in ms. */
const step = 1000;

export class TimeBar {
  readonly element: HTMLElement;
  readonly #text = make('p', { class: 'time-text' });
  readonly #hint = make('p', { class: 'time-hint' });
  readonly #range = make('input', { type: 'range', 'aria-label': 'Moment shown', step: String(step) });
  readonly #copy: HTMLButtonElement;

  constructor({ scrub, resume }: TimeBarActions) {
    this.#copy = makeButton('Copy link', () => { void this.#copyLink(); });
    this.element = make('section', { class: 'time-bar', 'aria-label': 'Frozen moment' },
      this.#text, this.#range, this.#hint, this.#copy, makeButton('Back to now', resume, { class: 'primary' }));
    this.element.hidden = true;
    this.#range.addEventListener('input', () => { scrub(Number(this.#range.value)); });
  }

  show(moment: Frozen | null, oldest: number | null, hint: string, utc: boolean): void {
    this.element.hidden = moment === null;
    if (moment === null) return;
    const from = Math.min(oldest ?? moment.at, moment.at);
    // Whole steps back from the latest: else the browser rounds the moment shown.
    this.#range.min = String(moment.latest - Math.ceil((moment.latest - from) / step) * step);
    this.#range.max = String(moment.latest);
    if (Math.abs(Number(this.#range.value) - moment.at) >= step) this.#range.value = String(moment.at);
    this.#range.disabled = this.#range.min === this.#range.max;
    this.#range.setAttribute('aria-valuetext', formatClock(moment.at, utc));
    setText(this.#text, `❚❚ Frozen at ${formatClock(moment.at, utc)} · +${String(moment.updates)} ${moment.updates === 1 ? 'update' : 'updates'}`);
    setText(this.#hint, hint);
  }

  async #copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      setText(this.#copy, 'Copied');
    } catch {
      // Without https there is no clipboard; the address bar has the same link.
      setText(this.#copy, 'It is in the address bar');
    }
    setTimeout(() => { setText(this.#copy, 'Copy link'); }, 2500);
  }
}
