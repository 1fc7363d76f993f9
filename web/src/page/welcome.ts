// The page without a topic: one sentence, and the topics as buttons.
import { make, makeButton } from '../dom';

export function makeWelcome(topics: Promise<readonly string[] | null>, watch: (topic: string) => void): HTMLElement {
  const list = make('div', { class: 'welcome-topics' }, make('p', { class: 'soft' }, 'Asking the server for its topics …'));
  void topics.then((known) => {
    if (known === null) list.replaceChildren(make('p', { class: 'soft' }, 'The server has not told its topics: load the page again, or type one above.'));
    else if (known.length === 0) list.replaceChildren(make('p', { class: 'soft' }, 'The server names no topics: type one above.'));
    else list.replaceChildren(...known.map((topic) => makeButton(topic, () => { watch(topic); }, { class: 'welcome-topic' })));
  });
  return make('section', { class: 'welcome' },
    make('h1', {}, 'Pick a topic'),
    make('p', {}, 'Every data set of it appears here, kept current for as long as you look.'),
    list);
}
