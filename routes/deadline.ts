/**
 * Time limit of a request body.
 *
 * @module
 */

import { limitExceeded } from "../lib/limits.ts";
import { checkLimit, LIMIT_NAMES, type Limits } from "../lib/limits.ts";

/** Runs from when it is made. */
export class Deadline {
  readonly #limits: Limits;
  readonly #started = performance.now();

  /** @param limits Of the whole body, and of a pause */
  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Waits for the next bytes, but not for ever.
   *
   * @throws {HeaderError} limit-exceeded
   */
  async wait<T>(bytes: Promise<T>): Promise<T> {
    const { seconds, idleSeconds } = this.#limits;
    const left = seconds - this.#seconds();
    const limit = left < idleSeconds ? "seconds" : "idleSeconds";
    let timer;
    const late = new Promise<never>((_, reject) => {
      const refuse = () => reject(limitExceeded(LIMIT_NAMES[limit], this.#limits[limit]));
      timer = setTimeout(refuse, 1000 * Math.min(left, idleSeconds));
    });
    try {
      return await Promise.race([bytes, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Looks at the time after bytes were read, which may have taken long too.
   *
   * @throws {HeaderError} limit-exceeded
   */
  check(): void {
    checkLimit("seconds", this.#seconds(), this.#limits);
  }

  #seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }
}
