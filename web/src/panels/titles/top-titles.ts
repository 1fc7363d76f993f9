// Titles with the most viewers, ranked: rows glide to their new places.
import './titles.css';
import { make } from '../../dom';
import type { Panel, Result, View } from '../../result';
import { readNumber, readText } from '../columns';
import { flip } from './flip';
import { RankHistory } from './ranks';
import { TitleRow, type Title } from './title-row';

export class TopTitles implements Panel {
  readonly #list = make('ol', { class: 'titles-list' });
  readonly #empty = make('p', { class: 'titles-empty' }, 'Nobody is watching');
  readonly element = make('div', { class: 'titles' }, makeHead(), this.#list, this.#empty);
  readonly #history = new RankHistory();
  readonly #rows = new Map<string, TitleRow>();
  #drawn: Result | null = null;

  draw(result: Result, view: View): void {
    if (result === this.#drawn) return;
    this.#drawn = result;
    const titles = readTitles(result);
    const changes = this.#history.add(result.asOf, titles.map(({ title }) => title));
    const most = titles[0]?.viewers ?? 0;
    this.#empty.hidden = titles.length > 0;
    flip(this.#list, view.motion, () => {
      const gone = new Set(this.#rows.keys());
      titles.forEach((title, place) => {
        gone.delete(title.title);
        let row = this.#rows.get(title.title);
        if (!row) this.#rows.set(title.title, (row = new TitleRow(title.title)));
        row.draw(title, place + 1, changes.get(title.title) ?? null, most);
        if (this.#list.children[place] !== row.element) this.#list.insertBefore(row.element, this.#list.children[place] ?? null);
      });
      for (const title of gone) {
        this.#rows.get(title)?.element.remove();
        this.#rows.delete(title);
      }
    });
  }

  destroy(): void {
    this.element.remove();
  }
}

/** For eyes only: each row says what its figures are. */
function makeHead(): HTMLElement {
  const texts = ['', '', 'Title', 'Viewers', 'Rebuffering', 'Bitrate'];
  return make('div', { class: 'titles-grid titles-head', 'aria-hidden': 'true' }, ...texts.map((text) => make('span', {}, text)));
}

function readTitles(result: Result): Title[] {
  const [title, viewers] = [readText(result, 'title'), readNumber(result, 'viewers')];
  const [rebufferingPct, kbps] = [readNumber(result, 'rebuffering_pct'), readNumber(result, 'kbps')];
  return result.rows
    .map((row) => ({ title: title(row), viewers: Math.max(0, viewers(row) ?? 0), rebufferingPct: rebufferingPct(row), kbps: kbps(row) }))
    .sort((a, b) => b.viewers - a.viewers || (a.title < b.title ? -1 : 1));
}
