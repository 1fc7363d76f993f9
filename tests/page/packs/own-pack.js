// A pack its user wrote: three SQL files, no code of the page.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openContext, openFresh, phone, until } from '../browser.js';
import { startNode } from '../../clients/node-process.js';
import { shoot } from '../screenshots.js';

const files = {
  'pack.json': JSON.stringify({
    dataSets: [
      { name: 'open_orders', kind: 'table', key: ['branch', 'status'] },
      { name: 'basket_size', kind: 'histogram', key: ['bucket'] },
      { name: 'orders', kind: 'sampled', time: 'time', window: '10m' },
    ],
  }),
  'open_orders.sql': `
    select topic, branch, status, (base + epoch($2::timestamptz)::bigint % 17)::int as orders, base / 3.0 as hours, status = 'packed' as ready
    from (select unnest($1::varchar[]) as topic),
      (values ('Berlin', 'new', 12), ('Berlin', 'packed', 40), ('Zürich', 'new', 7), ('<b>São Paulo</b>', 'packed', 3)) s (branch, status, base)`,
  'basket_size.sql': `
    select topic, bucket, up_to, (starts + epoch($2::timestamptz)::bigint % 11)::int as baskets
    from (select unnest($1::varchar[]) as topic), (values (1, 10, 4), (2, 20, 30), (3, 50, 55), (4, 100, 12), (5, null, 2)) b (bucket, up_to, starts)`,
  'orders.sql': `
    select topic, $2::timestamptz as time, (20 + 10 * sin(epoch($2::timestamptz) / 4))::float8 as waiting, 7 * epoch($2::timestamptz) as placed_total
    from (select unnest($1::varchar[]) as topic)`,
};

export function ownPack(world) {
  test('a pack written by a user is drawn from its columns, and a node that hangs makes it late', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-'));
    t.after(() => rm(folder, { recursive: true }));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const node = await startNode({ settings: [`--Realtime:Pack=${folder}`] });
    t.after(() => node.stop());
    const page = await openFresh(await openContext(t, world.browser), `${node.http}/?topic=${encodeURIComponent('Köln / 1')}`, 3);

    await until(page, () => /placed per s\s*\d/.test(readPage().cards[0].text), 'a rate, which takes two results');
    const { cards } = await page.evaluate(() => readPage());
    assert.deepEqual(cards.map(({ title }) => title), ['Orders', 'Basket size', 'Open orders']);
    const [orders, baskets, open] = cards;
    assert.match(orders.text, /waiting[\s\S]*placed per s\s*7\b/, 'a column that only grows is drawn as its rate');
    assert.match(baskets.text, /≤ 10[\s\S]*≤ 100[\s\S]*> 100/);
    assert.match(open.text, /<b>São Paulo<\/b>/, 'text is text');
    const rows = await page.locator('.generic-table tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
    assert.deepEqual(rows.map(([branch, status]) => `${branch} ${status}`), ['Berlin packed', 'Berlin new', 'Zürich new', '<b>São Paulo</b> packed']);
    assert.deepEqual(rows[0].slice(3), ['13.3', 'true']);
    await until(page, (before) => readPage().cards.every(({ text }, i) => text !== before[i]), 'other numbers in each card', cards.map(({ text }) => text));
    // The bars are as high as their counts.
    const bars = await page.locator('.bucket').evaluateAll((all) => all.map((bar) => (
      [Number(bar.querySelector('.bucket-count').innerText), Number(bar.style.getPropertyValue('--part'))])));
    for (const [count, part] of bars) assert.ok(Math.abs(part - count / Math.max(...bars.map(([one]) => one))) < 0.001, bars.join('; '));
    await until(page, () => [...document.querySelectorAll('.generic-table .spark polyline')]
      .some((line) => line.getAttribute('points').split(' ').length > 5), 'lines beside the numbers');
    await shoot(page, 'generic-own-light-1440');

    // Its connection stands, and nothing comes: two beats later that is told.
    node.signal('SIGSTOP');
    try {
      const late = await until(page, () => readPage().cards.every(({ state }) => state === 'late') && readPage(), 'late cards');
      assert.equal(late.connection, '● Connected');
      for (const { note } of late.cards) assert.match(note, /^since \d\d:\d\d:\d\d · no newer result in time$/);
    } finally {
      node.signal('SIGCONT');
    }
    await until(page, () => isCurrent(3), 'fresh cards');
    await page.setViewportSize(phone);
    await until(page, () => isCurrent(3), 'cards drawn anew');
    assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
    await shoot(page, 'generic-own-light-390');
    assert.deepEqual(page.seen.faults, []);
  });
}
