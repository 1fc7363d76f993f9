// Who watches a topic: what presence says, made ready to be shown.

export interface Person {
  readonly key: string;
  readonly name: string;
  readonly tabs: number;
  readonly self: boolean;
}

export interface Presences {
  readonly metas: readonly Readonly<Record<string, unknown>>[];
}

/** Yourself first, then by name. */
export function readPeople(list: readonly (readonly [key: string, presence: Presences])[], self: string | null): readonly Person[] {
  return list
    .map(([key, { metas }]) => ({ key, name: nameOf(metas) ?? key, tabs: metas.length, self: key === self }))
    .sort((a, b) => Number(b.self) - Number(a.self) || a.name.localeCompare(b.name));
}

/** The newest tab knows a changed name first. */
function nameOf(metas: Presences['metas']): string | null {
  const name = metas.at(-1)?.['name'];
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 40) : null;
}

/** Two letters: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letter = (word: string | undefined) => (word === undefined ? '' : String.fromCodePoint(word.codePointAt(0) ?? 0x3f).toUpperCase());
  return words.length > 1 ? letter(words[0]) + letter(words.at(-1)) : letter(words[0]);
}
