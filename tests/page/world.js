// What the cases of a test file share: one node, one browser, and a wall that keeps topic acme warm.
import { after, before } from 'node:test';
import { openBrowser, openContext, openFresh } from './browser.js';
import { startNode } from '../clients/node-process.js';

/** Called while a suite is described; what it returns is filled before the first case. */
export function shareWorld() {
  const world = {};
  before(async () => {
    [world.node, world.browser] = await Promise.all([startNode(), openBrowser()]);
    // The store of the demo has newer rows each 5 s, and frames of the past are kept only while somebody watches.
    world.wall = await openFresh(await openContext(null, world.browser), `${world.node.http}/?topic=acme&kiosk=1`);
  });
  after(async () => {
    await world.browser?.close();
    await world.node?.stop();
  });
  return world;
}
