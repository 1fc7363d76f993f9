// Stock phoenix.js: join, data on every interval, leave, rejoin, refusal.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { interval, startNode } from './node-process.js';
import { dataSets, inboxOf } from './inbox.js';
import { disconnect, join, openSocket, replyTo, versions } from './phoenix-versions.js';

let node;
before(async () => { node = await startNode(); });
after(() => node?.stop());

for (const [version, phoenix] of versions) {
  describe(`phoenix.js ${version}`, () => {
    test('a join is answered ok and all four data sets follow as snapshots', async (t) => {
      const { channel, inbox } = connect(t, phoenix);
      assert.equal((await join(channel)).status, 'ok');
      for (const [event, first] of await inbox.untilSnapshots()) {
        assert.ok(first.columns.length > 0 && Array.isArray(first.rows) && Array.isArray(first.key), event);
        assert.equal(typeof first.epoch, 'string', event);
        assert.equal(first.state, 'live', event);
        assert.ok(first.next_due > first.seq && first.as_of <= first.now, event);
      }
    });

    test('every data set is told of each interval, and each seq is the next_due before it', async (t) => {
      const { channel, inbox } = connect(t, phoenix);
      await join(channel);
      await inbox.untilFrames(5, 20_000);
      for (const event of dataSets) {
        // The first frame answers the join from what the node has; the beat is what follows.
        const beat = inbox.frames(event).slice(1);
        assert.ok(beat[0].seq > inbox.frames(event)[0].seq, event);
        for (let i = 1; i < beat.length; i++) {
          assert.equal(beat[i].seq - beat[i - 1].seq, interval, `${event} frame ${i}`);
          assert.equal(beat[i].seq, beat[i - 1].next_due, `${event} frame ${i}`);
        }
      }
    });

    test('after a leave the channel closes and no frame comes; a rejoin has data at once', async (t) => {
      const { socket, channel, inbox } = connect(t, phoenix);
      const watcher = connect(t, phoenix);
      await Promise.all([join(channel), join(watcher.channel)]);
      await Promise.all([inbox.untilFrames(1), watcher.inbox.untilFrames(1)]);

      const messages = [];
      socket.onMessage((message) => messages.push(message));
      const closed = new Promise((resolve) => channel.onClose(resolve));
      assert.equal((await replyTo(channel.leave())).status, 'ok');
      await closed;
      await serverClosed(socket, messages);
      // The other watcher is the clock: two more results reached it, none the channel that left.
      const left = messages.length;
      const seen = watcher.inbox.latestSeq();
      await watcher.inbox.until(() => watcher.inbox.latestSeq() >= seen + 2 * interval, 'two more intervals');
      assert.deepEqual(messages.slice(left).filter((message) => message.topic === 'realtime:acme'), []);

      const again = socket.channel('realtime:acme', {});
      const fresh = inboxOf(again);
      assert.equal((await join(again)).status, 'ok');
      await fresh.untilFrames(1, interval - 100);
      for (const event of dataSets) assert.equal(fresh.frames(event)[0].kind, 'snapshot', event);
    });

    test('a topic nobody serves is refused with a reason', async (t) => {
      const { socket } = connect(t, phoenix);
      const channel = socket.channel('unknown:x', {});
      const { status, response } = await join(channel);
      channel.leave();
      assert.deepEqual({ status, response }, { status: 'error', response: { reason: 'unmatched topic' } });
    });

    test('two sockets see the same results under the same epoch and seq', async (t) => {
      const both = [connect(t, phoenix), connect(t, phoenix)];
      await Promise.all(both.map(({ channel }) => join(channel)));
      await Promise.all(both.map(({ inbox }) => inbox.untilFrames(1)));
      const from = Math.max(...both.map(({ inbox }) => inbox.latestSeq()));
      const until = from + 2 * interval;
      await Promise.all(both.map(({ inbox }) =>
        inbox.until(() => dataSets.every((event) => inbox.frames(event).some((frame) => frame.seq >= until)), 'two more intervals')));
      const seen = both.map(({ inbox }) => dataSets.map((event) => inbox.frames(event).filter((frame) => frame.seq > from && frame.seq <= until)));
      assert.ok(seen[0].every((frames) => frames.length === 2));
      assert.deepEqual(seen[0], seen[1]);
    });
  });
}

/** A socket with a channel on realtime:acme that is cleaned up with the test. */
function connect(t, phoenix) {
  const socket = openSocket(phoenix, node);
  t.after(() => disconnect(socket));
  const channel = socket.channel('realtime:acme', {});
  return { socket, channel, inbox: inboxOf(channel) };
}

/** phoenix.js closes a channel on the leave's reply already: this waits for the server's own phx_close. */
async function serverClosed(socket, messages) {
  const isClose = (message) => message.topic === 'realtime:acme' && message.event === 'phx_close';
  if (messages.some(isClose)) return;
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('No phx_close within 5 s of the leave')), 5000);
    socket.onMessage((message) => { if (isClose(message)) { clearTimeout(timer); resolve(); } });
  });
}
