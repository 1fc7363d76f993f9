// Heads of cards: since when, why, and what did not arrive.
import { describe, expect, it } from 'vitest';
import { describeAge, describeAwaited, describeGap, describeVerdict } from '../../src/cards/card-text';
import { formatColumn, formatDuration, formatTitle } from '../../src/format';

const at = Date.UTC(2026, 0, 1, 14, 3, 10);

describe('the head of a card', () => {
  it('says since when and why it is not fresh', () => {
    expect(describeVerdict({ freshness: 'failing', since: at, reason: 'store timeout' }, true)).toBe('since 14:03:10 · store timeout');
    expect(describeVerdict({ freshness: 'fresh', since: null, reason: null }, true)).toBe('');
  });

  it('tells of a gap for a minute after it was made good', () => {
    const gap = { from: at, to: at + 15_000, complete: true };
    expect(describeGap(gap, at + 20_000, true)).toBe('Results between 14:03:10 and 14:03:25 did not arrive; what is shown is complete.');
    expect(describeGap(gap, at + 80_000, true)).toBe('');
    expect(describeGap({ ...gap, complete: false }, at + 80_000, true)).toContain('is awaited');
    expect(describeGap(null, at, true)).toBe('');
  });

  it('says what is awaited, and what the server says of it', () => {
    const awaiting = { freshness: 'awaiting' as const, since: null, reason: 'the store starts' };
    expect(describeAwaited('Titles', awaiting, true)).toBe('Waiting for the first result of Titles (the store starts) …');
    expect(describeAwaited('Titles', { ...awaiting, freshness: 'failing' }, true)).toContain('does not answer');
    expect(describeAwaited('Titles', awaiting, false)).toContain('no connection');
  });

  it('has ages and names a person can read', () => {
    expect([0, 4321, 61_000, 600_000, 9e6].map(formatDuration)).toEqual(['0.0 s', '4.3 s', '61 s', '10 min', '3 h']);
    expect(describeAge(null)).toBe('');
    expect(['rebuffering_pct', 'commits_total', 'running_s', 'kbps'].map(formatColumn)).toEqual(['rebuffering %', 'commits per s', 'running (s)', 'kbps']);
    expect(formatTitle('top_concurrent_video_title')).toBe('Top concurrent video title');
  });
});
