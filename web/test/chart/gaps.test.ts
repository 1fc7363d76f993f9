// Gaps of a line: a hole in time is a hole on the screen.
import { describe, expect, it } from 'vitest';
import { showGaps } from '../../src/chart/gaps';

describe('a line', () => {
  it('is broken where points are missing', () => {
    expect(showGaps({ x: [0, 5, 10, 30, 35], ys: [[1, 2, 3, 4, 5]] })).toEqual({ x: [0, 5, 10, 15, 30, 35], ys: [[1, 2, 3, null, 4, 5]] });
  });

  it('is whole where one point came late, and untouched without holes', () => {
    const lines = { x: [0, 5, 10, 20], ys: [[1, null, 3, 4]] };
    expect(showGaps(lines)).toBe(lines);
    expect(showGaps({ x: [], ys: [[]] })).toEqual({ x: [], ys: [[]] });
  });
});
