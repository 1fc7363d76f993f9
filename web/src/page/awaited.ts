// What stands in the place of the cards until the first data set is known of.
import { make, setText } from '../dom';
import type { Status } from '../realtime';
import { describeConnection } from './connection-text';

export class Awaited {
  readonly #text = make('p');
  readonly element = make('section', { class: 'awaited' }, this.#text,
    make('div', { class: 'board', 'aria-hidden': 'true' }, ...Array.from({ length: 4 }, makeSkeleton)));

  show(topic: string, status: Status, at: number): void {
    setText(this.#text, describeAwaitedTopic(topic, status, at));
    this.element.classList.toggle('hopeless', status.kind === 'refused');
  }
}

function makeSkeleton(): HTMLElement {
  return make('div', { class: 'card' }, make('div', { class: 'skeleton' }));
}

export function describeAwaitedTopic(topic: string, status: Status, at: number): string {
  switch (status.kind) {
    case 'connecting': return `Connecting, to watch ${topic} …`;
    case 'joined': return `Joined ${topic}. Waiting for its first results …`;
    case 'refused': return `The server refuses ${topic}: ${status.reason}.`;
    default: return `${describeConnection(status, at).text}. Nothing of ${topic} has been received yet.`;
  }
}
