// What a key means on the page, unless somebody types or a dialog is open.

export type Command = { readonly kind: 'freeze' | 'theme' | 'help' | 'back' } | { readonly kind: 'card'; readonly index: number };

export function readCommand(key: string): Command | null {
  if (key === 'f') return { kind: 'freeze' };
  if (key === 't') return { kind: 'theme' };
  if (key === '?') return { kind: 'help' };
  if (key === 'Escape') return { kind: 'back' };
  return /^[1-9]$/.test(key) ? { kind: 'card', index: Number(key) - 1 } : null;
}

export function listenForKeys(obey: (command: Command) => void): void {
  addEventListener('keydown', (press) => {
    if (press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey || document.querySelector('dialog[open]')) return;
    const target = press.target instanceof HTMLElement ? press.target : null;
    if (target?.matches('input:not([type=range]), textarea, select')) return;
    const command = readCommand(press.key);
    if (!command) return;
    press.preventDefault();
    obey(command);
  });
}
