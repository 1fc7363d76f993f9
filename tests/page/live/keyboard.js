// Everything can be done with the keyboard, and one sees where one is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openFresh, until } from '../browser.js';
import { shoot } from '../screenshots.js';

export function keyboard(world) {
  test('Tab reaches every control from top to bottom, each with a visible focus', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    await page.keyboard.press('f');
    await until(page, () => document.querySelector('input[type=range]')?.disabled === false, 'a frozen page with a past');
    const controls = await page.evaluate(() => {
      const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
        .filter((element) => element.checkVisibility() && !element.disabled && element.tabIndex >= 0);
      all.forEach((element, i) => { element.dataset.stop = String(i); });
      document.activeElement.blur();
      return all.map((element) => element.outerHTML.slice(0, 160));
    });
    const stops = [];
    for (let i = 0; i < controls.length; i++) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(() => {
        const element = document.activeElement;
        const look = (of) => { const { outlineStyle, outlineWidth, stroke, strokeWidth, boxShadow } = getComputedStyle(of); return [outlineStyle, outlineStyle === 'none' ? '' : outlineWidth, stroke, strokeWidth, boxShadow].join(' '); };
        const looks = () => [element, ...element.children].map(look).join();
        const focused = looks();
        element.blur();
        const plain = looks();
        element.focus({ preventScroll: true, focusVisible: true });
        return { stop: Number(element.dataset.stop ?? -1), isVisible: focused !== plain, html: element.outerHTML.slice(0, 160) };
      }));
    }
    assert.deepEqual(stops.filter(({ isVisible }) => !isVisible).map(({ html }) => html), [], 'no visible focus');
    assert.deepEqual(stops.map(({ stop }) => stop), controls.map((_, i) => i), `not in the order of the page:\n${controls.map((html, i) => `${i} ${html}`).join('\n')}`);
  });

  test('the keys 1 to 4 give a card the whole board and Escape gives it back', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    const titles = ['Viewers over time', 'Top titles', 'Viewers by country', 'Startup time'];
    for (const [i, title] of titles.entries()) {
      await page.keyboard.press(String(i + 1));
      await until(page, (only) => readPage().cards.length === 1 && readPage().cards[0].title === only && !readPage().cards[0].blank, `${title} alone`, title);
      assert.equal(await page.evaluate(() => document.activeElement.querySelector('h2')?.innerText), title);
      await shoot(page, `expanded-${i + 1}-light-1440`);
    }
    await page.keyboard.press('Escape');
    await until(page, () => readPage().cards.length === 4, 'all cards');
  });

  test('the question mark shows the keys, and keys typed into a field do nothing else', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard' });
    await dialog.waitFor();
    await shoot(page, 'help-light-1440');
    await page.keyboard.press('f');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Topic').fill('');
    await page.keyboard.type('f1t?');
    assert.equal(await page.getByLabel('Topic').inputValue(), 'f1t?');
    const { frozen, cards } = await page.evaluate(() => readPage());
    assert.deepEqual([frozen, cards.length, await page.getByRole('dialog').count()], ['', 4, 0]);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  });

  test('a chart is read and zoomed with the keyboard, and keeps its zoom while points arrive', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    const chart = page.locator('.chart-plot').first();
    await chart.focus();
    await page.keyboard.press('Home');
    const first = await page.locator('.chart-time').innerText();
    assert.match(first, /^at \d\d:\d\d:\d\d$/);
    await page.keyboard.press('PageDown');
    assert.notEqual(await page.locator('.chart-time').innerText(), first);
    await page.keyboard.press('+');
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    const from = page.seen.received.length;
    await until(page, (text) => readPage().cards[1].text !== text, 'newer rows', (await page.evaluate(() => readPage())).cards[1].text);
    assert.ok(page.seen.received.length > from && await page.getByRole('button', { name: 'Show all' }).isVisible());
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'Show all' }).waitFor({ state: 'hidden' });
    await page.locator('.chart-key', { hasText: 'viewers' }).click();
    assert.equal(await page.locator('.chart-key', { hasText: 'viewers' }).getAttribute('aria-pressed'), 'false');
  });
}
