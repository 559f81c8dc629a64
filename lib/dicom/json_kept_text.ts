/**
 * A JSON text that is not kept as a whole, and can be put together again.
 *
 * @module
 */

import { GrowingBytes } from "../growing_bytes.ts";
import { cutOut } from "./json_bytes.ts";

/** A part of a text that stands in it earlier, too. */
export interface Copy {
  readonly from: number;
  readonly to: number;
  /** Where it stands earlier. */
  readonly earlier: number;
}

/** A text that arrives in a window, in which all offsets count, and is kept without copies. */
export class KeptText {
  /** What has arrived and is not read, perhaps with some of what is. */
  readonly window: GrowingBytes;
  /** What is read, without cuts. */
  readonly lean = new GrowingBytes();
  /** What is read, without copies. */
  readonly kept = new GrowingBytes();
  /** The copies; their offsets count in the text. */
  readonly #copies: Copy[] = [];
  /** Bytes of the text before the window. */
  #before = 0;
  #read = 0;

  /** @param bytes How it begins; they are not copied */
  constructor(bytes?: Uint8Array) {
    this.window = new GrowingBytes(bytes);
  }

  /** Bytes that have arrived. */
  get length(): number {
    return this.#before + this.window.length;
  }

  /** Offset behind what is read. */
  get read(): number {
    return this.#read;
  }

  /**
   * Reads up to an offset, and moves the window.
   *
   * @param start Where it is to begin
   * @param cuts Where what is not wanted begins and ends, by turns; what was read before, too
   */
  moveOn(read: number, start: number, cuts: readonly number[], copies: readonly Copy[]): void {
    const bytes = this.window.bytes.subarray(0, read);
    this.lean.add(cutOut(bytes, cuts));
    this.kept.add(cutOut(bytes, [0, this.#read, ...copies.flatMap(({ from, to }) => [from, to])]));
    const before = this.#before;
    for (const { from, to, earlier } of copies) {
      this.#copies.push({ from: before + from, to: before + to, earlier: before + earlier });
    }
    this.window.drop(start);
    this.#before += start;
    this.#read = read - start;
  }

  /** The text as it has arrived. */
  whole(): Uint8Array {
    if (this.#before === 0) return this.window.bytes;
    const text = new Uint8Array(this.length);
    const kept = this.kept.bytes;
    let [at, end] = [0, 0];
    for (const { from, to, earlier } of this.#copies) {
      text.set(kept.subarray(at, at += from - end), end);
      text.copyWithin(from, earlier, earlier + to - from);
      end = to;
    }
    text.set(kept.subarray(at), end);
    text.set(this.window.bytes, this.#before);
    return text;
  }
}
