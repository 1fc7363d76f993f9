// How titles changed their places.
import { describe, expect, it } from 'vitest';
import { rankChanges, RankHistory } from '../../src/panels/titles/ranks';
import { changeText } from '../../src/panels/titles/title-row';

describe('places', () => {
  it('are gained, lost, kept or new', () => {
    expect([...rankChanges(['a', 'b', 'c'], ['c', 'b', 'a', 'd'])]).toEqual([['c', 2], ['b', 0], ['a', -2], ['d', null]]);
  });
  it('change against a minute ago, not against the last beat', () => {
    const history = new RankHistory();
    history.add(0, ['a', 'b']);
    history.add(5000, ['b', 'a']);
    expect(history.add(10_000, ['b', 'a']).get('b')).toBe(1);
    expect(history.add(66_000, ['b', 'a']).get('b')).toBe(0);
  });
  it('do not change in the first list', () => {
    expect([...new RankHistory().add(0, ['a', 'b']).values()]).toEqual([0, 0]);
  });
  it('forget what came later when time goes back', () => {
    const history = new RankHistory();
    history.add(50_000, ['b', 'a']);
    expect(history.add(10_000, ['a', 'b']).get('a')).toBe(0);
  });
  it('are told by arrow and words', () => {
    expect(changeText(2)).toEqual({ short: '▲2', long: 'up 2 places in the last minute', way: 'up' });
    expect(changeText(-1).long).toBe('down 1 place in the last minute');
    expect(changeText(0).short).toBe('');
    expect(changeText(null).short).toBe('new');
  });
});
