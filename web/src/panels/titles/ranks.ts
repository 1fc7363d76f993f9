// How places in a list changed within the last minute.

/** Null: was not in the list; positive: places gained. */
export type Change = number | null;

/** Changes are told against the list of this long ago, in milliseconds: long enough to be read from across a room. */
const lookBack = 60_000;

interface Moment {
  readonly at: number;
  readonly names: readonly string[];
}

export class RankHistory {
  #moments: readonly Moment[] = [];

  /** `at` in unix milliseconds. Going back in time, as a rewind does, forgets what came later. */
  add(at: number, names: readonly string[]): ReadonlyMap<string, Change> {
    const past = this.#moments.filter((moment) => moment.at < at && moment.at >= at - lookBack);
    this.#moments = [...past, { at, names }];
    return rankChanges(past[0]?.names ?? names, names);
  }
}

export function rankChanges(before: readonly string[], now: readonly string[]): Map<string, Change> {
  return new Map(now.map((name, place) => {
    const was = before.indexOf(name);
    return [name, was < 0 ? null : was - place];
  }));
}
