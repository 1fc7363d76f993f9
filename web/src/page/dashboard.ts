// One topic on the page: collects what arrives, and draws now or the frozen moment.
import type { Socket } from 'phoenix';
import { Board } from '../cards/board';
import { formatClock, formatDuration } from '../format';
import { createHeadline } from '../panels/index';
import { ageOf, judge, Timeline, watch, type DataSet, type FrameStore, type Freshness, type Retry, type Status, type Watching } from '../realtime';
import type { Result, View } from '../result';
import { announce, type Condition } from './announcements';
import { Awaited } from './awaited';
import { describeConnection, lostFor } from './connection-text';
import type { Header } from './header';
import { headFrozen, headLive } from './heads';
import { collected, freeze, live, minutesBack, missed, scrub, type Moment } from './moment';
import { recall } from './past';
import { Scheduler } from './scheduler';
import type { Settings } from './settings';
import { isDark, motionWelcome } from './theme';
import { TimeBar } from './time-bar';

export interface DashboardOptions {
  readonly socket: Socket;
  readonly retry: Retry;
  readonly topic: string;
  readonly kiosk: boolean;
  readonly header: Header;
  readonly settings: () => Settings;
  readonly say: (sentence: string) => void;
  /** The connection does not come back: is it the token? Browsers do not say. */
  readonly askWhy: () => void;
  /** The frozen moment is part of the address; null: now. */
  readonly frozenAt: (at: number | null) => void;
}

/** How often ages are written, in ms. */
const tick = 500;
/** The try after which it is asked why: a node that restarts is back by then, more often than not. */
const asksAtTry = 3;
/** What a freeze asks the past for; the server may keep less. */
const pastMinutes = 30;

export class Dashboard {
  readonly elements: readonly HTMLElement[];
  readonly board = new Board();
  readonly #options: DashboardOptions;
  readonly #headline = createHeadline();
  readonly #awaited = new Awaited();
  readonly #timeBar: TimeBar;
  readonly #timeline = new Timeline();
  readonly #scheduler = new Scheduler(() => { this.#draw(); });
  readonly #ticking: number;
  #watching: Watching;
  #last: Status = { kind: 'connecting' };
  #refusal: Status | null = null;
  #lostSince: number | null = null;
  #moment: Moment = live;
  /** The moment a link asked for, until there is data to look back from. */
  #asked: number | null;
  #hint = '';
  #condition: Condition = { connected: true, sets: new Map() };

  constructor(options: DashboardOptions, at: number | null) {
    this.#options = options;
    this.#asked = at;
    this.#timeBar = new TimeBar({ scrub: (to) => { this.#scrub(to); }, resume: () => { this.resume(); } });
    this.elements = [this.#timeBar.element, this.#headline.element, this.#awaited.element, this.board.element];
    this.#watching = this.#watch();
    this.#ticking = window.setInterval(() => { this.redraw(); }, tick);
    this.redraw();
  }

  /** A refusal outlasts whatever the socket that was given up still says. */
  get #status(): Status {
    return this.#refusal ?? this.#last;
  }

  redraw(): void {
    this.#scheduler.request();
  }

  /** A hidden page is told of, and not drawn. */
  seen(visible: boolean): void {
    this.#watching.setVisible(visible);
    this.redraw();
  }

  /** Joins again under another name; rows that are here need not come again. */
  renamed(): void {
    this.#watching.stop();
    this.#watching = this.#watch(this.#watching.store);
  }

