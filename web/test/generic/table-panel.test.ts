// The generic table on a page: each poll changes its numbers and lengthens its small lines.
// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { TablePanel } from '../../src/generic/table-panel';
import type { Result, Row, View } from '../../src/result';

const view: View = { utc: true, rangeMinutes: 10, now: 0, dark: false, motion: false };
const poll = (asOf: number, rows: Row[]): Result => ({ name: 'any', key: ['pid'], time: null, columns: ['pid', 'n', 'note'], rows, asOf });
const texts = (panel: TablePanel) => [...panel.element.querySelectorAll('tbody tr')].map((tr) => [...tr.children].map((cell) => cell.textContent));

describe('a generic table', () => {
  it('shows the newest numbers, the largest first, in the rows it has', () => {
    const panel = new TablePanel();
    panel.draw(poll(1, [[17376, 5, 'a'], [2, 9, null]]), view);
    const [first] = panel.element.querySelectorAll('tbody tr');
    panel.draw(poll(2, [[17376, 12, 'a'], [2, 9, 'b'], [3, 1, 'c']]), view);
    expect(texts(panel)).toEqual([['17376', '12', 'a'], ['2', '9', 'b'], ['3', '1', 'c']]);
    expect(panel.element.querySelector('tbody tr')).toBe(first);
    panel.draw(poll(3, [[2, 10, 'b']]), view);
    expect(texts(panel)).toEqual([['2', '10', 'b']]);
  });

  it('draws how a number went, and not how a name did', () => {
    const panel = new TablePanel();
    panel.draw(poll(1, [[1, 5, 'a']]), view);
    panel.draw(poll(2, [[1, 7, 'a']]), view);
    expect([...panel.element.querySelectorAll('polyline')].map((line) => line.getAttribute('points'))).toEqual(['0.0,12.5 48.0,1.5']);
  });
});
