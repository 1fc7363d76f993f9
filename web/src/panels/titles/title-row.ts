// One title: its place and how that changed, its name over a bar, its figures.
import { make, setText } from '../../dom';
import { formatCount, formatKbps, formatPercent } from '../labels';
import type { Change } from './ranks';

export interface Title {
  readonly title: string;
  readonly viewers: number;
  readonly rebufferingPct: number | null;
  readonly kbps: number | null;
}

/** From here on a rate is written in the colour of a warning. */
const muchRebuffering = 2;

export class TitleRow {
  readonly #rank = make('span', { class: 'titles-rank' });
  readonly #change = make('span', { class: 'titles-change' });
  readonly #bar = make('span', { class: 'titles-bar' });
  readonly #viewers = make('span', { class: 'titles-viewers' });
  readonly #rate = make('span', { class: 'titles-rate' });
  readonly #kbps = make('span', { class: 'titles-kbps' });
  readonly element: HTMLLIElement;

  constructor(title: string) {
    const name = make('span', { class: 'titles-name', title, dir: 'auto' }, title === '' ? '(no title)' : title);
    this.element = make('li', { class: 'titles-grid titles-row' }, this.#rank, this.#change,
      make('span', { class: 'titles-what' }, name, make('span', { class: 'titles-track', 'aria-hidden': 'true' }, this.#bar)),
      this.#viewers, this.#rate, this.#kbps);
  }

  draw(title: Title, rank: number, change: Change, most: number): void {
    setText(this.#rank, String(rank));
    const text = changeText(change);
    setText(this.#change, text.short);
    this.#change.title = text.long;
    this.#change.dataset['way'] = text.way;
    this.#bar.style.transform = `scaleX(${String(most > 0 ? title.viewers / most : 0)})`;
    setText(this.#viewers, formatCount(title.viewers));
    setText(this.#rate, formatPercent(title.rebufferingPct));
    this.#rate.title = 'rebuffering';
    this.#rate.classList.toggle('titles-bad', (title.rebufferingPct ?? 0) >= muchRebuffering);
    setText(this.#kbps, title.kbps === null ? '–' : `${formatKbps(title.kbps)} kbps`);
  }
}

export function changeText(change: Change): { readonly short: string; readonly long: string; readonly way: string } {
  if (change === null) return { short: 'new', long: 'new in the list within the last minute', way: 'new' };
  if (change === 0) return { short: '', long: '', way: 'same' };
  const places = `${String(Math.abs(change))} ${Math.abs(change) === 1 ? 'place' : 'places'} in the last minute`;
  return change > 0
    ? { short: `▲${String(change)}`, long: `up ${places}`, way: 'up' }
    : { short: `▼${String(-change)}`, long: `down ${places}`, way: 'down' };
}
