// A node that asks for tokens: the page with one, without one, and when its own ends.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { missing, openBrowser, openContext, openFresh, openPage, until } from './browser.js';
import { startNode } from '../clients/node-process.js';
import { shoot } from './screenshots.js';
import { findViolations } from './violations.js';

const secret = 'a secret of this test, of more than thirty-two bytes';

test('a token in the address lets the page in; without one it says so and asks no more; when it ends it says so too', { skip: missing }, async (t) => {
  const node = await startNode({ settings: ['--Realtime:Auth:Mode=jwt', `--Realtime:Auth:Secrets:0=${secret}`, '--Realtime:Auth:ClockSkew=00:00:00'] });
  t.after(() => node.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());

  const context = await openContext(t, browser);
  const good = sign({ sub: 'ada', topics: ['acme'] }, 3600);
  const page = await openFresh(context, `${node.http}/?topic=acme#token=${good}`);
  assert.equal(await page.evaluate(() => readPage().connection), '● Connected');
  assert.ok(page.seen.requests.length > 2);
  assert.deepEqual(page.seen.requests.filter((address) => new URL(address).search.includes(good)), [], 'the token is in no address that is sent');
  await shoot(page, 'token-good-light-1440');

  // Another tab has a store of its own: no token is kept in it.
  const bare = await openPage(await openContext(t, browser), `${node.http}/?topic=acme`);
  await until(bare, () => readPage().connection.startsWith('✕ Refused: token missing; add a valid one to the address of this page: #token=…'), 'the refusal in the head');
  await bare.getByText('The server refuses acme: token missing; add a valid one to the address of this page: #token=…').waitFor();
  const tries = bare.seen.requests.length;
  await shoot(bare, 'token-missing-light-1440');
  assert.deepEqual((await findViolations(bare)).filter((text) => /^(serious|critical) /.test(text)), []);
  await bare.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 1500); }));
  assert.equal(bare.seen.requests.length, tries, 'no further tries');

  await bare.evaluate((hash) => { location.hash = hash; }, `token=${good}`);
  await until(bare, (count) => isCurrent(count), 'cards after a token was put into the address', 4);

  const welcome = await openPage(await openContext(t, browser), `${node.http}/`);
  await welcome.getByText('The server lets nobody in without a token: token missing').waitFor();
  await shoot(welcome, 'token-missing-welcome-light-1440');

  const short = await openPage(await openContext(t, browser), `${node.http}/?topic=acme#token=${sign({ sub: 'bob', topics: ['acme'] }, 6)}`);
  await until(short, () => readPage().connection === '● Connected', 'a connection for as long as the token lasts');
  await until(short, () => readPage().connection.startsWith('✕ Refused: token expired'), 'the end of the token in the head');
  await shoot(short, 'token-expired-light-1440');
});

/** A token of HS256 as an identity provider would make it. */
function sign(claims, seconds) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, exp: Math.floor(Date.now() / 1000) + seconds })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
