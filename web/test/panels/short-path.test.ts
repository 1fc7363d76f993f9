// The map's path, written short.
import { expect, it } from 'vitest';
import { shortPath } from '../../short-path';
import { ringsOf } from './rings';

it('A path in short draws the same rings in whole numbers', () => {
  const short = shortPath('M10.4,20L12,18.6L15.2,30Z M5,5L9,9L2,14.4Z');
  expect(short).toBe('m10 20l2-1 3 11zm-5-15l4 4-7 5z');
  expect(ringsOf(short)).toEqual([[[10, 20], [12, 19], [15, 30]], [[5, 5], [9, 9], [2, 14]]]);
});

it('A path in short leaves out points that fall together, and rings of which nothing is left', () => {
  expect(shortPath('M1,1L1.2,1.3L4,1L4,5Z M7,7L7.1,7.2L7.3,7Z')).toBe('m1 1l3 0 0 4z');
});
