/**
 * Time limit of a request body.
 *
 * @module
 */

import { checkLimit, LIMIT_NAMES, limitExceeded, type Limits } from "../lib/limits.ts";

/**
 * Time after which to look, ms. A process that is younger sets no timers that can be cleared: at the
 * first of these Deno loads all of Node's, and a first answer would wait for that, 4 ms.
 */
const LOOK_AFTER = 1000;

/** Runs from when it is made until it is stopped. */
export class Deadline {
  readonly #started = performance.now();
  /** Since when it is waited for bytes. */
  #since = this.#started;
  /** Calls the next look off. */
  #callOff = () => {};
  #passed: "seconds" | "idleSeconds" | undefined;

  /**
   * @param limits Of the whole body, and of a pause
   * @param onLate Ends the waiting
   */
  constructor(private readonly limits: Limits, private readonly onLate: () => void) {
    this.#watch();
  }

  /** From now on it is waited for bytes, but not for ever. */
  wait(): void {
    this.#since = performance.now();
  }

  /**
   * Looks at the time when bytes have come, and after they were read, which may have taken long too.
   *
   * @throws {HeaderError} limit-exceeded
   */
  check(): void {
    if (this.#passed) throw limitExceeded(LIMIT_NAMES[this.#passed], this.limits[this.#passed]);
    checkLimit("seconds", secondsSince(this.#started), this.limits);
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.#callOff();
  }

  /** One timer at a time for a whole body, which is set anew when it finds that bytes came meanwhile. */
  #watch(): void {
    const { seconds, idleSeconds } = this.limits;
    const all = seconds - secondsSince(this.#started);
    const idle = idleSeconds - secondsSince(this.#since);
    const left = 1000 * Math.min(all, idle);
    if (left <= 0) {
      this.#passed = all < idle ? "seconds" : "idleSeconds";
      return this.onLate();
    }
    const [watch, after] = [() => this.#watch(), Math.ceil(Math.min(left, LOOK_AFTER))];
    if (performance.now() < LOOK_AFTER) {
      const signal = AbortSignal.timeout(after);
      signal.addEventListener("abort", watch);
      // It goes off all the same, but a process waits only for one that is listened to.
      this.#callOff = () => signal.removeEventListener("abort", watch);
    } else {
      const timer = setTimeout(watch, after);
      this.#callOff = () => clearTimeout(timer);
    }
  }
}

function secondsSince(time: number): number {
  return (performance.now() - time) / 1000;
}
