// Numbers move by themselves, and everything the page needs comes from its own node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openFresh, openPage, until } from '../browser.js';
import { shoot } from '../screenshots.js';

export function moving(world) {
  test('the figures and panels of the video pack fit the screen of a desk and change by themselves', async (t) => {
    const page = await openFresh(await openContext(t, world.browser, { reducedMotion: 'no-preference' }), `${world.node.http}/?topic=acme`);
    const first = await page.evaluate(() => readPage());
    assert.deepEqual(first.cards.map(({ title }) => title), ['Viewers over time', 'Top titles', 'Viewers by country', 'Startup time']);
    assert.equal(first.headline.length, 5);
    assert.ok(first.headline.every((value) => /\d/.test(value)), first.headline.join());
    assert.equal(first.connection, '● Connected');
    assert.match(first.age, /^Data \d+(\.\d)? s old$/);
    const fits = await page.evaluate(() => {
      const { scrollHeight, scrollWidth } = document.scrollingElement;
      return [scrollHeight <= innerHeight, scrollWidth <= innerWidth];
    });
    assert.deepEqual(fits, [true, true], 'it fits');
    assert.equal(await page.locator('[aria-live], [role=status], [role=alert], [role=log]').count(), 1, 'one place says aloud what changed');
    await shoot(page, 'live-light-1440');

    await until(page, (before) => {
      const { headline, cards } = readPage();
      return headline.join() !== before.headline.join() && cards.every(({ text }, i) => text !== before.cards[i].text);
    }, 'other figures in the headline and in every panel', first);
    assert.deepEqual(page.seen.faults, []);
    const { host } = new URL(world.node.http);
    assert.deepEqual(page.seen.requests.filter((address) => new URL(address).host !== host), []);
  });

  test('the page without a topic offers those of the node; one press watches one; range and zone are remembered', async (t) => {
    const context = await openContext(t, world.browser);
    const page = await openPage(context, world.node.http);
    await page.locator('.welcome-topic').first().waitFor();
    await page.getByRole('button', { name: 'acme', exact: true }).click();
    await until(page, () => readPage().cards.some(({ state, blank }) => /fresh|slow/.test(state) && !blank), 'a card of acme');
    assert.equal(new URL(page.url()).search, '?topic=acme');
    await page.getByRole('button', { name: 'UTC' }).click();
    await page.getByRole('button', { name: '30 min' }).click();
    await page.reload();
    await until(page, () => isCurrent(4), 'cards after the reload');
    assert.deepEqual(await page.locator('.segments [aria-pressed="true"]').allInnerTexts(), ['30 min', 'UTC']);
    // The twin writes times in the zone that was chosen: within two minutes of now in UTC, hours away in the browser's own.
    await page.locator('section.card', { hasText: 'Viewers over time' }).getByRole('button', { name: 'Table' }).click();
    const [hours, minutes] = (await page.locator('section.card tbody th').first().innerText()).split(':').map(Number);
    const now = new Date();
    const apart = (now.getUTCHours() * 60 + now.getUTCMinutes() - hours * 60 - minutes + 1440) % 1440;
    assert.ok(apart <= 2, `${apart} minutes from now in UTC`);

    await page.goBack();
    await page.locator('.welcome-topic').first().waitFor();
    assert.equal(await page.locator('section.card').count(), 0);
    assert.deepEqual(page.seen.faults, []);
  });
}
