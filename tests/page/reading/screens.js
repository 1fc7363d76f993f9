// The wall and the narrow screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openPage, phone, until } from '../browser.js';
import { shoot } from '../screenshots.js';

const overflow = (page) => page.evaluate(() => {
  const { scrollWidth } = document.scrollingElement;
  const wide = [...document.querySelectorAll('#page *')].filter((element) => element.checkVisibility()
    && element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.unseen, .map-world'));
  return scrollWidth <= innerWidth ? '' : `${scrollWidth} px: ${wide.map((element) => `${element.tagName} ${element.className}`).join(', ')}`;
});

export function screens(world) {
  test('a wall has no controls, says its topic and the time, and is no person to others', async () => {
    const { wall } = world;
    await until(wall, () => readPage().cards.length === 4 && readPage().cards.every(({ blank }) => !blank), 'all cards');
    const controls = await wall.evaluate(() => [...document.querySelectorAll('header button, header input, .card-buttons button')]
      .filter((control) => control.checkVisibility()).length);
    assert.equal(controls, 0);
    assert.equal(await wall.locator('h1').innerText(), 'acme');
    assert.match(await wall.locator('.clock').innerText(), /^\d\d:\d\d:\d\d$/);
    const join = wall.seen.sent.find(({ event }) => event === 'phx_join');
    assert.deepEqual([join.payload.presence, join.payload.key], ['off', undefined]);
    assert.equal(await wall.evaluate(() => document.scrollingElement.scrollHeight <= innerHeight), true, 'a wall cannot be scrolled');
    await shoot(wall, 'kiosk-light-1440');
    await wall.emulateMedia({ colorScheme: 'dark' });
    await until(wall, () => document.documentElement.dataset.theme === 'dark', 'the dark wall');
    await shoot(wall, 'kiosk-dark-1440');
    await wall.emulateMedia({ colorScheme: null });
    await until(wall, () => document.documentElement.dataset.theme === 'light', 'the light wall');
    assert.deepEqual(wall.seen.faults, []);
  });

  test('on a phone nothing overflows sideways, whatever the page shows', async (t) => {
    const context = await openContext(t, world.browser, { viewport: phone, hasTouch: true, isMobile: true });
    const page = await openPage(context, world.node.http);
    await page.locator('.welcome-topic').first().waitFor();
    assert.equal(await overflow(page), '', 'welcome');
    await shoot(page, 'welcome-light-390');

    await page.goto(`${world.node.http}/?topic=acme`);
    await until(page, () => isCurrent(4), 'four fresh cards');
    assert.equal(await overflow(page), '', 'live');
    await shoot(page, 'live-light-390');
    const path = new URL('../../../artifacts/screenshots/live-light-390-all.png', import.meta.url).pathname;
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });

    for (const button of await page.getByRole('button', { name: 'Table' }).all()) await button.click();
    assert.equal(await overflow(page), '', 'tables');
    for (const button of await page.getByRole('button', { name: 'Table' }).all()) await button.click();
    await page.getByRole('button', { name: 'Freeze' }).click();
    await until(page, () => readPage().frozen !== '', 'a frozen page');
    assert.equal(await overflow(page), '', 'frozen');
    await page.evaluate(() => { scrollTo(0, 0); });
    await shoot(page, 'frozen-light-390');
    await page.getByRole('button', { name: 'Expand' }).nth(2).click();
    await until(page, () => readPage().cards.length === 1 && !readPage().cards[0].blank, 'one card');
    assert.equal(await overflow(page), '', 'expanded');
    await shoot(page, 'expanded-3-light-390');
    await page.getByRole('button', { name: 'Keyboard help' }).click();
    assert.equal(await overflow(page), '', 'help');
    await shoot(page, 'help-light-390');
  });
}
