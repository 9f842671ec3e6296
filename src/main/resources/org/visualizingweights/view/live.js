// Asks after runs that are going on, as long as somebody looks at the page.

/** With what a step takes until it is stored and drawn, less than a second. */
const STEP = 500;
const RUNS = 10_000;
const AGAIN = 2000;

export class Live {
  #timer = 0;
  #lastRuns = 0;
  #stopped = true;

  /**
   * @param source of the runs
   * @param running gives the ids of the runs that are looked at and go on
   * @param tell {progress(id, progress), runs(list), lost(failure), found()}; all but the last may
   *     take their time
   */
  constructor(source, running, tell) {
    this.source = source;
    this.running = running;
    this.tell = tell;
    document.addEventListener('visibilitychange', () => this.#look());
  }

  start() {
    this.#lastRuns = performance.now();
    this.#stopped = false;
    this.#look();
  }

  /** Asks for the list of runs with the next question. */
  askForRuns() {
    this.#lastRuns = -Infinity;
  }

  #look() {
    clearTimeout(this.#timer);
    if (!this.#stopped && !document.hidden) {
      this.#timer = setTimeout(() => this.#ask(), STEP);
    }
  }

  async #ask() {
    const start = performance.now();
    let wait;
    try {
      if (performance.now() - this.#lastRuns > RUNS) {
        this.#lastRuns = performance.now();
        await this.tell.runs(await this.source.runs());
      }
      for (const id of this.running()) {
        await this.tell.progress(id, await this.source.progress(id));
      }
      this.tell.found();
      // To be at it no more than half of the time.
      wait = Math.min(AGAIN, Math.max(STEP, performance.now() - start));
    } catch (failure) {
      wait = AGAIN;
      this.#lastRuns = -Infinity;
      this.tell.lost(failure);
    }
    clearTimeout(this.#timer);
    if (!document.hidden) {
      this.#timer = setTimeout(() => this.#ask(), wait);
    }
  }
}
