// The example without a library: what docs promise works as it stands.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openContext, openPage } from '../browser.js';

const html = readFileSync(new URL('../../../docs/example.html', import.meta.url), 'utf8');

export function example(world) {
  test('the example page of the documentation shows rows and their age', async (t) => {
    const context = await openContext(t, world.browser);
    const { host } = new URL(world.node.http);
    // Served from the node's own origin, as anybody would who puts it beside the page.
    await context.route(`${world.node.http}/example.html*`, (route) => route.fulfill({ body: html, contentType: 'text/html' }));
    const page = await openPage(context, `${world.node.http}/example.html?host=${host}&topic=acme`);
    await page.waitForFunction(() => document.querySelectorAll('tr').length === 11 && /^live, \d+\.\d s old$/.test(document.querySelector('p').textContent));
    const before = await page.locator('table').innerText();
    await page.waitForFunction((text) => document.querySelector('table').innerText !== text, before);
    assert.deepEqual(page.seen.faults.filter((text) => !text.includes('favicon')), []);
    assert.ok(html.split('\n').length < 40);
  });
}
