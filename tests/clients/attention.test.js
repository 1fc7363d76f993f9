// Hidden tabs with stock phoenix.js: they tell, get progress only, and the rows at once on return. A client that knows nothing of it notices nothing.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { interval, startNode } from './node-process.js';
import { dataSets, inboxOf } from './inbox.js';
import { disconnect, join, openSocket, replyTo, versions } from './phoenix-versions.js';

const hiddenFactor = 3;

let node;
before(async () => { node = await startNode({ settings: [`--Realtime:Polling:HiddenFactor=${hiddenFactor}`] }); });
after(() => node?.stop());

for (const [version, phoenix] of versions) {
  describe(`phoenix.js ${version}`, () => {
    test('a hidden tab gets progress only and a snapshot at once on return; a stock client beside it keeps its beat', async (t) => {
      const [hidden, stock] = [await watch(t, phoenix, 'acme'), await watch(t, phoenix, 'acme')];
      assert.deepEqual(await look(hidden, { visible: false }), { status: 'ok', response: {} });
      const from = hidden.inbox.items.length;
      const stockFrom = stock.inbox.items.length;
      // Rows that changed reached the stock client, and the hidden tab was told under the same seq that there were some.
      const fresh = await stock.inbox.until((items) => items.slice(stockFrom).find(isSnapshot), 'rows for the stock client', 30_000);
      await hidden.inbox.until(
        (items) => items.slice(from).some(({ event, payload }) => event === fresh.event && payload.seq === fresh.payload.seq), 'progress for the hidden tab');
      const told = hidden.inbox.items.slice(from);
      assert.ok(told.every(({ payload }) => payload.kind === 'progress' && payload.rows === undefined), JSON.stringify(told));
      const twin = told.find(({ event, payload }) => event === fresh.event && payload.seq === fresh.payload.seq).payload;
      assert.equal(twin.next_due, fresh.payload.next_due);

      const before = hidden.inbox.items.length;
      assert.equal((await look(hidden, { visible: true })).status, 'ok');
      await hidden.inbox.until(
        (items) => dataSets.every((event) => items.slice(before).some((item) => item.event === event && isSnapshot(item))), 'a snapshot of each data set', interval - 100);

      for (const event of dataSets) {
        const beat = stock.inbox.frames(event).slice(1);
        for (let i = 0; i < beat.length; i++) {
          assert.equal(beat[i].state, 'live', event);
          if (i > 0) assert.equal(beat[i].seq, beat[i - 1].next_due, event);
        }
      }
    });

    test('a topic that nobody looks at is polled less often and says so, until somebody does', async (t) => {
      const only = await watch(t, phoenix, 'globex');
      await look(only, { visible: false });
      const slow = await only.inbox.until((items) => items.find(({ payload }) => payload.state === 'slow'), 'state slow');
      assert.equal(slow.payload.reason, `nobody looks; polled every ${(hiddenFactor * interval) / 1000} s`);
      const later = await only.inbox.until((items) => items.find(({ event, payload }) => event === slow.event && payload.seq > slow.payload.seq), 'the next poll');
      assert.equal(later.payload.seq, slow.payload.next_due);

      await look(only, { visible: true });
      const live = await only.inbox.until(
        (items) => items.find(({ event, payload }) => event === slow.event && payload.state === 'live' && payload.seq > later.payload.seq), 'live again');
      assert.ok(live.payload.seq < later.payload.next_due, 'sooner than announced while hidden');
    });

    test('attention that says nothing is refused with a reason, and the channel lives on', async (t) => {
      const { channel, inbox } = await watch(t, phoenix, 'acme');
      const { status, response } = await replyTo(channel.push('attention', { visible: 'no' }));
      assert.equal(status, 'error');
      assert.match(response.reason, /expected \{"visible": true\}/);
      const seen = inbox.items.length;
      await inbox.until((items) => items.length > seen, 'more frames');
    });
  });
}

const isSnapshot = ({ payload }) => payload.kind === 'snapshot';

const look = ({ channel }, payload) => replyTo(channel.push('attention', payload));

/** A client of its own that has the rows of every data set. */
async function watch(t, phoenix, key) {
  const socket = openSocket(phoenix, node);
  t.after(() => disconnect(socket));
  const channel = socket.channel(`realtime:${key}`, {});
  const inbox = inboxOf(channel);
  assert.equal((await join(channel)).status, 'ok');
  await inbox.untilSnapshots(30_000);
  return { channel, inbox };
}
