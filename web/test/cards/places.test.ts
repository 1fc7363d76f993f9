// How cards share the rows of the board.
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../src/cards/places';

const wide = (...spans: number[]) => placesOf(spans).map((place) => place.wide);
const middle = (...spans: number[]) => placesOf(spans).map((place) => place.middle);

describe('cards on a wide screen', () => {
  it('are as wide as they ask where two fill a row', () => {
    expect(wide(7, 5, 8, 4)).toEqual([7, 5, 8, 4]);
  });
  it('share the row where they ask for more or less than it', () => {
    expect(wide(7, 6)).toEqual([6, 6]);
    expect(wide(7, 7, 5, 6)).toEqual([6, 6, 5, 7]);
  });
  it('leave no row half empty', () => {
    expect(wide(6, 6, 6)).toEqual([6, 6, 12]);
    expect(wide(4)).toEqual([12]);
    expect(wide()).toEqual([]);
  });
});

describe('cards on a screen of middle width', () => {
  it('get a row where they ask for more than half, else half of one', () => {
    expect(middle(7, 5, 8, 4)).toEqual([12, 6, 12, 6]);
  });
  it('leave no half without another', () => {
    expect(middle(7, 5, 8)).toEqual([12, 12, 12]);
    expect(middle(6, 6, 6)).toEqual([6, 6, 12]);
  });
});
