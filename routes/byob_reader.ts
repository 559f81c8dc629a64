/**
 * A stream, chunk by chunk.
 *
 * @module
 */

/** Bytes of a chunk, where the reader may choose: what runtimes take from a socket at a time. */
const CHUNK = 64 * 2 ** 10;

/**
 * Bytes from which on memory is lent. Most requests are shorter, and half of the runtimes' streams
 * refuse by an error, which takes longer than to read them.
 */
const LONG = 4 * CHUNK;

/** A reader that is lent memory, or that does without it. */
interface Reader {
  read(memory: Uint8Array): Promise<ReadableStreamReadResult<Uint8Array>>;
  cancel(): Promise<void>;
  releaseLock(): void;
}

/**
 * Reads a long stream into one and the same memory where the stream can do that (Streams Standard,
 * BYOB readers). Chunks in memory of their own wait to be collected when they are done with, a hundred
 * mebibytes of them at a time.
 */
export class ByobReader {
  #reader: Reader;
  #memory = new Uint8Array(0);
  /** Bytes that are still read without lending memory; undefined when it was tried. */
  #plain: number | undefined;

  /**
   * @param stream Has no other reader
   * @param plain Bytes that are read without lending memory
   */
  constructor(private readonly stream: ReadableStream<Uint8Array>, plain = LONG) {
    this.#reader = stream.getReader();
    this.#plain = plain;
  }

  /** The next chunk, which lasts until the one after it is asked for; undefined behind the last. */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#plain !== undefined && this.#plain <= 0) this.#lend();
    const { value, done } = await this.#reader.read(this.#memory);
    if (done) return undefined;
    if (this.#plain === undefined) {
      // Memory that is lent comes back under another name.
      this.#memory = new Uint8Array(value.buffer as ArrayBuffer);
    } else {
      this.#plain -= value.length;
    }
    return value;
  }

  /** Lets go of the rest. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  /** Streams that are not made of bytes alone have no reader to which memory can be lent. */
  #lend(): void {
    this.#plain = undefined;
    this.#reader.releaseLock();
    try {
      this.#reader = this.stream.getReader({ mode: "byob" }) as Reader;
      this.#memory = new Uint8Array(CHUNK);
    } catch {
      this.#reader = this.stream.getReader();
    }
  }
}
