// Opens Chromium once for a test file, and pages in it that remember what went wrong with them.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { installReader } from './reader.js';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why nothing can be tried here; false: it can. */
export const missing = existsSync(executablePath) ? false : `there is no Chromium at ${executablePath}; CHROMIUM may name another`;

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** On a busy two-core machine; what is waited for usually comes within a beat of the store's, which is 5 s. */
const patience = 30_000;

export function openBrowser() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args });
}

/** A browser profile of its own: other settings, another person. Closed when test `t` ends; without one, with the browser. */
export async function openContext(t, browser, options = {}) {
  // A zone that is never UTC, so that the two can be told apart. Many pages at once glide at the cost of what is tested: who tests motion asks for it.
  const context = await browser.newContext({ viewport: desk, locale: 'en-US', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(patience);
  t?.after(() => context.close());
  await context.addInitScript(installReader);
  return context;
}

/** A page with what it asked for and complained of: `page.seen`. Cards are awaited where the address names a topic. */
export async function openPage(context, address) {
  const page = await context.newPage();
  const seen = { faults: [], requests: [], sent: [], received: [] };
  page.seen = seen;
  page.on('console', (message) => {
    // A busy store may not name its topics in time: the page goes on without the list.
    const isLateList = message.location().url.endsWith('/api/topics') && message.text().includes('503');
    if (message.type() === 'error' && !isLateList) seen.faults.push(message.text());
  });
  page.on('pageerror', (error) => seen.faults.push(String(error)));
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('websocket', (socket) => {
    seen.requests.push(socket.url());
    socket.on('framesent', ({ payload }) => seen.sent.push(readMessage(payload)));
    socket.on('framereceived', ({ payload }) => seen.received.push(readMessage(payload)));
  });
  await page.goto(address);
  return page;
}

/** Opens a page and waits until every card of the topic is drawn and fresh. */
export async function openFresh(context, address, cards = 4) {
  const page = await openPage(context, address);
  await until(page, (count) => isCurrent(count), `${cards} fresh cards`, cards);
  return page;
}

/** Waits until `holds(argument)` is truthy in the page, and returns its value. Fails with what the page showed instead. */
export async function until(page, holds, what, argument, timeout = patience) {
  try {
    return await (await page.waitForFunction(holds, argument, { polling: 150, timeout })).jsonValue();
  } catch (error) {
    const shown = await page.evaluate(() => JSON.stringify(readPage(), null, 1)).catch(() => 'nothing that could be read');
    throw new Error(`Not within ${timeout} ms: ${what}. ${error.message}\nThe page showed ${shown}`);
  }
}

/** Waits for a message of the socket among those from `from` on. */
export async function untilMessage(page, list, from, found, what) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const message = list.slice(from).find(found);
    if (message) return message;
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 25); }));
  }
  throw new Error(`Not within ${patience} ms: ${what}. The last messages: ${JSON.stringify(list.slice(-8)).slice(0, 2000)}`);
}

function readMessage(text) {
  const [, ref, topic, event, payload] = JSON.parse(String(text));
  return { ref, topic, event, payload };
}
