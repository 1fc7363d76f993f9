// axe finds nothing serious on any state of the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openPage, phone, until } from '../browser.js';
import { shoot } from '../screenshots.js';
import { findViolations } from '../violations.js';

async function check(t, page, state) {
  const violations = await findViolations(page);
  const [serious, others] = [violations.filter((text) => /^(serious|critical) /.test(text)), violations.filter((text) => !/^(serious|critical) /.test(text))];
  for (const text of others) t.diagnostic(`${state}: ${text}`);
  assert.deepEqual(serious, [], state);
}

export function accessibility(world) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds no serious fault on the ${colorScheme} pages`, async (t) => {
      const page = await openPage(await openContext(t, world.browser, { colorScheme }), world.node.http);
      const picture = (state) => shoot(page, `${state}-${colorScheme}-${page.viewportSize().width}`);
      const look = async (state) => {
        await picture(state);
        await check(t, page, state);
      };
      await page.locator('.welcome-topic').first().waitFor();
      await look('welcome');
      await page.goto(`${world.node.http}/?topic=acme`);
      await until(page, () => isFresh(4), 'four fresh cards');
      await look('live');
      await page.keyboard.press('f');
      await until(page, () => readPage().frozen !== '', 'a frozen page');
      for (const button of await page.getByRole('button', { name: 'Table' }).all()) await button.click();
      await look('tables');
      for (const button of await page.getByRole('button', { name: 'Table' }).all()) await button.click();
      await look('frozen');
      await page.keyboard.press('f');
      await page.keyboard.press('3');
      await until(page, () => readPage().cards.length === 1 && !readPage().cards[0].blank, 'one card');
      await picture('expanded-3');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await look('help');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await page.setViewportSize(phone);
      await until(page, () => isFresh(4), 'cards drawn anew');
      await look('live');
    });
  }

  test('axe finds no serious fault on the wall', async (t) => {
    await check(t, world.wall, 'kiosk');
  });
}
