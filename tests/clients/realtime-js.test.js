// Stock @supabase/realtime-js: its channel("acme") is our realtime:acme, a data set is an event of that name.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { RealtimeClient } from '@supabase/realtime-js';
import WebSocket from 'ws';
import { startNode } from './node-process.js';
import { Inbox, dataSets } from './inbox.js';

let node;
before(async () => { node = await startNode(); });
after(() => node?.stop());

test('realtime-js subscribes and gets every data set, then leaves', async (t) => {
  const client = connect(t);
  const statuses = new Inbox();
  const inbox = new Inbox();
  const channel = client.channel('acme');
  // Anything that is not broadcast, presence or postgres_changes is matched by the event's name alone; the filter is not looked at.
  for (const event of dataSets) channel.on(event, {}, (payload) => inbox.add({ event, payload }));
  channel.subscribe((status, error) => statuses.add({ event: status, payload: error?.message }));

  await statuses.until((items) => items.length > 0, 'a status');
  assert.deepEqual(statuses.items, [{ event: 'SUBSCRIBED', payload: undefined }]);
  await inbox.untilSnapshots();
  await inbox.untilFrames(3);

  assert.equal(await client.removeChannel(channel), 'ok');
  await statuses.until((items) => items.at(-1).event === 'CLOSED', 'CLOSED');
});

test('a topic joined with presence and a private flag is subscribed all the same', async (t) => {
  const client = connect(t);
  const statuses = new Inbox();
  const channel = client.channel('acme', { config: { private: true, presence: { key: 'ada', enabled: true } } });
  channel.on('presence', { event: 'sync' }, () => {});
  channel.subscribe((status, error) => statuses.add({ event: status, payload: error?.message }));
  await statuses.until((items) => items.length > 0, 'a status');
  assert.deepEqual(statuses.items, [{ event: 'SUBSCRIBED', payload: undefined }]);
});

/** realtime-js insists on an `apikey` parameter; the node does not look at it. */
function connect(t) {
  const client = new RealtimeClient(node.socket, { transport: WebSocket, params: { apikey: 'none' } });
  t.after(() => client.removeAllChannels());
  return client;
}
