// What panels draw: the complete rows of one data set, and how the page wants times shown.

export type Value = number | string | boolean | null;
export type Row = readonly Value[];

/** One data set as it is known now: deltas are merged, series are in order of time. */
export interface Result {
  readonly name: string;
  /** Columns that tell rows apart; empty for a series. */
  readonly key: readonly string[];
  /** For a series: the column that holds the time of a point, in unix milliseconds. */
  readonly time: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** The instant the rows tell of, in unix milliseconds of the server's clock. */
  readonly asOf: number;
}

/** What the page's header chose. */
export interface View {
  readonly utc: boolean;
  readonly rangeMinutes: 5 | 10 | 30;
  /** Right edge of time axes, in unix milliseconds of the server's clock; stands still while frozen. */
  readonly now: number;
  readonly dark: boolean;
  /** False: prefers-reduced-motion. */
  readonly motion: boolean;
}

/** The drawing inside a card. The card around it has title, age, state, and the table twin. */
export interface Panel {
  readonly element: HTMLElement;
  /** Called at most once per animation frame. */
  draw(result: Result, view: View): void;
  destroy(): void;
}
