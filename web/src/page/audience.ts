// Who is watching: initials of up to five, how many in all, and yourself marked.
import { make, makeButton, setText } from '../dom';
import { initialsOf } from '../realtime/people';
import type { Person } from '../realtime';

const mostShown = 5;

export class Audience {
  readonly element: HTMLElement;
  readonly #list = make('ul', { class: 'avatars', 'aria-label': 'Who is watching' });
  readonly #count: HTMLButtonElement;
  #people: readonly Person[] = [];
  #watching: number | null = null;

  constructor(rename: () => void) {
    this.#count = makeButton('', rename, { class: 'quiet', title: 'Change your name' });
    this.element = make('div', { class: 'audience' }, this.#list, this.#count);
    this.element.hidden = true;
  }

  people(people: readonly Person[]): void {
    this.#people = people;
    this.#draw();
  }

  /** Told instead of a list where many watch. */
  count(watching: number): void {
    this.#watching = watching;
    this.#draw();
  }

  reset(): void {
    this.#people = [];
    this.#watching = null;
    this.#draw();
  }

  #draw(): void {
    const listed = this.#people.reduce((sum, { tabs }) => sum + tabs, 0);
    // A count is told while the list shows fewer, and once more when that ends: from then on the list alone is current.
    if (this.#people.length > 0 && this.#watching !== null && this.#watching <= listed) this.#watching = null;
    const watching = this.#watching ?? listed;
    this.element.hidden = watching === 0;
    this.#list.hidden = this.#people.length === 0;
    const more = this.#people.length - mostShown;
    this.#list.replaceChildren(
      ...this.#people.slice(0, mostShown).map(makeAvatar),
      ...(more > 0 ? [make('li', { class: 'avatar more' }, `+${String(more)}`)] : []));
    setText(this.#count, `${String(watching)} watching`);
  }
}

function makeAvatar({ key, name, tabs, self }: Person): HTMLElement {
  const says = `${name}${self ? ' (you)' : ''}${tabs > 1 ? `, ${String(tabs)} tabs` : ''}`;
  const avatar = make('li', { class: self ? 'avatar self' : 'avatar', title: says },
    make('span', { 'aria-hidden': 'true' }, initialsOf(name)), make('span', { class: 'unseen' }, says));
  const sum = Array.from(key).reduce((before, letter) => (before * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7);
  avatar.style.setProperty('--hue', `var(--series-${String(1 + sum % 5)})`);
  return avatar;
}
