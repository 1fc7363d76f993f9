// What the head of the page and the live region say.
import { describe, expect, it } from 'vitest';
import { announce, type Condition } from '../../src/page/announcements';
import { describeAwaitedTopic } from '../../src/page/awaited';
import { describeConnection } from '../../src/page/connection-text';
import { readCommand } from '../../src/page/keys';

type Told = Condition['sets'] extends ReadonlyMap<string, infer F> ? F : never;
const condition = (connected: boolean, ...sets: [string, Told][]): Condition => ({ connected, sets: new Map(sets) });

describe('the connection', () => {
  it('counts down to the next try', () => {
    const lost = { kind: 'lost' as const, since: 0, next: { attempt: 4, at: 10_000 } };
    expect(describeConnection(lost, 7500).text).toBe('Connection lost · attempt 4 in 3 s');
    expect(describeConnection(lost, 10_500).text).toBe('Connection lost · attempt 4 now');
  });

  it('says why there is nothing yet', () => {
    expect(describeAwaitedTopic('acme', { kind: 'joined' }, 0)).toContain('Waiting for its first results');
    expect(describeAwaitedTopic('', { kind: 'refused', reason: 'invalid topic', since: 0, final: true }, 0)).toContain('invalid topic');
  });
});

describe('the live region', () => {
  it('says a loss and a return once', () => {
    expect(announce(condition(true), condition(false))).toEqual(['Connection lost. The last values stay.']);
    expect(announce(condition(false), condition(false))).toEqual([]);
    expect(announce(condition(false), condition(true))).toEqual(['Connected again.']);
  });

  it('says failing and back, and nothing of late, slow or new', () => {
    expect(announce(condition(true, ['top_titles', 'fresh']), condition(true, ['top_titles', 'failing']))).toEqual(['Top titles is failing.']);
    expect(announce(condition(true, ['a', 'failing']), condition(true, ['a', 'late']))).toEqual([]);
    expect(announce(condition(true, ['a', 'failing']), condition(true, ['a', 'fresh']))).toEqual(['A is back.']);
    expect(announce(condition(true), condition(true, ['a', 'fresh'], ['b', 'slow'], ['c', 'late']))).toEqual([]);
  });
});

describe('keys', () => {
  it('have one meaning each', () => {
    expect(['f', 't', '?', 'Escape', '1', '9', '0', 'x'].map((key) => readCommand(key)?.kind ?? null))
      .toEqual(['freeze', 'theme', 'help', 'back', 'card', 'card', null, null]);
    expect(readCommand('3')).toEqual({ kind: 'card', index: 2 });
  });
});
