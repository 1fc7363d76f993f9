// Where the page finds its token.
import { expect, it } from 'vitest';
import { readToken } from '../../src/page/token';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value); } };
}

it('reads a token in the fragment and keeps it for the next load', () => {
  const store = storage();
  expect(readToken('#token=a.b.c', store)).toBe('a.b.c');
  expect(readToken('', store)).toBe('a.b.c');
  expect(readToken('#token=d.e.f', store)).toBe('d.e.f');
});

it('finds none where there is none', () => {
  expect(readToken('', storage())).toBeNull();
  expect(readToken('#token=', storage())).toBeNull();
  expect(readToken('#else=1', storage())).toBeNull();
});
