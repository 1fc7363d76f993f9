// phoenix.js's own Presence class: users, tabs, leaves, a change of meta, and a stock client that names nobody.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { startNode } from './node-process.js';
import { Inbox } from './inbox.js';
import { disconnect, join, openSocket, versions } from './phoenix-versions.js';

let node;
before(async () => { node = await startNode(); });
after(() => node?.stop());

for (const [version, phoenix] of versions) {
  describe(`Presence of phoenix.js ${version}`, () => {
    test('tabs of one user are one key, users come and go, and a rejoin changes the meta', async (t) => {
      const topic = `realtime:people-${version}`;
      const ann = await watch(t, phoenix, topic, { key: 'ann', meta: { page: 'home' } });
      await ann.shows({ ann: ['home'] });
      const annToo = await watch(t, phoenix, topic, { key: 'ann', meta: { page: 'map' } });
      const bob = await watch(t, phoenix, topic, { key: 'bob', meta: { page: 'home', phx_ref: 'mine' } });
      for (const who of [ann, annToo, bob]) await who.shows({ ann: ['home', 'map'], bob: ['home'] });

      await disconnect(annToo.socket);
      for (const who of [ann, bob]) await who.shows({ ann: ['home'], bob: ['home'] });
      // phoenix.js leaves the open channel of a topic by itself when a new one joins: the key must not go in between.
      const left = [];
      bob.presence.onLeave((key, current) => { if (current.metas.length === 0) left.push(key); });
      await ann.join({ key: 'ann', meta: { page: 'help' } });
      for (const who of [ann, bob]) await who.shows({ ann: ['help'], bob: ['home'] });
      assert.deepEqual(left, []);

      await disconnect(ann.socket);
      await bob.shows({ bob: ['home'] });
      assert.deepEqual(left, ['ann']);
      const [{ metas: [meta] }] = bob.presence.list();
      assert.notEqual(meta.phx_ref, 'mine');
      assert.ok(Math.abs(Date.now() - meta.online_at) < 60_000, `online_at ${meta.online_at}`);
    });

    test('a stock client names nobody, sees the others, and is told how many watch', async (t) => {
      const topic = `realtime:stock-${version}`;
      const stock = await watch(t, phoenix, topic, {});
      const ann = await watch(t, phoenix, topic, { key: 'ann', meta: { page: 'home' } });
      const counter = await watch(t, phoenix, topic, { presence: 'count' });
      const nothing = await watch(t, phoenix, topic, { presence: 'off' });
      for (const who of [stock, ann]) {
        await who.shows({ ann: ['home'] });
        await who.watching(4);
      }
      await counter.watching(4);
      await disconnect(ann.socket);
      await stock.shows({});
      await stock.watching(3);
      await counter.watching(3);
      assert.ok(counter.events.items.every((item) => item.event === 'presence_count'));
      assert.deepEqual(nothing.events.items, []);
    });
  });
}

/** A joined client, and what its Presence shows. */
async function watch(t, phoenix, topic, params) {
  const socket = openSocket(phoenix, node);
  t.after(() => disconnect(socket));
  const watcher = {
    socket,
    events: new Inbox(),
    async join(fresh) {
      const channel = socket.channel(topic, fresh);
      for (const event of ['presence_state', 'presence_diff', 'presence_count']) channel.on(event, (payload) => watcher.events.add({ event, payload }));
      watcher.presence = new phoenix.Presence(channel);
      watcher.presence.onSync(() => watcher.events.add({ event: 'sync' }));
      assert.equal((await join(channel)).status, 'ok');
    },
    shows(expected) {
      const shown = () => Object.fromEntries(watcher.presence.list((key, { metas }) => [key, metas.map((meta) => meta.page).sort()]));
      const text = (users) => JSON.stringify(Object.entries(users).sort());
      return watcher.events.until(() => watcher.events.items.some((item) => item.event === 'sync') && text(shown()) === text(expected), `a list ${text(expected)}`);
    },
    watching(count) {
      return watcher.events.until((items) => items.findLast((item) => item.event === 'presence_count')?.payload.watching === count, `${count} watching`);
    },
  };
  await watcher.join(params);
  return watcher;
}
