// The page around a topic: address, settings, keys, and which topic is watched.
import { Socket } from 'phoenix';
import { make } from '../dom';
import { Retry } from '../realtime';
import { readAddress, writeAddress, type Address } from './address';
import { Dashboard } from './dashboard';
import { openHelp, openWho } from './dialogs';
import { Header } from './header';
import { listenForKeys, type Command } from './keys';
import { loadSettings, nextTheme, saveSettings, type Settings } from './settings';
import { applyTheme, onSystemLooks } from './theme';
import { describeRefusal, readToken } from './token';
import { fetchTopics } from './topics';
import { makeWelcome } from './welcome';

export class Page {
  readonly #main = make('main');
  readonly #live = make('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  readonly #header: Header;
  readonly #topics: ReturnType<typeof fetchTopics>;
  readonly #retry = new Retry();
  readonly #token = readToken(location.hash, sessionStorage);
  readonly #socket = new Socket(socketAddress(location.href), {
    reconnectAfterMs: this.#retry.after,
    ...(this.#token === null ? {} : { authToken: this.#token }),
  });
  #address: Address = readAddress(location.search);
  #settings: Settings = loadSettings();
  #dashboard: Dashboard | null = null;
  #refusal: string | null = null;

  constructor(parent: HTMLElement) {
    // Before anything is built: the way to the server takes longer than that.
    this.#socket.connect();
    this.#topics = fetchTopics(this.#token);
    this.#header = new Header({
      watch: (topic) => { this.#go({ ...this.#address, topic, at: null }); },
      freeze: () => { this.#dashboard?.toggleFreeze(); },
      range: (range) => { this.#choose({ range }); },
      zone: (utc) => { this.#choose({ utc }); },
      theme: () => { this.#choose({ theme: nextTheme(this.#settings.theme) }); },
      rename: () => { openWho(this.#settings.name, (name) => { this.#choose({ name }); this.#dashboard?.renamed(); }); },
      help: openHelp,
    }, this.#address.kiosk);
    document.documentElement.toggleAttribute('data-kiosk', this.#address.kiosk);
    parent.replaceChildren(this.#header.element, this.#main, this.#live);
    void this.#topics.then(({ topics }) => { this.#header.offer(topics ?? []); });
    this.#choose({});
    this.#open();
    void this.#topics.then(({ refusal }) => { this.#refused(refusal); });

    addEventListener('popstate', () => {
      this.#address = readAddress(location.search);
      this.#open();
    });
    // Another token in the address of an open page: begin anew with it.
    addEventListener('hashchange', () => { if (readToken(location.hash, sessionStorage) !== this.#token) location.reload(); });
    document.addEventListener('visibilitychange', () => this.#dashboard?.seen(!document.hidden));
    onSystemLooks(() => { this.#choose({}); });
    listenForKeys((command) => { this.#obey(command); });
  }

  #go(address: Address): void {
    this.#address = address;
    history.pushState(null, '', writeAddress(address));
    this.#open();
  }

  #open(): void {
    const { topic, at, kiosk } = this.#address;
    this.#dashboard?.destroy();
    this.#dashboard = null;
    this.#header.topic(topic);
    document.title = topic === null ? 'Realtime' : `${topic} · Realtime`;
    if (topic === null) {
      this.#main.replaceChildren(makeWelcome(this.#topics, (chosen) => { this.#go({ ...this.#address, topic: chosen, at: null }); }));
      return;
    }
    this.#dashboard = new Dashboard({
      socket: this.#socket, retry: this.#retry, topic, kiosk, header: this.#header,
      settings: () => this.#settings,
      // Without a token the answer at the start was enough.
      askWhy: () => { if (this.#token !== null) void fetchTopics(this.#token).then(({ refusal }) => { this.#refused(refusal); }); },
      say: (sentence) => { this.#live.textContent = sentence; },
      frozenAt: (moment) => {
        this.#address = { ...this.#address, at: moment };
        history.replaceState(null, '', writeAddress(this.#address));
      },
    }, at);
    if (this.#refusal !== null) this.#dashboard.refused(this.#refusal);
    this.#main.replaceChildren(...this.#dashboard.elements);
  }

  /** A token that does not do will not do at the next try either: no more of them, until there is another one. */
  #refused(reason: string | null): void {
    if (reason === null) return;
    this.#refusal = describeRefusal(reason);
    this.#socket.disconnect();
    this.#dashboard?.refused(this.#refusal);
  }

  #choose(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    saveSettings(this.#settings);
    applyTheme(this.#settings.theme);
    this.#header.chosen(this.#settings);
    this.#dashboard?.redraw();
  }

  #obey(command: Command): void {
    if (command.kind === 'theme') this.#choose({ theme: nextTheme(this.#settings.theme) });
    else if (command.kind === 'help') openHelp();
    else if (command.kind === 'freeze') this.#dashboard?.toggleFreeze();
    else if (command.kind === 'card') this.#dashboard?.board.expandAt(command.index);
    else this.#dashboard?.board.expand(null);
  }
}

/** Beside the page, so that it works behind any path prefix. */
function socketAddress(page: string): string {
  const address = new URL('socket', page);
  address.protocol = address.protocol.replace('http', 'ws');
  address.search = address.hash = '';
  return address.href;
}
