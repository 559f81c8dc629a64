/**
 * The budget of one request: everything that it makes the service do, counted against the limits.
 *
 * @module
 */

import { countBrackets } from "./intake/bytes.ts";
import { checkLimit, DEFAULT_LIMITS, type Limits } from "./limits.ts";

/** Below this output no ratio is worth a refusal: blank slices may be the first that come. */
const FREE_OUTPUT = 16 * 2 ** 20;

/** Limits on what adds up over a request. */
export type Counted =
  | "bodyBytes"
  | "requestHeaderBytes"
  | "jsonBytes"
  | "jsonBrackets"
  | "objects"
  | "frames";

/** Counts what a request costs. Every method throws `limit-exceeded` where there is too much. */
export class Budget {
  /** Upper bounds. */
  readonly limits: Limits;
  readonly #counts: Partial<Record<Counted, number>> = {};
  #inflatedBytes = 0;
  /** JSON text whose brackets are not counted yet. */
  readonly #uncounted: Uint8Array[] = [];

  /** @param limits What the request may cost */
  constructor(limits: Limits = DEFAULT_LIMITS) {
    this.limits = limits;
  }

  /** How much there was so far. */
  counted(limit: Counted): number {
    return this.#counts[limit] ?? 0;
  }

  /**
   * Counts what adds up.
   *
   * @param amount How much there is more; a negative number gives some back
   */
  count(limit: Counted, amount: number): void {
    const total = this.counted(limit) + amount;
    this.#counts[limit] = total;
    checkLimit(limit, total, this.limits);
  }

  /**
   * Counts bytes that were inflated, wherever. All of them against the whole body: a thousand small
   * bombs are a large one, and one within another makes the product of their ratios.
   */
  countInflatedBytes(bytes: number): void {
    this.#inflatedBytes += bytes;
    if (this.#inflatedBytes <= FREE_OUTPUT) return;
    const ratio = Math.ceil(this.#inflatedBytes / this.counted("bodyBytes"));
    checkLimit("inflateRatio", ratio, this.limits);
  }

  /** Counts bytes and brackets of JSON text. Those in strings count too: the strings may be JSON. */
  countJson(text: Uint8Array): void {
    this.count("jsonBytes", text.length);
    // There are never more brackets than bytes.
    if (this.limits.jsonBytes <= this.limits.jsonBrackets) return;
    // Most texts have fewer bytes than they may have brackets.
    if (this.counted("jsonBytes") <= this.limits.jsonBrackets) {
      this.#uncounted.push(text.slice());
      return;
    }
    for (const part of [...this.#uncounted.splice(0), text]) {
      this.count("jsonBrackets", countBrackets(part));
    }
  }
}
