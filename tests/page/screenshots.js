// Keeps a picture of each state of the page, for people to look at.
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../artifacts/screenshots/', import.meta.url));

export async function shoot(page, name) {
  // A pointer over a chart is no state of its own.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' });
}
