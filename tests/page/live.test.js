// What a reader does with a page whose node and store are well. All cases share one node, one browser, and a page that keeps the topic warm.
import { after, before, describe } from 'node:test';
import { missing, openBrowser, openContext, openFresh } from './browser.js';
import { startPageNode } from './page-node.js';
import { accessibility } from './live/accessibility.js';
import { attention } from './live/attention.js';
import { example } from './live/example.js';
import { firstPaint } from './live/first-paint.js';
import { freezing } from './live/freezing.js';
import { keyboard } from './live/keyboard.js';
import { looks } from './live/looks.js';
import { moving } from './live/moving.js';
import { people } from './live/people.js';
import { screens } from './live/screens.js';
import { twins } from './live/twins.js';

describe('the page while all is well', { skip: missing }, () => {
  const world = {};
  before(async () => {
    [world.node, world.browser] = await Promise.all([startPageNode(), openBrowser()]);
    // Frames of the past are kept only while somebody watches.
    world.wall = await openFresh(await openContext(null, world.browser), `${world.node.http}/?topic=acme&kiosk=1`);
  });
  after(async () => {
    await world.browser?.close();
    await world.node?.stop();
  });

  moving(world);
  firstPaint(world);
  people(world);
  attention(world);
  freezing(world);
  twins(world);
  keyboard(world);
  looks(world);
  screens(world);
  accessibility(world);
  example(world);
});
