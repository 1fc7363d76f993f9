// The page without a topic: one sentence, and the topics as buttons.
import { make, makeButton } from '../dom';
import { describeRefusal } from './token';
import type { TopicsAnswer } from './topics';

export function makeWelcome(topics: Promise<TopicsAnswer>, watch: (topic: string) => void): HTMLElement {
  const list = make('div', { class: 'welcome-topics' }, make('p', { class: 'soft' }, 'Asking the server for its topics …'));
  void topics.then(({ topics: known, refusal }) => {
    if (refusal !== null) list.replaceChildren(make('p', {}, `The server lets nobody in without a token: ${describeRefusal(refusal)}`));
    else if (known === null) list.replaceChildren(make('p', { class: 'soft' }, 'The server has not told its topics: load the page again, or type one above.'));
    else if (known.length === 0) list.replaceChildren(make('p', { class: 'soft' }, 'The server names no topics: type one above.'));
    else list.replaceChildren(...known.map((topic) => makeButton(topic, () => { watch(topic); }, { class: 'welcome-topic' })));
  });
  return make('section', { class: 'welcome' },
    make('h1', {}, 'Pick a topic'),
    make('p', {}, 'Every data set of it appears here, kept current for as long as you look.'),
    list);
}
