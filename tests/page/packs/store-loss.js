// The store stops answering, and answers again: with a pack the page knows nothing of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openFresh, until, untilMessage } from '../browser.js';
import { startNode } from '../../clients/node-process.js';
import { missingPostgres, startPostgres } from '../postgres.js';
import { shoot } from '../screenshots.js';
import { findViolations } from '../violations.js';

/** Polls of a store that failed may wait a while before they try again. */
const backWithin = 60_000;

export function storeLoss(world) {
  test('a stopped store makes cards fail with a reason while their last values stay, and they recover', { skip: missingPostgres }, async (t) => {
    const postgres = await startPostgres(t);
    const work = () => {
      postgres.work('billing', "select 'invoices', pg_sleep(600)");
      postgres.work('search', "select 'index', pg_sleep(600)");
    };
    work();
    const node = await startNode({ settings: ['--Realtime:Pack=postgres', ...postgres.settings()] });
    t.after(() => node.stop());
    const page = await openFresh(await openContext(t, world.browser), `${node.http}/?topic=postgres`);
    await page.evaluate(() => { watchForBlanks(); listen(); });
    assert.deepEqual((await page.evaluate(() => readPage())).cards.map(({ title }) => title).sort(),
      ['Activity by state', 'Longest running statements', 'Statement age', 'Throughput']);
    assert.deepEqual((await page.evaluate(() => readPage())).headline, [], 'figures of the video pack');
    // A line needs two points.
    await until(page, () => document.querySelectorAll('.generic-table .spark polyline[points*=" "]').length > 0, 'a line beside a number');
    await shoot(page, 'generic-postgres-light-1440');

    await postgres.stop();
    const failing = await until(page, () => readPage().cards.every(({ state }) => state === 'failing') && readPage(), 'failing cards');
    for (const { badge, note, age, text } of failing.cards) {
      assert.equal(badge, '✕ failing');
      assert.match(note, /^since \d\d:\d\d:\d\d · .*store/);
      assert.match(age, /old$/);
      assert.notEqual(text.trim(), '');
    }
    assert.equal(failing.connection, '● Connected');
    await until(page, () => said.some((text) => text.endsWith(' is failing.')), 'word of it');
    await shoot(page, 'failing-light-1440');
    await page.emulateMedia({ colorScheme: 'dark' });
    await until(page, () => document.documentElement.dataset.theme === 'dark', 'the dark page');
    await shoot(page, 'failing-dark-1440');
    assert.deepEqual((await findViolations(page)).filter((text) => /^(serious|critical) /.test(text)), []);
    // Still the same rows after two more polls that failed.
    const { received } = page.seen;
    for (let poll = 0; poll < 2; poll++) {
      await untilMessage(page, received, received.length, ({ payload }) => payload.state === 'failing', 'word of another poll that failed');
    }
    const later = await page.evaluate(() => readPage());
    assert.deepEqual(later.cards.map(({ text }) => text), failing.cards.map(({ text }) => text));

    await postgres.start();
    work();
    await until(page, () => isCurrent(4), 'fresh cards', undefined, backWithin);
    await until(page, () => said.some((text) => text.endsWith(' is back.')), 'word of it');
    assert.deepEqual(await page.evaluate(() => globalThis.blanks), []);
    assert.deepEqual(page.seen.faults, []);
  });
}
