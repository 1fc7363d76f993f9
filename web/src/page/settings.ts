// What this browser remembers: looks, and who you are to others.
import type { View } from '../result';

export type Theme = 'auto' | 'light' | 'dark';

export interface Settings {
  readonly theme: Theme;
  readonly utc: boolean;
  readonly range: View['rangeMinutes'];
  /** Stable per browser: all its tabs are one person to others. */
  readonly id: string;
  readonly name: string;
}

const place = 'realtime.settings';
const themes: readonly Theme[] = ['auto', 'light', 'dark'];
export const ranges: readonly View['rangeMinutes'][] = [5, 10, 30];

/** Anything missing or damaged takes its default. `random` gives numbers from 0 to below 1. */
export function readSettings(text: string | null, random: () => number): Settings {
  const kept = parse(text);
  return {
    theme: themes.find((theme) => theme === kept['theme']) ?? 'auto',
    utc: kept['utc'] === true,
    range: ranges.find((range) => range === kept['range']) ?? 10,
    id: typeof kept['id'] === 'string' && /^[a-z0-9]{8,64}$/.test(kept['id']) ? kept['id'] : madeId(random),
    name: typeof kept['name'] === 'string' && kept['name'].trim() !== '' ? kept['name'].slice(0, 40) : madeName(random),
  };
}

export function nextTheme(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
}

/** Storage may be forbidden: then settings last as long as the page. */
export function loadSettings(): Settings {
  let text: string | null = null;
  try { text = localStorage.getItem(place); } catch { /* See above. */ }
  const settings = readSettings(text, Math.random);
  saveSettings(settings);
  return settings;
}

export function saveSettings(settings: Settings): void {
  try { localStorage.setItem(place, JSON.stringify(settings)); } catch { /* See above. */ }
}

function parse(text: string | null): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function madeId(random: () => number): string {
  return Array.from({ length: 20 }, () => Math.floor(random() * 36).toString(36)).join('');
}

const moods = ['Calm', 'Bright', 'Brisk', 'Gentle', 'Keen', 'Merry', 'Quiet', 'Steady', 'Swift', 'Warm', 'Wise', 'Witty'];
const animals = ['Badger', 'Beaver', 'Crane', 'Falcon', 'Fox', 'Heron', 'Ibex', 'Lynx', 'Marten', 'Otter', 'Owl', 'Puffin', 'Seal', 'Stork', 'Swan', 'Wren'];

function madeName(random: () => number): string {
  const one = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
  return `${one(moods)} ${one(animals)}`;
}
