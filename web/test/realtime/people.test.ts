// People: yourself first, names as they chose them.
import { describe, expect, it } from 'vitest';
import { initialsOf, readPeople } from '../../src/realtime/people';

describe('people', () => {
  it('come yourself first, then by name, with their tabs', () => {
    const people = readPeople([['k1', { metas: [{ name: 'Zoe' }] }], ['k2', { metas: [{}] }], ['me', { metas: [{ name: 'Old' }, { name: 'Yann' }] }]], 'me');
    expect(people).toEqual([
      { key: 'me', name: 'Yann', tabs: 2, self: true },
      { key: 'k2', name: 'k2', tabs: 1, self: false },
      { key: 'k1', name: 'Zoe', tabs: 1, self: false },
    ]);
  });

  it('have initials of the first and the last word', () => {
    expect(['Calm Otter', 'ann', 'a b c', '', '🦊 Fox'].map(initialsOf)).toEqual(['CO', 'A', 'AC', '', '🦊F']);
  });
});
