// The node dies, and comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openFresh, openPage, until } from '../browser.js';
import { startNode } from '../../clients/node-process.js';
import { shoot } from '../screenshots.js';
import { findViolations } from '../violations.js';

/** A beat of the demo's store is 5 s: rows are stale after six of them. */
const staleWithin = 60_000;

export function nodeLoss(world) {
  test('a killed node leaves late and then stale cards with their last values, and the page comes back by itself', async (t) => {
    let node = await startNode();
    t.after(() => node.stop());
    const context = await openContext(t, world.browser);
    const page = await openFresh(context, `${node.http}/?topic=acme`);
    await page.evaluate(() => { watchForBlanks(); listen(); });
    const before = await page.evaluate(() => readPage());

    await node.kill();
    const late = await until(page, () => readPage().cards.every(({ state }) => state === 'late') && readPage(), 'late cards');
    for (const { badge, note } of late.cards) {
      assert.equal(badge, '▲ late');
      assert.match(note, /^since \d\d:\d\d:\d\d · not connected$/);
    }
    await until(page, () => /^▲ Connection lost · attempt \d+ (in \d+ s|now)$/.test(readPage().connection), 'which attempt comes when');
    await shoot(page, 'late-light-1440');
    await until(page, () => Number(/attempt (\d+)/.exec(readPage().connection)?.[1]) >= 3, 'further attempts');
    await until(page, () => said.some((text) => text.includes('Connection lost. The last values stay.')), 'word of it');

    const stale = await until(page, () => readPage().cards.every(({ state }) => state === 'stale') && readPage(), 'stale cards', undefined, staleWithin);
    for (const [i, { badge, note, age, text }] of stale.cards.entries()) {
      assert.equal(badge, '■ stale');
      assert.match(note, /^since \d\d:\d\d:\d\d · not connected$/);
      assert.match(age, /^(\d{2,} s|\d+ min) old$/);
      // Rows may have come between the first look and the kill, never after it.
      assert.equal(text, late.cards[i].text);
    }
    await shoot(page, 'stale-light-1440');
    await page.emulateMedia({ colorScheme: 'dark' });
    await until(page, () => document.documentElement.dataset.theme === 'dark', 'the dark page');
    await shoot(page, 'stale-dark-1440');
    assert.deepEqual((await findViolations(page)).filter((text) => /^(serious|critical) /.test(text)), []);
    await page.emulateMedia({ colorScheme: 'light' });

    node = await startNode({ port: node.port });
    const back = await until(page, () => isCurrent(4) && readPage(), 'fresh cards of the new node', undefined, staleWithin);
    assert.equal(back.connection, '● Connected');
    await until(page, () => said.some((text) => text.includes('Connected again.')), 'word of it');
    assert.notDeepEqual(back.cards.map(({ text }) => text), before.cards.map(({ text }) => text));
    assert.deepEqual(await page.evaluate(() => globalThis.blanks), []);
    // Attempts that fail are the only thing the console may complain of.
    assert.deepEqual(page.seen.faults.filter((text) => !/^WebSocket connection to .* failed/.test(text)), []);
  });

  test('a page whose socket cannot connect says what it waits for', async (t) => {
    const context = await openContext(t, world.browser);
    await context.routeWebSocket(/\/socket/, (socket) => socket.close({ code: 1013 }));
    const page = await openPage(context, `${world.node.http}/?topic=acme`);
    await page.getByText(/attempt \d+ (in \d+ s|now)\. Nothing of acme has been received yet\./).waitFor();
    await shoot(page, 'awaiting-light-1440');
  });
}
