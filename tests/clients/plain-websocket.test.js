// The plain JavaScript of the README, taken from the README and run as it stands there.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';
import { startNode } from './node-process.js';
import { Inbox, dataSets } from './inbox.js';

let node;
before(async () => { node = await startNode(); });
after(() => node?.stop());

test('the plain JavaScript of the README shows every data set', async (t) => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const code = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, block]) => block).find((block) => block.includes('new WebSocket('));
  assert.ok(code, 'README.md has a js block with a plain WebSocket');
  assert.ok(code.trim().split('\n').length <= 20, 'twenty lines at most');

  const printed = new Inbox();
  let socket;
  class Spied extends WebSocket {
    constructor(url) {
      assert.equal(new URL(url).host, 'localhost:4000');
      super(url.replace('localhost:4000', `127.0.0.1:${node.port}`));
      socket = this;
    }
  }
  const timers = [];
  const page = {
    WebSocket: Spied,
    console: { log: (...args) => printed.add({ event: args[0], payload: args[1] }) },
    setInterval: (...args) => { const timer = setInterval(...args); timers.push(timer); return timer; },
  };
  t.after(() => { timers.forEach(clearInterval); socket?.terminate(); });
  new Function(...Object.keys(page), code)(...Object.values(page));
  await printed.until((items) => dataSets.every((event) => items.some((item) => item.event === event && Array.isArray(item.payload))), 'rows of each data set');
});
