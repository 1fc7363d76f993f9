// What the page shows while something is broken: the node, the store. Most of these tests is waiting, so they wait together.
import { after, before, describe } from 'node:test';
import { missing, openBrowser } from './browser.js';
import { nodeLoss } from './trouble/node-loss.js';
import { ownPack } from './trouble/own-pack.js';
import { storeLoss } from './trouble/store-loss.js';

describe('the page in trouble', { skip: missing, concurrency: 3 }, () => {
  const world = {};
  before(async () => { world.browser = await openBrowser(); });
  after(() => world.browser?.close());

  for (const cases of [nodeLoss, storeLoss, ownPack]) cases(world);
});
