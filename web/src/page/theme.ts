// Puts the chosen colours on the page; auto follows the system, also when it changes.
import type { Theme } from './settings';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');

export function isDark(theme: Theme): boolean {
  return theme === 'auto' ? systemDark.matches : theme === 'dark';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = isDark(theme) ? 'dark' : 'light';
}

export function motionWelcome(): boolean {
  return !lessMotion.matches;
}

export function onSystemLooks(changed: () => void): void {
  systemDark.addEventListener('change', changed);
  lessMotion.addEventListener('change', changed);
}
