// When the next attempt to reconnect is due, told while the official client waits for it.

export interface NextTry {
  /** 1 for the first after a loss. */
  readonly attempt: number;
  /** On the monotonic clock, in ms. */
  readonly at: number;
}

/** A moment's loss is hidden, a long one costs little; the last one repeats. */
const waits = [10, 50, 100, 150, 200, 250, 500, 1000, 2000];
const longestWait = 5000;

export class Retry {
  #next: NextTry | null = null;

  get next(): NextTry | null {
    return this.#next;
  }

  /** Give it to the socket: `new Socket(url, { reconnectAfterMs: retry.after })`. */
  readonly after = (tries: number): number => {
    const wait = waits[tries - 1] ?? longestWait;
    // From one second on spread: pages that lost one node do not come back in one instant.
    const spread = wait < 1000 ? wait : Math.round(wait * (0.8 + Math.random() * 0.4));
    this.#next = { attempt: tries, at: performance.now() + spread };
    return spread;
  };
}
