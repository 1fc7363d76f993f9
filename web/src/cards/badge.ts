// The state of a card: a shape and a word, so that colour is never all that tells.
import { make, setText } from '../dom';
import type { Freshness } from '../realtime';

export type BadgeState = Freshness | 'frozen';

const shapes: Readonly<Record<BadgeState, string>> = {
  awaiting: '◌', fresh: '●', slow: '◐', late: '▲', stale: '■', failing: '✕', frozen: '❚❚',
};

export class Badge {
  readonly #shape = make('span', { 'aria-hidden': 'true', class: 'badge-shape' });
  readonly #word = make('span');
  readonly element = make('span', { class: 'badge' }, this.#shape, this.#word);

  show(state: BadgeState): void {
    this.element.dataset['state'] = state;
    setText(this.#shape, shapes[state]);
    setText(this.#word, state);
  }
}
