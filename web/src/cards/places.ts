// How wide each card of the board is, so that no row stays half empty.

/** Columns of 12. */
export interface Place {
  readonly wide: number;
  readonly middle: number;
}

const columns = 12;

/** `spans`: what the cards ask for, in their order. On a wide screen two share a row, as they ask; below, a card that asks for more than half gets a row. */
export function placesOf(spans: readonly number[]): readonly Place[] {
  const narrow = spans.flatMap((span, i) => (span > columns / 2 ? [] : [i]));
  const unpaired = narrow.length % 2 === 1 ? narrow.at(-1) : undefined;
  return spans.map((span, i) => ({
    wide: widthInPair(span, i, spans),
    middle: span > columns / 2 || i === unpaired ? columns : columns / 2,
  }));
}

/** The first of two gets its share of what both ask for, the second the rest; one without a second gets all. */
function widthInPair(span: number, i: number, spans: readonly number[]): number {
  const isFirst = i % 2 === 0;
  const other = spans[isFirst ? i + 1 : i - 1];
  if (other === undefined) return columns;
  const first = isFirst ? span : other;
  const share = Math.round((columns * first) / (span + other));
  return isFirst ? share : columns - share;
}
