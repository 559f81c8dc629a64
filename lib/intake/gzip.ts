/**
 * gzip (RFC 1952) with any content.
 *
 * @module
 */

import { HeaderError, isHeaderError } from "../errors.ts";
import type { Budget } from "../budget.ts";
import { Inflater } from "./inflate.ts";
import type { EntrySink, Sink } from "./sink.ts";

/** Inflates into another sink. Several members one after the other are one stream. */
export class Gzip implements Sink {
  readonly #content: EntrySink;
  readonly #budget: Budget;
  #inflater: Inflater;
  #failed = false;

  /**
   * @param content Takes what is inside, and hears of damage
   * @param budget Counts what is inflated
   */
  constructor(content: EntrySink, budget: Budget) {
    this.#content = content;
    this.#budget = budget;
    this.#inflater = this.#member();
  }

  push(chunk: Uint8Array): void {
    if (this.#failed) return;
    if (this.#inflater.ended) {
      // Zeros behind a member are padding (tapes); anything else begins another member.
      if (chunk.every((byte) => byte === 0)) return;
      this.#inflater = this.#member();
    }
    try {
      this.#inflater.push(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): void {
    if (this.#failed) return;
    if (this.#inflater.ended) this.#content.end();
    else this.#fail(new HeaderError("bad-archive", "The gzip stream ends early"));
  }

  #member(): Inflater {
    return new Inflater("gzip", this.#budget, (chunk) => this.#content.push(chunk));
  }

  #fail(error: unknown): void {
    if (!isHeaderError(error, "bad-archive")) throw error;
    this.#failed = true;
    this.#content.fail(error);
  }
}
