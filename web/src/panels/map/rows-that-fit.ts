// How many rows a table of a given height shows.

/** In CSS pixels; the style sheet has the same numbers. */
export const heights = { head: 24, row: 23, more: 26 } as const;

/** All of them where they fit, else as many as leave room for the line that tells of the others; one at least. */
export function rowsThatFit(count: number, height: number): number {
  if (heights.head + count * heights.row <= height) return count;
  return Math.min(count, Math.max(1, Math.floor((height - heights.head - heights.more) / heights.row)));
}
