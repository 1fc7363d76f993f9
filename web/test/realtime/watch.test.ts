// watch() with the official client over a socket that is only a pair of arrays.
// @vitest-environment jsdom
import { Socket } from 'phoenix';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Retry, watch, type DataSet, type Status } from '../../src/realtime';
import { delta, progress, snapshot, start } from './frames';

type Message = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: Record<string, unknown>];

class Wire {
  static all: Wire[] = [];
  readyState = 0;
  bufferedAmount = 0;
  sent: Message[] = [];
  onopen = () => { /* Set by the client. */ };
  onclose: (event: object) => void = () => { /* Set by the client. */ };
  onmessage: (event: { data: string }) => void = () => { /* Set by the client. */ };
  constructor() { Wire.all.push(this); }
  send(text: string) { this.sent.push(JSON.parse(text) as Message); }
  close() { this.drop(); }
  open() { this.readyState = 1; this.onopen(); }
  drop() { if (this.readyState !== 3) { this.readyState = 3; this.onclose({ code: 1006 }); } }
  hear(message: Message) { this.onmessage({ data: JSON.stringify(message) }); }
  reply(to: Message, status: string, response: object) { this.hear([to[0], to[1], to[2], 'phx_reply', { status, response }]); }
  last(event: string) { const found = this.sent.findLast((message) => message[3] === event); if (!found) throw new Error(`no ${event}`); return found; }
}

let states: Status[], sets: DataSet[], watching: ReturnType<typeof watch>;
const wire = () => { const last = Wire.all.at(-1); if (!last) throw new Error('no wire'); return last; };
const push = (event: string, payload: object) => { wire().hear([null, null, 'realtime:acme', event, payload as Record<string, unknown>]); };

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
  states = [];
  sets = [];
  const retry = new Retry();
  const socket = new Socket('ws://node/socket', { transport: Wire as unknown as new (endpoint: string) => object, reconnectAfterMs: retry.after });
  socket.connect();
  watching = watch(socket, 'acme', { retry, key: 'me', meta: () => ({ name: 'Ann' }), status: (state) => states.push(state), frame: (set) => sets.push(set) });
  wire().open();
});
afterEach(() => { vi.useRealTimers(); });

const join = () => { wire().reply(wire().last('phx_join'), 'ok', {}); };

describe('watch', () => {
  it('joins with deltas, who you are, and nothing to resume', () => {
    expect(wire().last('phx_join')[4]).toEqual({ delta: true, resume: {}, presence: 'list', key: 'me', meta: { name: 'Ann' } });
    join();
    expect(states.map(({ kind }) => kind)).toEqual(['connecting', 'joined']);
  });

  it('takes every data set by whatever name, and no other event', () => {
    join();
    push('viewers', snapshot(0, [['US', 1]]));
    push('viewers', delta(1, 0, [['US', 2]]));
    push('presence_count', { watching: 3 });
    push('later_event', { kind: 'unknown' });
    expect(sets.map(({ name, result }) => [name, result?.rows])).toEqual([['viewers', [['US', 1]]], ['viewers', [['US', 2]]]]);
  });

  it('tells the attempt and its time when the connection is lost, and resumes by itself', () => {
    join();
    push('viewers', snapshot(0, [['US', 1]]));
    wire().drop();
    expect(states.at(-1)).toMatchObject({ kind: 'lost', next: { attempt: 1 } });
    vi.advanceTimersByTime(200);
    wire().open();
    expect(wire().last('phx_join')[4]).toMatchObject({ resume: { viewers: { epoch: 'a', seq: start } } });
    join();
    expect(states.at(-1)).toEqual({ kind: 'joined' });
  });

  it('says that it is hidden, and again after a reconnect, since every join begins visible', () => {
    join();
    watching.setVisible(false);
    expect(wire().last('attention')[4]).toEqual({ visible: false });
    wire().drop();
    vi.advanceTimersByTime(200);
    wire().open();
    join();
    expect(wire().last('attention')[4]).toEqual({ visible: false });
    push('viewers', progress(1));
  });

  it('gives the frames of a rewind, or the reason there are none', async () => {
    join();
    const past = watching.rewind(5);
    wire().reply(wire().last('rewind'), 'ok', { from: start, frames: [{ event: 'viewers', payload: snapshot(0, []) }] });
    expect(await past).toHaveLength(1);
    const refused = watching.rewind(50);
    wire().reply(wire().last('rewind'), 'error', { reason: 'at most 10.67' });
    await expect(refused).rejects.toThrow('at most 10.67');
  });

  it('tells a refusal, and that it is final when the server closes', () => {
    const asked = wire().last('phx_join');
    wire().reply(asked, 'error', { reason: 'invalid topic: no key' });
    expect(states.at(-1)).toMatchObject({ kind: 'refused', reason: 'invalid topic: no key', final: false });
    wire().hear([asked[0], asked[1], asked[2], 'phx_close', {}]);
    expect(states.at(-1)).toMatchObject({ kind: 'refused', reason: 'invalid topic: no key', final: true });
  });

  it('tells nothing after it was stopped', () => {
    join();
    watching.stop();
    const told = states.length;
    push('viewers', snapshot(0, []));
    wire().drop();
    expect(states).toHaveLength(told);
    expect(sets).toEqual([]);
  });
});
