// Everything can be done with the keyboard, and one sees where one is.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openContext, openFresh, until } from '../browser.js';
import { shoot } from '../screenshots.js';
import { twins } from './twins.js';

export function keyboard(world) {
  // One page, one test after the other: each leaves it as it was.
  describe('without a pointer', { concurrency: false }, () => {
    let page;
    before(async () => { page = await openFresh(await openContext(null, world.browser), `${world.node.http}/?topic=acme`); });
    cases(() => page);
    twins(() => page);
  });
}

function cases(pageOf) {
  test('Tab reaches every control from top to bottom, each with a visible focus', async () => {
    const page = pageOf();
    await page.keyboard.press('f');
    await until(page, () => readPage().frozen !== '' && !document.querySelector('input[type=range]').disabled, 'a frozen page with a past');
    const controls = await page.evaluate(markStops);
    const stops = [];
    for (let i = 0; i < controls.length; i++) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(readStop));
    }
    assert.deepEqual(stops.filter(({ isVisible }) => !isVisible).map(({ name }) => name), [], 'without a visible focus');
    assert.deepEqual(stops.map(({ name }) => name), controls);
    await page.evaluate(() => { document.activeElement.blur(); });
    await page.keyboard.press('f');
    await until(page, () => isCurrent(4), 'now');
  });

  test('the keys 1 to 4 give a card the whole board and Escape gives it back', async () => {
    const page = pageOf();
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

  test('the question mark shows the keys, and keys typed into a field do nothing else', async () => {
    const page = pageOf();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard' });
    await dialog.waitFor();
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

  test('a chart is read and zoomed with the keyboard, and keeps its zoom while points arrive', async () => {
    const page = pageOf();
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

/** In the page: gives every control a name, in the order of the page, and lets go of the focus. */
function markStops() {
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter((element) => element.checkVisibility() && !element.disabled && element.tabIndex >= 0);
  controls.forEach((element, i) => {
    const name = element.getAttribute('aria-label') ?? element.innerText ?? '';
    element.dataset.stop = `${i} ${element.tagName.toLowerCase()} ${name}`.slice(0, 60);
  });
  document.activeElement.blur();
  return controls.map(({ dataset }) => dataset.stop);
}

/** In the page: which control has the focus, and whether it looks other than without. */
function readStop() {
  const element = document.activeElement;
  const lookOf = (part) => {
    const { outlineStyle, outlineWidth, outlineColor, stroke, strokeWidth, boxShadow } = getComputedStyle(part);
    return [outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`, stroke, strokeWidth, boxShadow].join(' ');
  };
  const look = () => [element, ...element.children].map(lookOf).join();
  const focused = look();
  element.blur();
  const plain = look();
  element.focus({ preventScroll: true, focusVisible: true });
  return { name: element.dataset.stop ?? `not a control: ${element.outerHTML.slice(0, 120)}`, isVisible: focused !== plain };
}