  toggleFreeze(): void {
    if (this.#moment.kind === 'frozen') { this.resume(); return; }
    const shown = [...this.#watching.store.sets.values()].flatMap(({ announced }) => (announced ? [announced.seq] : []));
    if (shown.length === 0) return;
    this.#freezeAt(freeze(Math.max(...shown)));
    void recall(this.#watching, this.#timeline, pastMinutes)
      .catch((refused: unknown) => { this.#hint = `The server gives no past: ${refused instanceof Error ? refused.message : String(refused)}`; })
      .finally(() => { this.redraw(); });
  }

  resume(): void {
    this.#moment = live;
    this.#hint = '';
    this.#options.frozenAt(null);
    this.redraw();
  }

  destroy(): void {
    clearInterval(this.#ticking);
    this.#scheduler.stop();
    this.#watching.stop();
    this.#headline.destroy();
    this.board.clear();
    this.#options.header.audience.reset();
  }

  /** The server lets nobody in with this page's token: said in the place of the tries that ended. */
  refused(reason: string): void {
    this.#refusal = { kind: 'refused', reason, since: performance.now(), final: true };
    this.#options.say(`Refused: ${reason}`);
    this.redraw();
  }

  #watch(store?: FrameStore): Watching {
    const { socket, retry, topic, kiosk, settings, header } = this.#options;
    const { id, name } = settings();
    return watch(socket, topic, {
      retry,
      // A wall is nobody: it counts, and neither shows nor is shown.
      ...(kiosk ? { presence: 'off' as const } : { key: id, meta: () => ({ name }) }),
      ...(store ? { store } : {}),
      frame: (set) => { this.#take(set); },
      status: (status) => {
        this.#last = status;
        if (status.kind === 'lost' && status.next?.attempt === asksAtTry) this.#options.askWhy();
        this.#lostSince = status.kind === 'joined' ? null : this.#lostSince ?? performance.now();
        if (status.kind === 'joined' && document.hidden) this.#watching.setVisible(false);
        this.redraw();
      },
      people: (people) => { header.audience.people(people); },
      count: (watching) => { header.audience.count(watching); },
    });
  }

  #take({ result, newest }: DataSet): void {
    if (result && newest.seq !== null && !missed(this.#moment, newest.seq)) this.#timeline.add(newest.seq, result);
    if (newest.kind !== 'progress') this.#moment = collected(this.#moment);
    if (this.#asked !== null && result && this.#status.kind === 'joined') void this.#openMoment(this.#asked);
    this.redraw();
  }

  async #openMoment(at: number): Promise<void> {
    this.#asked = null;
    const now = this.#watching.store.serverNow(performance.now()) ?? at;
    try {
      await recall(this.#watching, this.#timeline, minutesBack(at, now));
    } catch { /* What is missing is told below. */ }
    if (at <= now && this.#timeline.at(at).size > 0) this.#freezeAt(freeze(at, now));
    else {
      const { utc } = this.#options.settings();
      const oldest = this.#timeline.oldest;
      this.#hint = at > now ? `The link is of ${formatClock(at, utc)}, which is yet to come. This is now.`
        : `The server no longer keeps ${formatClock(at, utc)}${oldest === null ? '' : `; its past begins at ${formatClock(oldest, utc)}`}. This is now.`;
      this.#options.say(this.#hint);
    }
    this.redraw();
  }

  #freezeAt(moment: Moment): void {
    this.#moment = moment;
    this.#hint = '';
    this.#options.frozenAt(moment.kind === 'frozen' ? moment.at : null);
    this.redraw();
  }

  #scrub(to: number): void {
    this.#moment = scrub(this.#moment, to);
    if (this.#moment.kind === 'frozen') this.#options.frozenAt(this.#moment.at);
    this.redraw();
  }

  #draw(): void {
    const at = performance.now();
    const { store } = this.#watching;
    const settings = this.#options.settings();
    const frozen = this.#moment.kind === 'frozen' ? this.#moment : null;
    const now = frozen?.at ?? store.serverNow(at) ?? Date.now();
    const view: View = { utc: settings.utc, rangeMinutes: settings.range, now, dark: isDark(settings.theme), motion: motionWelcome() };
    const lost = lostFor(this.#status, this.#lostSince, at);

    const results = frozen ? this.#timeline.at(frozen.at) : new Map<string, Result>();
    const verdicts = new Map<string, Freshness>();
    const shown = results as Map<string, Result>;
    let hasFirst = false;
    for (const set of store.sets.values()) {
      const verdict = judge(set, at, lost);
      verdicts.set(set.name, verdict.freshness);
      if (!frozen && set.result) shown.set(set.name, set.result);
      const result = shown.get(set.name) ?? null;
      const card = this.board.card(set.name);
      if (result && card.plan(result)) this.board.arrange();
      // One in each frame: the first card is on the screen before the others are made. A frozen moment comes as a whole.
      const isFirst = result !== null && card.isFirst(result);
      if (isFirst && hasFirst && !frozen) { this.redraw(); continue; }
      hasFirst ||= isFirst;
      card.tell(frozen ? headFrozen(result, verdict, view) : headLive(set, verdict, at, lost === null, view));
      if (result === null) { if (frozen) card.drawNothing('Nothing is kept of this moment.'); }
      else card.draw(result, view);
    }
    this.#headline.draw(results, view);
    this.#awaited.element.hidden = store.sets.size > 0;
    if (store.sets.size === 0) this.#awaited.show(this.#options.topic, this.#status, at);
    this.#timeBar.show(frozen, this.#timeline.oldest, this.#hint, settings.utc);
    this.#options.header.tell(describeConnection(this.#status, at), this.#describeAge(at), frozen !== null, formatClock(now, settings.utc));
    this.#announce({ connected: lost === null || lost < tick * 2, sets: verdicts });
  }

  /** The oldest rows on the page: no card is older than the head says. */
  #describeAge(at: number): string {
    if (this.#hint !== '' && this.#moment.kind === 'live') return this.#hint;
    const ages = [...this.#watching.store.sets.values()].flatMap((set) => ageOf(set, at) ?? []);
    return ages.length === 0 ? '' : `Data ${formatDuration(Math.max(...ages))} old`;
  }

  #announce(now: Condition): void {
    // All at once: a sentence put in the place of another is not read.
    const said = announce(this.#condition, now);
    if (said.length > 0) this.#options.say(said.join(' '));
    this.#condition = now;
  }
}
