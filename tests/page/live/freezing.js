// A frozen page stands still and goes on collecting; its moment can be moved back, linked, and left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openFresh, openPage, until } from '../browser.js';
import { shoot } from '../screenshots.js';

const shown = ({ headline, cards }) => ({ headline, rows: cards.map(({ text }) => text) });

export function freezing(world) {
  test('frozen rows stand still while updates are counted, and now is one press away', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    await page.getByRole('button', { name: 'Freeze' }).click();
    const frozen = await until(page, () => readPage().updates >= 0 && readPage(), 'a frozen page');
    assert.match(frozen.frozen, /^❚❚ Frozen at \d\d:\d\d:\d\d · \+\d+ updates?$/);
    assert.ok(frozen.cards.every(({ badge }) => badge.endsWith('frozen')));

    const later = await until(page, (least) => readPage().updates >= least && readPage(), 'four more updates', frozen.updates + 4);
    assert.deepEqual(shown(later), shown(frozen));
    assert.equal(later.connection, '● Connected');
    await shoot(page, 'frozen-light-1440');

    await page.getByRole('button', { name: 'Back to now' }).click();
    await until(page, (rows) => {
      const { frozen, cards } = readPage();
      return frozen === '' && cards.every(({ state, text }, i) => /fresh|slow/.test(state) && text !== rows[i]);
    }, 'the rows of now', shown(frozen).rows);
    assert.equal(new URL(page.url()).search, '?topic=acme');

    await page.keyboard.press('f');
    await until(page, () => readPage().frozen !== '', 'a page frozen by the key f');
    await page.keyboard.press('f');
    await until(page, () => readPage().frozen === '' && isCurrent(4), 'now by the same key');
    assert.deepEqual(page.seen.faults, []);
  });

  test('the way back goes through what the node kept, and its link opens the same moment elsewhere', async (t) => {
    const page = await openFresh(await openContext(t, world.browser), `${world.node.http}/?topic=acme`);
    const scrubber = page.getByRole('slider', { name: 'Moment shown' });
    await freezeWithPast(page);
    const frozen = await page.evaluate(() => readPage());
    await scrubber.focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowLeft');
    const past = await until(page, (clock) => readPage().frozen.includes(clock) && readPage(), 'twelve seconds earlier', before(clock(frozen), 12));
    shown(past).rows.forEach((text, i) => assert.notEqual(text, shown(frozen).rows[i], past.cards[i].name));
    assert.ok(past.cards.every(({ blank, badge }) => !blank && badge.endsWith('frozen')));
    assert.match(new URL(page.url()).search, /^\?topic=acme&at=\d{13}$/);
    await shoot(page, 'rewound-light-1440');

    const other = await openPage(await openContext(t, world.browser), page.url());
    const same = await until(other, () => readPage().frozen !== '' && readPage().cards.length === 4 && readPage(), 'the moment of the link');
    assert.equal(clock(same), clock(past));
    assert.deepEqual(figures(same), figures(past));

    // Forward again: the moment it was frozen at is the same as before.
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
    const again = await until(page, (clock) => readPage().frozen.includes(clock) && readPage(), 'the moment it was frozen at', clock(frozen));
    assert.deepEqual(figures(again).rows, figures(frozen).rows);
    assert.deepEqual([...page.seen.faults, ...other.seen.faults], []);
  });

  test('a link to a moment that nobody kept says so and shows now', async (t) => {
    const page = await openPage(await openContext(t, world.browser), `${world.node.http}/?topic=acme&at=${Date.now() - 5 * 3_600_000}`);
    await until(page, () => {
      const { age, cards } = readPage();
      return /no longer keeps \d\d:\d\d:\d\d/.test(age) && cards.every(({ state }) => /fresh|slow/.test(state));
    }, 'word that it is gone');
    assert.equal(await page.evaluate(() => readPage().frozen), '');
  });
}

/** Freezes once the node has kept enough: its past began when the wall was opened, and grows only while the page is not frozen. */
async function freezeWithPast(page) {
  for (let tries = 0; tries < 20; tries++) {
    await page.keyboard.press('f');
    const isThere = await page.waitForFunction(() => {
      const { disabled, max, min } = document.querySelector('input[type=range]');
      return !disabled && max - min > 15_000;
    }, undefined, { timeout: 3000 }).then(() => true, () => false);
    if (isThere) return;
    await page.keyboard.press('f');
  }
  assert.fail('the node kept no past to go back to');
}

/** Without what depends on which moments a page has drawn before: places gained, and trends. */
function figures({ headline, cards }) {
  return { headline, rows: cards.map(({ text }) => text.split('\n').filter((line) => !/^([▲▼]\d+|new)$/.test(line))) };
}

const clock = ({ frozen }) => /\d\d:\d\d:\d\d/.exec(frozen)[0];

/** The clock some seconds before `time`. */
function before(time, seconds) {
  return new Date(Date.parse(`2030-01-02T${time}Z`) - seconds * 1000).toISOString().slice(11, 19);
}
