// phoenix.js with the example of docs/protocol.md: deltas, resumed over a reconnect; a stock client beside it never sees one.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { startNode } from './node-process.js';
import { Inbox, dataSets, inboxOf } from './inbox.js';
import { disconnect, join, openSocket, replyTo, versions } from './phoenix-versions.js';

const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const example = [...protocol.matchAll(/```js\n([\s\S]*?)```/g)].map(([, block]) => block).find((block) => block.includes('function watch('));
const watch = new Function(`${example}; return watch;`)();

let node;
before(async () => { node = await startNode(); });
after(() => node?.stop());

for (const [version, phoenix] of versions) {
  test(`phoenix.js ${version} keeps the server's rows by deltas, through a reconnect`, async (t) => {
    const stockSocket = openSocket(phoenix, node);
    const socket = openSocket(phoenix, node);
    t.after(() => Promise.all([disconnect(stockSocket), disconnect(socket)]));
    const stockChannel = stockSocket.channel('realtime:acme', {});
    const stock = inboxOf(stockChannel);
    await join(stockChannel);
    await stock.untilFrames(1);

    const shown = new Inbox();
    const channel = watch(socket, 'realtime:acme', dataSets, (event, rows, frame) => shown.add({ event, payload: frame, rows }));
    await shown.until((items) => items.some(isDeltaOf('time_series')), 'a delta of the series', 40_000);

    const away = shown.items.length;
    socket.conn.send('not a message');
    await socket.life.until((items) => items.filter(({ event }) => event === 'open').length >= 2, 'the socket is open again');
    await shown.until((items) => items.slice(away).some(isDeltaOf('time_series')), 'a delta of the series after the reconnect', 40_000);
    // The stock client has kept the node's copy of the topic alive: there was no reason for a snapshot.
    assert.deepEqual(shown.items.slice(away).filter(isOf('time_series')).filter(({ payload }) => payload.kind === 'snapshot'), []);

    const until = Math.max(...shown.items.filter(isDelta).map(({ payload }) => payload.seq));
    await stock.until((items) => items.some((item) => item.payload.seq >= until && item.event === 'time_series'), 'the stock client is as far');
    for (const event of dataSets) {
      const theirs = new Map(stock.frames(event).filter(({ kind }) => kind === 'snapshot').map((frame) => [frame.seq, frame.rows]));
      const both = shown.items.filter((item) => item.event === event && item.payload.kind !== 'progress' && theirs.has(item.payload.seq));
      assert.ok(both.length > 0, `no result of ${event} that both got`);
      for (const { payload, rows } of both) assert.deepEqual(comparable(event, rows), comparable(event, theirs.get(payload.seq)), `${event} ${payload.kind} ${payload.seq}`);
    }
    assert.deepEqual(stock.items.filter(isDelta), []);

    const { status, response } = await replyTo(channel.push('rewind', { minutes: 1 }));
    assert.equal(status, 'ok');
    checkRewind(response);
    assert.equal((await replyTo(channel.push('rewind', { minutes: 1e6 }))).response.reason.slice(0, 22), 'invalid minutes: found');
  });
}

const isOf = (event) => (item) => item.event === event;
const isDelta = ({ payload }) => payload.kind === 'delta';
const isDeltaOf = (event) => (item) => item.event === event && isDelta(item);

/** Rows of a table may come in any order; buckets and points may not. */
function comparable(event, rows) {
  return ['time_series', 'startup_time'].includes(event) ? rows : rows.map((row) => JSON.stringify(row)).sort();
}

function checkRewind({ from, frames }) {
  assert.equal(from, frames[0].payload.seq);
  const last = {};
  for (const { event, payload } of frames) {
    const before = last[event];
    assert.ok(payload.kind === 'snapshot' || (payload.kind === 'delta' && before && payload.base === before.seq && payload.epoch === before.epoch), event);
    last[event] = payload;
  }
  assert.deepEqual(Object.keys(last).sort(), [...dataSets].sort());
  assert.deepEqual(frames.map(({ payload }) => payload.seq), frames.map(({ payload }) => payload.seq).sort((a, b) => a - b));
  assert.ok(frames.some(({ payload }) => payload.kind === 'delta'));
}
