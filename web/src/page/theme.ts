// Puts the chosen colours on the page; auto follows the system, also when it changes.
import type { Theme } from './settings';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
// Kept, not asked for at each drawing: Chromium tells nobody of a change that somebody has read before it was told.
let [dark, calm] = [systemDark.matches, lessMotion.matches];
systemDark.addEventListener('change', ({ matches }) => { dark = matches; });
lessMotion.addEventListener('change', ({ matches }) => { calm = matches; });

export function isDark(theme: Theme): boolean {
  return theme === 'auto' ? dark : theme === 'dark';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = isDark(theme) ? 'dark' : 'light';
}

export function motionWelcome(): boolean {
  return !calm;
}

export function onSystemLooks(changed: () => void): void {
  systemDark.addEventListener('change', changed);
  lessMotion.addEventListener('change', changed);
}
