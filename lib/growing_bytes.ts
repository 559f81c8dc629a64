/**
 * Bytes that become more.
 *
 * @module
 */

/** Bytes in one memory, which is replaced by one of twice the length when it is full. */
export class GrowingBytes {
  #length: number;

  /** @param memory Bytes that there are already; they are not copied */
  constructor(private memory: Uint8Array = NOTHING) {
    this.#length = memory.length;
  }

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** All of them, until there are others. */
  get bytes(): Uint8Array {
    return this.memory.subarray(0, this.#length);
  }

  /** Puts copies of bytes behind them. */
  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.memory.length) {
      const memory = new Uint8Array(Math.max(length, 2 * this.memory.length));
      memory.set(this.bytes);
      this.memory = memory;
    }
    this.memory.set(bytes, this.#length);
    this.#length = length;
  }

  /** Drops so many of the first ones. */
  drop(count: number): void {
    this.memory.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}

const NOTHING = new Uint8Array(0);
