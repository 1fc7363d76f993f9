// Draws at most once per animation frame, whatever changed meanwhile, and never while the page is hidden.

export class Scheduler {
  readonly #draw: () => void;
  #waiting = 0;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  request(): void {
    if (document.hidden || this.#waiting !== 0) return;
    this.#waiting = requestAnimationFrame(() => {
      this.#waiting = 0;
      if (!document.hidden) this.#draw();
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#waiting);
  }
}
