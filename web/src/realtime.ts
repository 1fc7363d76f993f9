// Watches one topic over the official Phoenix client: joins, merges, resumes, tells ages. Reusable; knows nothing of the page.
import { Presence, type Channel, type Socket } from 'phoenix';
import { FrameStore, type DataSet } from './realtime/frame-store';
import { isFrame } from './realtime/frame';
import { readPeople, type Person, type Presences } from './realtime/people';
import type { NextTry, Retry } from './realtime/retry';
import type { PastFrame } from './realtime/timeline';

export { ageOf } from './realtime/age';
export { judge, type Freshness, type Verdict } from './realtime/freshness';
export { FrameStore, type DataSet } from './realtime/frame-store';
export { Retry } from './realtime/retry';
export { Timeline } from './realtime/timeline';
export type { Person } from './realtime/people';

/** How the connection to the topic is. */
export type Status =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'joined' }
  /** The node said that it stops; the loss that follows is expected. */
  | { readonly kind: 'moving' }
  /** `since` on the monotonic clock; `next`: null when nobody says when the next try is. */
  | { readonly kind: 'lost'; readonly since: number; readonly next: NextTry | null }
  /** `final`: no retry will help. */
  | { readonly kind: 'refused'; readonly reason: string; readonly since: number; readonly final: boolean };

export interface WatchOptions {
  /** After every frame: the data set as it is known now. */
  readonly frame: (set: DataSet) => void;
  readonly status: (status: Status) => void;
  /** Who watches, yourself first; empty where only a count is told. */
  readonly people?: (people: readonly Person[]) => void;
  /** How many watch, with or without a key. */
  readonly count?: (watching: number) => void;
  /** Who you are, 1 to 128 bytes: all tabs of a user share it. Without one you are counted and not listed. */
  readonly key?: string;
  /** What others see beside your key: up to 1 KB. Asked anew at each join. */
  readonly meta?: () => Readonly<Record<string, unknown>>;
  readonly presence?: 'list' | 'count' | 'off';
  /** The one given to the socket, for its attempts to be told. */
  readonly retry?: Retry;
  /** Rows kept from watching this topic before; they are resumed and not sent again. */
  readonly store?: FrameStore;
}

export interface Watching {
  readonly store: FrameStore;
  /** A hidden page gets no rows, and a topic hidden everywhere is polled less often. */
  setVisible(visible: boolean): void;
  /** The frames of the past minutes; fold them with a `Timeline`. Rejects with the server's reason. */
  rewind(minutes: number): Promise<readonly PastFrame[]>;
  stop(): void;
}

/**
 * Watches `realtime:<topic>` on a socket of npm `phoenix` until stopped. Connect the socket yourself; one carries many topics.
 * @example
 * const retry = new Retry();
 * const socket = new Socket('ws://localhost:4000/socket', { reconnectAfterMs: retry.after });
 * socket.connect();
 * const watching = watch(socket, 'acme', { retry, status: console.log, frame: ({ name, result }) => console.log(name, result?.rows) });
 */
export function watch(socket: Socket, topic: string, options: WatchOptions): Watching {
  const store = options.store ?? new FrameStore();
  let visible = true;
  let over = false;
  let refusal: string | null = null;
  const channel = socket.channel(`realtime:${topic}`, () => ({
    delta: true,
    resume: store.resume(),
    presence: options.presence ?? 'list',
    ...(options.key === undefined ? {} : { key: options.key, meta: options.meta?.() ?? {} }),
  }));
  const tell = (status: Status) => { if (!over) options.status(status); };

  // All events come by here: names of data sets are not known beforehand.
  channel.onMessage = (event: string, payload: unknown) => {
    if (isDrain(event, payload)) tell({ kind: 'moving' });
    else if (!over && isFrame(payload)) options.frame(store.take(event, payload, performance.now()));
    return payload;
  };
  followPresence(channel, options);
  const closed = socket.onClose(() => { tell({ kind: 'lost', since: performance.now(), next: options.retry?.next ?? null }); });
  channel.onError(() => { if (socket.isConnected() && refusal === null) tell({ kind: 'lost', since: performance.now(), next: null }); });
  channel.onClose(() => { tell({ kind: 'refused', reason: refusal ?? 'closed by the server', since: performance.now(), final: true }); });

  tell({ kind: 'connecting' });
  channel.join()
    .receive('ok', () => {
      refusal = null;
      store.joined();
      tell({ kind: 'joined' });
      // Every join begins visible.
      if (!visible) tellAttention();
    })
    .receive('error', ({ reason }: { reason?: string }) => {
      refusal = reason ?? 'no reason given';
      tell({ kind: 'refused', reason: refusal, since: performance.now(), final: false });
    });

  function tellAttention(): void {
    store.hidden(!visible);
    channel.push('attention', { visible });
  }

  return {
    store,
    setVisible(is) {
      if (is === visible) return;
      visible = is;
      // Not joined: the next join begins visible, and says otherwise itself.
      if (channel.state === 'joined' && socket.isConnected()) tellAttention();
    },
    rewind: (minutes) => new Promise((resolve, reject) => {
      channel.push('rewind', { minutes })
        .receive('ok', ({ frames }: { frames: readonly PastFrame[] }) => { resolve(frames); })
        .receive('error', ({ reason }: { reason?: string }) => { reject(new Error(reason ?? 'no reason given')); })
        .receive('timeout', () => { reject(new Error('the server did not answer')); });
    }),
    stop() {
      over = true;
      socket.off([closed]);
      channel.leave();
    },
  };
}

function followPresence(channel: Channel, { people, count, key }: WatchOptions): void {
  const presence = new Presence(channel);
  presence.onSync(() => people?.(readPeople(presence.list((id: string, one: Presences) => [id, one] as const), key ?? null)));
  channel.on('presence_count', ({ watching }: { watching: number }) => { count?.(watching); });
}

/** Other notices tell of tokens, which are not the page's to renew. */
function isDrain(event: string, payload: unknown): boolean {
  return event === 'notice' && typeof payload === 'object' && payload !== null && 'kind' in payload && payload.kind === 'drain';
}
