/**
 * The budget of one request: everything that it costs, counted against the limits.
 *
 * @module
 */

import { checkLimit, type Limits } from "../limits.ts";
import { countBrackets } from "./bytes.ts";

/** Below this output no ratio is worth a refusal: blank slices may be the first that come. */
const FREE_OUTPUT = 16 * 2 ** 20;

/** Counts what a request costs. Every method throws `limit-exceeded` where there is too much. */
export class Budget {
  /** Upper bounds. */
  readonly limits: Limits;
  #entries = 0;
  #bodyBytes = 0;
  #inflatedBytes = 0;
  #headerBytes = 0;
  #jsonBytes = 0;
  #jsonBrackets = 0;
  /** JSON text whose brackets are not counted yet. */
  readonly #uncounted: Uint8Array[] = [];

  /** @param limits What the request may cost */
  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** How many entries there were. */
  get entries(): number {
    return this.#entries;
  }

  /** Counts entries, whether they are objects or not. */
  countEntries(count: number): void {
    this.#entries += count;
    checkLimit("objects", this.#entries, this.limits);
  }

  /** Counts bytes of the body as they were sent. */
  countBodyBytes(bytes: number): void {
    this.#bodyBytes += bytes;
    checkLimit("bodyBytes", this.#bodyBytes, this.limits);
  }

  /**
   * Counts bytes that were inflated, wherever. All of them against the whole body: a thousand small
   * bombs are a large one, and one within another makes the product of their ratios.
   */
  countInflatedBytes(bytes: number): void {
    this.#inflatedBytes += bytes;
    if (this.#inflatedBytes <= FREE_OUTPUT) return;
    checkLimit("inflateRatio", Math.ceil(this.#inflatedBytes / this.#bodyBytes), this.limits);
  }

  /** Counts bytes of header that are kept; a negative number gives some back. */
  countHeaderBytes(bytes: number): void {
    this.#headerBytes += bytes;
    checkLimit("requestHeaderBytes", this.#headerBytes, this.limits);
  }

  /** Counts bytes and brackets of JSON text. Those in strings count too: the strings may be JSON. */
  countJson(text: Uint8Array): void {
    this.#jsonBytes += text.length;
    checkLimit("jsonBytes", this.#jsonBytes, this.limits);
    // There are never more brackets than bytes.
    if (this.limits.jsonBytes <= this.limits.jsonBrackets) return;
    // Most texts have fewer bytes than they may have brackets.
    if (this.#jsonBytes <= this.limits.jsonBrackets) {
      this.#uncounted.push(text.slice());
      return;
    }
    for (const part of [...this.#uncounted.splice(0), text]) {
      this.#jsonBrackets += countBrackets(part);
    }
    checkLimit("jsonBrackets", this.#jsonBrackets, this.limits);
  }
}
