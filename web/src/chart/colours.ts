// The page's colours and measures, for what is drawn on a canvas.

let look: string | undefined;
let known = new Map<string, string>();

/** Read once per look: asking the style sheet in the middle of a draw makes the browser style the whole page there and then. */
export function readVariable(name: string): string {
  const root = document.documentElement;
  if (root.dataset['theme'] !== look) {
    look = root.dataset['theme'];
    known = new Map();
  }
  let value = known.get(name);
  if (value === undefined) {
    // The root's: a chart may be made before it is on the page.
    value = getComputedStyle(root).getPropertyValue(name).trim();
    known.set(name, value);
  }
  return value;
}
