// Whoever reads rather than looks finds the same numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../browser.js';

/** `pageOf()` is a fresh page, and is left with its tables open. */
export function twins(pageOf) {
  test('the table of each chart has the numbers that the chart shows', async () => {
    const page = pageOf();
    // A chart that was read with the keyboard goes on showing the values of that point.
    await page.reload();
    await until(page, () => isCurrent(4), 'four fresh cards');
    await page.keyboard.press('f');
    await until(page, () => readPage().frozen !== '', 'a page that stands still');
    const card = (title) => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

    const legend = await card('Viewers over time').locator('.chart-key').evaluateAll((keys) => keys.map((key) => key.innerText.split('\n')));
    const series = await turn(card('Viewers over time'));
    for (const [name, value] of legend) assert.equal(series.rows[0][series.columns.indexOf(name)], value, name);

    const titles = await card('Top titles').locator('.titles-row').evaluateAll((rows) => rows.map((row) => (
      ['name', 'viewers'].map((part) => row.querySelector(`.titles-${part}`).innerText))));
    const top = await turn(card('Top titles'));
    const inTable = top.rows.map((row) => [row[top.columns.indexOf('title')], row[top.columns.indexOf('viewers')]]);
    assert.equal(titles.length, 10);
    assert.deepEqual(titles.toSorted(), inTable.toSorted());

    const counts = await card('Startup time').locator('.startup-column').evaluateAll((bars) => bars.map((bar) => bar.title.split(': ')[1]));
    const startup = await turn(card('Startup time'));
    assert.deepEqual(counts, startup.rows.map((row) => row[startup.columns.indexOf('starts')]));

    // The map has its table beside it.
    const countries = card('Viewers by country');
    await countries.getByRole('button', { name: /more$/ }).click();
    const rows = await countries.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
    const circles = await countries.locator('.map-circle').evaluateAll((all) => all.map((circle) => circle.getAttribute('aria-label') ?? circle.textContent));
    assert.ok(rows.length > 5 && circles.length > 5);
    for (const [country, viewers] of rows.filter((_, i) => i < circles.length)) {
      const isThere = circles.some((circle) => circle.includes(country) && circle.includes(viewers));
      assert.ok(isThere, `${country} with ${viewers} is not on the map: ${circles.join('; ')}`);
    }
  });
}

/** Presses Table, and reads the columns and rows that come. */
async function turn(card) {
  await card.getByRole('button', { name: 'Table' }).click();
  return card.locator('table.rows').evaluate((table) => ({
    columns: [...table.tHead.rows[0].cells].map((cell) => cell.innerText),
    rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText)),
  }));
}
