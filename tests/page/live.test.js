// What happens by itself on a page whose node and store are well, and what its readers do about time and each other.
import { describe } from 'node:test';
import { missing } from './browser.js';
import { attention } from './live/attention.js';
import { example } from './live/example.js';
import { firstPaint } from './live/first-paint.js';
import { freezing } from './live/freezing.js';
import { moving } from './live/moving.js';
import { people } from './live/people.js';
import { shareWorld } from './world.js';

describe('the page while all is well', { skip: missing }, () => {
  const world = shareWorld();
  // Alone, before the others: it measures.
  firstPaint(world);
  describe('in time and company', { concurrency: 3 }, () => {
    for (const cases of [freezing, moving, attention, people, example]) cases(world);
  });
});
