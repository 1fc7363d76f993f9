// One data set on the page: its head tells title, state and age; its body is a panel, the panel's table, or what is awaited.
import { make, makeButton, setText } from '../dom';
import { formatTitle } from '../format';
import { genericFor } from '../generic/index';
import { panelsFor, type PanelSpec } from '../panels/index';
import type { Panel, Result, View } from '../result';
import type { Verdict } from '../realtime';
import { Badge, type BadgeState } from './badge';
import { describeAwaited } from './card-text';
import type { Place } from './places';
import { Twin } from './twin';

/** What the head says this second. */
export interface Head {
  readonly state: BadgeState;
  readonly verdict: Verdict;
  readonly age: string;
  readonly note: string;
  readonly gap: string;
  readonly connected: boolean;
}

/** How far the right edge of time axes may lag while no rows come, in ms. */
const edgeLag = 5000;

export class Card {
  readonly name: string;
  readonly element: HTMLElement;
  readonly #title = make('h2');
  readonly #badge = new Badge();
  readonly #age = make('span', { class: 'card-age' });
  readonly #note = make('p', { class: 'card-note' });
  readonly #gap = make('p', { class: 'card-gap' });
  readonly #awaited = make('p', { class: 'card-awaited' });
  readonly #body = make('div', { class: 'card-body' });
  readonly #table: HTMLButtonElement;
  readonly #expand: HTMLButtonElement;
  readonly #twin = new Twin();
  #spec: PanelSpec | null = null;
  #panel: Panel | null = null;
  #drawn: { readonly result: Result; readonly view: View } | null = null;

  constructor(name: string, expand: () => void) {
    this.name = name;
    this.#table = makeSign('▤', 'Table', () => { this.#turn(); }, { class: 'quiet', 'aria-pressed': 'false' });
    this.#expand = makeSign('⤢', 'Expand', expand, { class: 'quiet', 'aria-pressed': 'false' });
    this.#title.id = `card-${name}`;
    setText(this.#title, formatTitle(name));
    this.#body.append(make('div', { class: 'skeleton', 'aria-hidden': 'true' }), this.#awaited);
    this.element = make('section', { class: 'card', 'aria-labelledby': this.#title.id, tabindex: '-1' },
      make('header', { class: 'card-head' }, this.#title, this.#badge.element, this.#age, make('span', { class: 'card-buttons' }, this.#table, this.#expand)),
      this.#note, this.#gap, this.#body);
    this.#table.hidden = true;
  }

  /** Where it stands among the others. */
  get order(): number {
    return this.#spec?.order ?? 1000;
  }

  /** Of 12 columns, as its panel asks; half of them before anything is known. */
  get span(): number {
    return this.#spec?.span ?? 6;
  }

  /** Of 12 columns: what it takes on a wide screen, and on one of middle width. */
  place({ wide, middle }: Place): void {
    this.element.style.setProperty('--wide', String(wide));
    this.element.style.setProperty('--middle', String(middle));
  }

  /** Learns from the first rows what will draw them. True: its place among the others may have changed. */
  plan(result: Result): boolean {
    if (this.#spec !== null || result.rows.length === 0) return false;
    this.#spec = panelsFor(result) ?? genericFor(result);
    setText(this.#title, this.#spec.title);
    return true;
  }

  /** True: this would be its first drawing, which makes the panel and costs more than all later ones. */
  isFirst(result: Result): boolean {
    return this.#panel === null && result.rows.length > 0;
  }

  tell({ state, verdict, age, note, gap, connected }: Head): void {
    this.#badge.show(state);
    this.element.dataset['state'] = state;
    setText(this.#age, age);
    setText(this.#note, note);
    setText(this.#gap, gap);
    this.#note.hidden = note === '';
    this.#gap.hidden = gap === '';
    if (this.#panel === null && this.#drawn === null) setText(this.#awaited, describeAwaited(formatTitle(this.name), verdict, connected));
  }

  /** Draws `result` unless it is what is drawn already. */
  draw(result: Result, view: View): void {
    if (this.#drawn?.result === result && !this.#isOld(view, this.#drawn.view, result)) return;
    this.plan(result);
    if (this.#spec && this.isFirst(result)) this.#makePanel(this.#spec);
    this.#drawn = { result, view };
    if (this.#panel === null) setText(this.#awaited, `${formatTitle(this.name)}: no rows of this topic right now.`);
    else if (this.element.dataset['table'] === 'true') this.#twin.draw(result, view);
    else this.#panel.draw(result, view);
    this.element.classList.toggle('no-rows', this.#panel === null);
  }

  /** Nothing is known of the moment the page is frozen at. */
  drawNothing(text: string): void {
    this.#drawn = null;
    if (this.#panel === null) setText(this.#awaited, text);
  }

  expanded(is: boolean): void {
    this.element.classList.toggle('expanded', is);
    this.#expand.setAttribute('aria-pressed', String(is));
    const [glyph, word] = this.#expand.children;
    if (glyph) setText(glyph, is ? '⤡' : '⤢');
    if (word) setText(word, is ? 'Shrink' : 'Expand');
  }

  destroy(): void {
    this.#panel?.destroy();
    this.element.remove();
  }

  #makePanel(spec: PanelSpec): void {
    this.#panel = spec.create();
    this.#table.hidden = spec.hasOwnTable;
    this.#body.replaceChildren(this.#panel.element);
  }

  #turn(): void {
    if (this.#panel === null) return;
    const table = this.element.dataset['table'] !== 'true';
    this.element.dataset['table'] = String(table);
    this.#table.setAttribute('aria-pressed', String(table));
    this.#body.replaceChildren(table ? this.#twin.element : this.#panel.element);
    // Rows of a table may be more than fit: scrolling by keyboard needs focus.
    if (table) this.#body.tabIndex = 0;
    else this.#body.removeAttribute('tabindex');
    if (!this.#drawn) return;
    const { result, view } = this.#drawn;
    if (table) this.#twin.draw(result, view);
    else this.#panel.draw(result, view);
  }

  #isOld(now: View, then: View, { time }: Result): boolean {
    return now.utc !== then.utc || now.rangeMinutes !== then.rangeMinutes || now.dark !== then.dark || now.motion !== then.motion
      || (time !== null && Math.abs(now.now - then.now) >= edgeLag);
  }
}

/** A button with a sign for where its word has no room. */
function makeSign(sign: string, word: string, press: () => void, attributes: Readonly<Record<string, string>>): HTMLButtonElement {
  const button = makeButton('', press, { ...attributes, title: word });
  button.append(make('span', { class: 'glyph', 'aria-hidden': 'true' }, sign), make('span', { class: 'word' }, word));
  return button;
}
