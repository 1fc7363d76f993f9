// A hidden page costs little and is current again as soon as it is seen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openFresh, openPage, until, untilMessage } from '../browser.js';

const rowsOf = ({ cards }) => cards.map(({ text }) => text);

export function attention(world) {
  test('a hidden page gets no rows, and shows those of now as soon as it is seen again', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    const { sent, received } = page.seen;
    await setVisible(page, false);
    const told = await untilMessage(page, sent, 0, ({ event }) => event === 'attention', 'word that the page is hidden');
    assert.deepEqual(told.payload, { visible: false });
    await untilMessage(page, received, 0, ({ ref, event }) => event === 'phx_reply' && ref === told.ref, 'the reply to it');
    const [from, before] = [received.length, await page.evaluate(() => readPage())];

    // The wall beside it has seen newer rows, and this page has been told of them.
    const onWall = rowsOf(await world.wall.evaluate(() => readPage()));
    await until(world.wall, (rows) => readPage().cards.every(({ text }, i) => text !== rows[i]), 'newer rows on the wall', onWall);
    await untilMessage(page, received, from, ({ payload }) => payload.kind === 'progress' && payload.as_of !== null, 'progress');
    assert.deepEqual([...new Set(received.slice(from).flatMap(({ payload }) => payload.kind ?? []))], ['progress']);
    assert.deepEqual(rowsOf(await page.evaluate(() => readPage())), rowsOf(before));

    const hiddenUntil = received.length;
    await setVisible(page, true);
    const isNewer = (rows) => readPage().cards.every(({ text, state }, i) => /fresh|slow/.test(state) && text !== rows[i]);
    await until(page, isNewer, 'newer rows at once', rowsOf(before));
    const { received: all } = page.seen;
    for (const name of before.cards.map((card) => card.name)) {
      assert.ok(all.slice(hiddenUntil).some(({ event, payload }) => event === name && payload.kind !== 'progress'), `no rows of ${name} after the return`);
    }
    // On a busy machine the node may miss a beat: then it is missing on the wall too.
    for (const { name, gap } of (await page.evaluate(() => readPage())).cards) {
      const isMissed = (which) => readPage().cards.some((card) => card.name === which && card.gap !== '');
      if (gap !== '') await until(world.wall, isMissed, `an absence that was wanted is told as a gap of ${name}: ${gap}`, name);
    }
    assert.deepEqual(page.seen.faults, []);
  });

  test('a page opened in the background says so when it joins', async (t) => {
    const context = await openContext(t, world.browser);
    await context.addInitScript(() => {
      Object.defineProperty(Document.prototype, 'hidden', { get: () => true, configurable: true });
      Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden', configurable: true });
    });
    const page = await openPage(context, `${world.node.http}/?topic=acme`);
    const told = await untilMessage(page, page.seen.sent, 0, ({ event }) => event === 'attention', 'word that the page is hidden');
    assert.deepEqual(told.payload, { visible: false });
    await setVisible(page, true);
    await until(page, () => isCurrent(4), 'four fresh cards');
  });
}

/** A browser without a screen never hides a page: its answer is replaced and its event sent. */
function setVisible(page, visible) {
  return page.evaluate((is) => {
    Object.defineProperty(document, 'hidden', { get: () => !is, configurable: true });
    Object.defineProperty(document, 'visibilityState', { get: () => (is ? 'visible' : 'hidden'), configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visible);
}
