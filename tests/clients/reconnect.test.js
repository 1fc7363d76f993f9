// Stock phoenix.js comes back by itself after the server closed its socket, whatever the reason.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { startNode } from './node-process.js';
import { inboxOf } from './inbox.js';
import { disconnect, join, openSocket, versions } from './phoenix-versions.js';

for (const [version, phoenix] of versions) {
  test(`phoenix.js ${version} is back with its topics after a broken message and after a restart of the node`, async (t) => {
    let node = await startNode();
    t.after(() => node.stop());
    const socket = openSocket(phoenix, node);
    t.after(() => disconnect(socket));
    const channel = socket.channel('realtime:acme', {});
    const inbox = inboxOf(channel);
    const notices = [];
    channel.on('notice', (payload) => notices.push(payload));
    await join(channel);
    await inbox.untilFrames(1);

    socket.conn.send('not a message');
    await closedTimes(socket, 1);
    assert.equal(lastClose(socket), 1011);
    await openedTimes(socket, 2);
    const before = inbox.items.length;
    await inbox.until((items) => items.slice(before).some(isSnapshot), 'a snapshot after the broken message');

    const epoch = inbox.frames('time_series').at(-1).epoch;
    await node.stop();
    await closedTimes(socket, 2);
    assert.equal(lastClose(socket), 1012);
    assert.deepEqual(notices, [{ kind: 'drain' }]);
    node = await startNode({ port: node.port });
    await openedTimes(socket, 3);
    await inbox.until((items) => items.some((item) => isSnapshot(item) && item.payload.epoch !== epoch), 'a snapshot of another epoch');
  });
}

const isSnapshot = ({ payload }) => payload.kind === 'snapshot';

const lastClose = (socket) => socket.life.items.filter(({ event, payload }) => event === 'close' && payload.code !== 1006).at(-1)?.payload.code;

// Attempts while the node is down close with 1006 without ever having opened: they are not counted.
const closedTimes = (socket, times) => socket.life.until(
  (items) => items.filter(({ event, payload }) => event === 'close' && payload.code !== 1006).length >= times, `${times} close(s)`);

const openedTimes = (socket, times) => socket.life.until(
  (items) => items.filter(({ event }) => event === 'open').length >= times, `${times} open(s)`, 30_000);
