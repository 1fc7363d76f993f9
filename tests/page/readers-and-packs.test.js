// Everybody can read the page (by keyboard, by ear, in the dark, on a wall, on a phone), whatever pack and store are behind it.
import { describe } from 'node:test';
import { missing } from './browser.js';
import { ownPack } from './packs/own-pack.js';
import { storeLoss } from './packs/store-loss.js';
import { accessibility } from './reading/accessibility.js';
import { keyboard } from './reading/keyboard.js';
import { looks } from './reading/looks.js';
import { screens } from './reading/screens.js';
import { twins } from './reading/twins.js';
import { shareWorld } from './world.js';

describe('the page for all its readers and packs', { skip: missing, concurrency: 4 }, () => {
  const world = shareWorld();
  for (const cases of [storeLoss, accessibility, ownPack, keyboard, looks, screens, twins]) cases(world);
});
