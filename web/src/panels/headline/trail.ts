// Remembers a figure the server tells only as it is now, so that it has a trend too.
import { span, type Point } from './trend';

/** A little more than a trend looks back. */
const kept = span + 30_000;

export class Trail {
  #points: readonly Point[] = [];

  /** `at` in unix milliseconds. Going back in time, as a rewind does, forgets what came later. */
  add(at: number, value: number | null): readonly Point[] {
    this.#points = [...this.#points.filter((point) => point.at < at && point.at >= at - kept), { at, value }];
    return this.#points;
  }
}
