/**
 * A stream, chunk by chunk.
 *
 * @module
 */

/** Bytes of a chunk, where the reader may choose: what runtimes take from a socket at a time. */
const CHUNK = 64 * 2 ** 10;

/** A reader that is lent memory, or that does without it. */
interface Reader {
  read(memory: Uint8Array): Promise<ReadableStreamReadResult<Uint8Array>>;
  cancel(): Promise<void>;
}

/**
 * Reads a stream into one and the same memory where the stream can do that (Streams Standard, BYOB
 * readers). Chunks in memory of their own wait to be collected when they are done with, a hundred
 * mebibytes of them at a time.
 */
export class ByobReader {
  readonly #reader: Reader;
  #memory = new Uint8Array(CHUNK);

  /** @param stream Has no other reader */
  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = readerOf(stream);
  }

  /** The next chunk, which lasts until the one after it is asked for; undefined behind the last. */
  async next(): Promise<Uint8Array | undefined> {
    const { value, done } = await this.#reader.read(this.#memory);
    if (done) return undefined;
    // Memory that is lent comes back under another name.
    this.#memory = new Uint8Array(value.buffer as ArrayBuffer);
    return value;
  }

  /** Lets go of the rest. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}

/** Streams that are not made of bytes alone have no reader to which memory can be lent. */
function readerOf(stream: ReadableStream<Uint8Array>): Reader {
  try {
    return stream.getReader({ mode: "byob" }) as Reader;
  } catch {
    return stream.getReader();
  }
}
