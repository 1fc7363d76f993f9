// Asks axe what is wrong with a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One line for each fault, its impact first. The script is evaluated rather than added to the page: no policy of the page forbids that. */
export async function findViolations(page) {
  await page.evaluate(`if (!globalThis.axe) { ${axe} }`);
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations);
  const tell = ({ html, any, all, none }) => `${html.slice(0, 200)} (${[...any, ...all, ...none][0]?.message})`;
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 4).map(tell).join(' | ')}`);
}
