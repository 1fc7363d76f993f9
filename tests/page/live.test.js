// What happens by itself, what readers do about time and each other, and what they see when the node dies.
import { describe } from 'node:test';
import { missing } from './browser.js';
import { attention } from './live/attention.js';
import { example } from './live/example.js';
import { firstPaint } from './live/first-paint.js';
import { freezing } from './live/freezing.js';
import { moving } from './live/moving.js';
import { nodeLoss } from './live/node-loss.js';
import { people } from './live/people.js';
import { shareWorld } from './world.js';

describe('the page from moment to moment', { skip: missing }, () => {
  const world = shareWorld();
  // Alone, before the others: it measures.
  firstPaint(world);
  // Most of a test is waiting for the store's next beat: they wait together, who waits longest first.
  describe('in time and company', { concurrency: 4 }, () => {
    for (const cases of [nodeLoss, freezing, moving, attention, people, example]) cases(world);
  });
});
