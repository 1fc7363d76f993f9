// Where countries lie on the sheet the build drew: the land as a path, in units of the sheet.
import { sheet } from 'virtual:countries';

export { sheet };

export function hasPlace(code: string): boolean {
  return Object.hasOwn(sheet.places, code);
}

/** Null for a code without a place. */
export function placeOf(code: string): readonly [x: number, y: number] | null {
  return hasPlace(code) ? sheet.places[code] ?? null : null;
}
