// The grid of cards, in the order their panels ask for; one of them may have it all.
import { make } from '../dom';
import { Card } from './card';
import { placesOf } from './places';

export class Board {
  readonly element = make('div', { class: 'board' });
  readonly #cards = new Map<string, Card>();
  #expanded: Card | null = null;

  get cards(): ReadonlyMap<string, Card> {
    return this.#cards;
  }

  card(name: string): Card {
    let card = this.#cards.get(name);
    if (!card) {
      const made = new Card(name, () => { this.expand(made); });
      card = made;
      this.#cards.set(name, made);
      this.arrange();
    }
    return card;
  }

  /** By what the panels ask for, then by name, whatever came first: a page looks the same after every reload. */
  arrange(): void {
    const active = document.activeElement;
    const cards = this.#ordered();
    const places = placesOf(cards.map(({ span }) => span));
    cards.forEach((card, i) => {
      const [place, there] = [places[i], this.element.children[i]];
      if (place) card.place(place);
      if (there !== card.element) this.element.insertBefore(card.element, there ?? null);
    });
    // Moving an element takes its focus away.
    if (active instanceof HTMLElement && this.element.contains(active) && document.activeElement !== active) active.focus();
  }

  /** Gives a card the whole board, or takes it back. */
  expand(card: Card | null): void {
    const next = card === this.#expanded ? null : card;
    this.#expanded?.expanded(false);
    next?.expanded(true);
    this.#expanded = next;
    this.element.classList.toggle('has-expanded', next !== null);
  }

  expandAt(index: number): void {
    const card = this.#ordered()[index];
    if (!card) return;
    this.expand(card);
    card.element.focus();
  }

  clear(): void {
    for (const card of this.#cards.values()) card.destroy();
    this.#cards.clear();
    this.#expanded = null;
    this.element.classList.remove('has-expanded');
  }

  #ordered(): readonly Card[] {
    return [...this.#cards.values()].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  }
}
