// What the page makes of the answers to its question for topics.
import { expect, it } from 'vitest';
import { readTopics } from '../../src/page/topics';

it('keeps the topics that are texts', () => {
  expect(readTopics({ topics: ['acme', 7, 'globex'] }, false)).toEqual({ topics: ['acme', 'globex'], refusal: null });
  expect(readTopics('nothing', false)).toEqual({ topics: [], refusal: null });
});

it('tells why a token does not do', () => {
  expect(readTopics({ topics: [], reason: 'token expired' }, true)).toEqual({ topics: null, refusal: 'token expired' });
  expect(readTopics(null, true)).toEqual({ topics: null, refusal: 'the token does not do' });
});
