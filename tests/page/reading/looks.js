// Light or dark as the system or the reader wants, and at rest for who wants less motion.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openFresh, until } from '../browser.js';

const light = 'rgb(242, 244, 246)';
const dark = 'rgb(13, 16, 21)';
const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

export function looks(world) {
  test('the page is dark where the system is, t changes that, and the choice survives a reload', async (t) => {
    const page = await openFresh(await openContext(t, world.browser, { colorScheme: 'dark' }), `${world.node.http}/?topic=acme`);
    assert.equal(await background(page), dark);
    await page.emulateMedia({ colorScheme: 'light' });
    await until(page, () => document.documentElement.dataset.theme === 'light', 'light, as the system is now');
    assert.equal(await background(page), light);

    // auto, light, dark
    await page.keyboard.press('t');
    await page.getByRole('button', { name: 'Theme: light' }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    assert.equal(await background(page), dark);
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    assert.equal(await background(page), dark);
    await page.keyboard.press('t');
    await page.getByRole('button', { name: 'Theme: auto' }).waitFor();
    assert.equal(await background(page), light);
  });

  test('nothing glides or breathes for who wants less motion', async (t) => {
    const context = await openContext(t, world.browser, { reducedMotion: 'reduce' });
    await context.addInitScript(() => {
      globalThis.animated = [];
      const { animate } = Element.prototype;
      Element.prototype.animate = function (...how) { globalThis.animated.push(this.className); return animate.apply(this, how); };
      for (const event of ['transitionrun', 'animationstart']) {
        addEventListener(event, ({ target }) => globalThis.animated.push(`${event} ${target.className}`), true);
      }
    });
    const page = await openFresh(context, `${world.node.http}/?topic=acme`);
    for (let i = 0; i < 2; i++) {
      const texts = (await page.evaluate(() => readPage())).cards.map(({ text }) => text);
      await until(page, (rows) => readPage().cards.every(({ text }, i) => text !== rows[i]), 'newer rows', texts);
    }
    assert.deepEqual(await page.evaluate(() => [...globalThis.animated, ...document.getAnimations().map(({ id }) => id)]), []);
  });
}
