// axe finds nothing serious on any state of the page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { openContext, openFresh, openPage, phone, until } from '../browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** As text to be evaluated rather than as a script of the page: no policy of the page forbids that. */
export async function findViolations(page) {
  await page.evaluate(`if (!globalThis.axe) { ${axe} }`);
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations);
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 4).map(({ html, any, all, none }) => `${html.slice(0, 200)} (${[...any, ...all, ...none][0]?.message})`).join(' | ')}`);
}

async function check(t, page, state) {
  const violations = await findViolations(page);
  const [serious, others] = [violations.filter((text) => /^(serious|critical) /.test(text)), violations.filter((text) => !/^(serious|critical) /.test(text))];
  for (const text of others) t.diagnostic(`${state}: ${text}`);
  assert.deepEqual(serious, [], state);
}

export function accessibility(world) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds no serious fault on the ${colorScheme} pages`, async (t) => {
      const context = await openContext(t, world.browser, { colorScheme });
      const page = await openPage(context, world.node.http);
      await page.locator('.welcome-topic').first().waitFor();
      await check(t, page, 'welcome');
      await page.goto(`${world.node.http}/?topic=acme`);
      await until(page, () => readPage().cards.length === 4 && readPage().cards.every(({ state, blank }) => state === 'fresh' && !blank), 'four fresh cards');
      await check(t, page, 'live');
      await page.keyboard.press('f');
      await until(page, () => readPage().frozen !== '', 'a frozen page');
      await check(t, page, 'frozen');
      for (const button of await page.getByRole('button', { name: 'Table' }).all()) await button.click();
      await check(t, page, 'tables');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await check(t, page, 'help');
      await page.keyboard.press('Escape');
      await page.setViewportSize(phone);
      await check(t, page, 'narrow');
    });
  }

  test('axe finds no serious fault on the wall', async (t) => {
    await check(t, world.wall, 'kiosk');
  });

  test('states are announced politely in one place, and nothing else is', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    assert.equal(await page.locator('[aria-live], [role=status], [role=alert], [role=log]').count(), 1);
    assert.equal(await page.locator('[aria-live=polite]').innerText(), '');
  });
}
