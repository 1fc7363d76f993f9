// The example without a library: what docs promise works as it stands.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { openContext, openPage } from '../browser.js';

const html = readFileSync(new URL('../../../docs/example.html', import.meta.url), 'utf8');

export function example(world) {
  test('the example page of the documentation, served from another port, shows rows and their age', async (t) => {
    const server = createServer((request, response) => { response.setHeader('Content-Type', 'text/html').end(html); }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const address = `http://127.0.0.1:${server.address().port}/?host=${new URL(world.node.http).host}&topic=acme`;
    const page = await openPage(await openContext(t, world.browser), address);
    await page.waitForFunction(() => document.querySelectorAll('tr').length === 11
      && /^(live|slow|late)\b.*, \d+\.\d s old$/.test(document.querySelector('p').textContent));
    const before = await page.locator('table').innerText();
    await page.waitForFunction((text) => document.querySelector('table').innerText !== text, before);
    assert.deepEqual(page.seen.faults, []);
    assert.ok(html.split('\n').length <= 40);
  });
}
