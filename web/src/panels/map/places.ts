// Countries with their viewers, the most first; those no map knows a place for are told apart.
import type { Result } from '../../result';
import { readNumber, readText } from '../columns';

export interface Country {
  readonly code: string;
  readonly viewers: number;
  readonly rebufferingPct: number | null;
  readonly kbps: number | null;
}

export interface Elsewhere {
  readonly viewers: number;
  readonly codes: readonly string[];
}

export function readCountries(result: Result): Country[] {
  const [code, viewers] = [readText(result, 'country'), readNumber(result, 'viewers')];
  const [rebufferingPct, kbps] = [readNumber(result, 'rebuffering_pct'), readNumber(result, 'kbps')];
  return result.rows
    .map((row) => ({
      code: code(row).trim().toUpperCase(), viewers: Math.max(0, viewers(row) ?? 0),
      rebufferingPct: rebufferingPct(row), kbps: kbps(row),
    }))
    .sort((a, b) => b.viewers - a.viewers || (a.code < b.code ? -1 : 1));
}

/** Null where every country has its place. */
export function readElsewhere(countries: readonly Country[], known: (code: string) => boolean): Elsewhere | null {
  const lost = countries.filter(({ code, viewers }) => viewers > 0 && !known(code));
  if (lost.length === 0) return null;
  return { viewers: lost.reduce((sum, { viewers }) => sum + viewers, 0), codes: lost.map(({ code }) => code) };
}
