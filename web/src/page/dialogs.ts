// The two dialogs: who you are to others, and what the keys do.
import { make, makeButton } from '../dom';

const keys: readonly (readonly [key: string, does: string])[] = [
  ['f', 'Freeze, and back to now'],
  ['t', 'Theme: auto, light, dark'],
  ['1 – 9', 'Expand a card'],
  ['Esc', 'Back to all cards'],
  ['?', 'This help'],
  ['← →', 'In a chart: read values. While frozen: move in time'],
  ['+ − 0', 'In a chart: zoom in, zoom out, all'],
];

export function openHelp(): void {
  const close = makeButton('Close', () => { dialog.close(); });
  const dialog = make('dialog', { 'aria-labelledby': 'help-title' },
    make('h2', { id: 'help-title' }, 'Keyboard'),
    make('table', { class: 'keys' }, make('tbody', {},
      ...keys.map(([key, does]) => make('tr', {}, make('th', { scope: 'row' }, make('kbd', {}, key)), make('td', {}, does))))),
    make('p', { class: 'soft' }, 'Drag over a chart to zoom, press twice for all of it. Add &kiosk=1 to the address for a wall.'),
    make('div', { class: 'dialog-buttons' }, close));
  show(dialog);
}

export function openWho(name: string, chosen: (name: string) => void): void {
  const input = make('input', { id: 'who-name', maxlength: '40', autocomplete: 'nickname', required: '' });
  input.value = name;
  const form = make('form', { method: 'dialog' },
    make('h2', { id: 'who-title' }, 'Who are you?'),
    make('label', { for: 'who-name' }, 'The name others on this topic see'),
    input,
    make('div', { class: 'dialog-buttons' }, makeButton('Cancel', () => { dialog.close(); }), make('button', { type: 'submit', class: 'primary' }, 'Save')));
  const dialog = make('dialog', { 'aria-labelledby': 'who-title' }, form);
  form.addEventListener('submit', () => { if (input.value.trim() !== '') chosen(input.value.trim()); });
  show(dialog);
  input.select();
}

function show(dialog: HTMLDialogElement): void {
  dialog.addEventListener('close', () => { dialog.remove(); });
  document.body.append(dialog);
  dialog.showModal();
}
