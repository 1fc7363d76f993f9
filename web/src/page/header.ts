// The head of the page: topic, connection, age, who watches, and the choices.
import { make, makeButton, setText } from '../dom';
import type { View } from '../result';
import { Audience } from './audience';
import type { ConnectionText } from './connection-text';
import { ranges, type Settings } from './settings';

export interface HeaderActions {
  readonly watch: (topic: string) => void;
  readonly freeze: () => void;
  readonly range: (minutes: View['rangeMinutes']) => void;
  readonly zone: (utc: boolean) => void;
  readonly theme: () => void;
  readonly rename: () => void;
  readonly help: () => void;
}

export class Header {
  readonly element: HTMLElement;
  readonly audience: Audience;
  readonly #topic = make('input', {
    id: 'topic', name: 'topic', list: 'topics', autocomplete: 'off', spellcheck: 'false', required: '', maxlength: '246', placeholder: 'topic',
  });
  readonly #topics = make('datalist', { id: 'topics' });
  readonly #title = make('h1');
  readonly #icon = make('span', { 'aria-hidden': 'true' });
  readonly #state = make('span');
  readonly #connection = make('p', { class: 'connection' }, this.#icon, this.#state);
  readonly #age = make('p', { class: 'data-age' });
  readonly #clock = make('p', { class: 'clock' });
  readonly #ranges: ReadonlyMap<View['rangeMinutes'], HTMLButtonElement>;
  readonly #zones: readonly [local: HTMLButtonElement, utc: HTMLButtonElement];
  readonly #theme: HTMLButtonElement;
  readonly #freeze: HTMLButtonElement;

  constructor(actions: HeaderActions, kiosk: boolean) {
    this.audience = new Audience(actions.rename);
    this.#ranges = new Map(ranges.map((minutes) => [minutes, makeButton(`${String(minutes)} min`, () => { actions.range(minutes); })]));
    this.#zones = [makeButton('Local', () => { actions.zone(false); }), makeButton('UTC', () => { actions.zone(true); })];
    this.#theme = makeButton('', actions.theme, { title: 'Theme (t)' });
    this.#freeze = makeButton('Freeze', actions.freeze, { title: 'Freeze (f)', 'aria-pressed': 'false' });
    const picker = make('form', { class: 'picker', role: 'search' },
      make('label', { for: 'topic' }, 'Topic'), this.#topic, this.#topics, make('button', { type: 'submit' }, 'Watch'));
    picker.addEventListener('submit', (submit) => {
      submit.preventDefault();
      const topic = this.#topic.value.trim();
      if (topic !== '') actions.watch(topic);
    });
    // Seen in the picker already, where there is one.
    this.#title.className = kiosk ? 'topic-title' : 'unseen';
    const facts = make('div', { class: 'facts' }, this.#connection, this.#age);
    this.element = kiosk
      ? make('header', { class: 'page-head' }, this.#title, facts, this.#clock)
      : make('header', { class: 'page-head' },
        make('a', { class: 'brand', href: '?' }, make('img', { src: 'icon.svg', alt: '', width: '20', height: '20' }), 'Realtime'),
        this.#title, picker, facts, this.audience.element,
        make('div', { class: 'choices' },
          this.#freeze,
          make('div', { class: 'segments', role: 'group', 'aria-label': 'Range of time' }, ...this.#ranges.values()),
          make('div', { class: 'segments', role: 'group', 'aria-label': 'Time zone' }, ...this.#zones),
          this.#theme,
          makeButton('?', actions.help, { 'aria-label': 'Keyboard help', title: 'Keyboard help (?)' })));
  }

  topic(topic: string | null): void {
    this.#topic.value = topic ?? '';
    setText(this.#title, topic ?? '');
    this.#title.hidden = topic === null;
    this.element.classList.toggle('no-topic', topic === null);
  }

  offer(topics: readonly string[]): void {
    this.#topics.replaceChildren(...topics.map((topic) => make('option', { value: topic })));
  }

  chosen({ range, utc, theme }: Settings): void {
    for (const [minutes, button] of this.#ranges) button.setAttribute('aria-pressed', String(minutes === range));
    this.#zones.forEach((button, i) => { button.setAttribute('aria-pressed', String((i === 1) === utc)); });
    setText(this.#theme, `Theme: ${theme}`);
  }

  tell({ mark, icon, text }: ConnectionText, age: string, frozen: boolean, clock: string): void {
    this.#connection.dataset['mark'] = mark;
    setText(this.#icon, icon);
    setText(this.#state, text);
    setText(this.#age, age);
    setText(this.#clock, clock);
    this.#freeze.setAttribute('aria-pressed', String(frozen));
    setText(this.#freeze, frozen ? 'Resume' : 'Freeze');
  }
}
