/**
 * tar archives, entry by entry.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { HeaderError } from "../errors.ts";
import { ByteQueue } from "./bytes.ts";
import { DISCARD, type EntrySink, type OpenEntry, type Sink } from "./sink.ts";
import { readPax, readTarHeader, TAR_BLOCK, type TarHeader, text } from "./tar_header.ts";

/** Longest header extension that is kept; macOS writes extended attributes there. */
export const MAX_EXTENSION = 2 ** 20;

/** Splits an archive into its files. */
export class Tar implements Sink {
  readonly #queue = new ByteQueue();
  #entry: EntrySink = DISCARD;
  /** Bytes of content that are still to come, and of padding behind them. */
  #content = 0;
  #padding = 0;
  #finished = false;
  /** What header extensions say of the next entry. */
  #path: string | undefined;
  #size: string | undefined;

  /** @param open Called with the name of each file */
  constructor(private readonly open: OpenEntry) {}

  push(chunk: Uint8Array): void {
    this.#queue.feed(chunk, () => !this.#finished && this.#queue.length > 0 && this.#step());
    if (this.#finished) this.#queue.clear();
  }

  end(): void {
    // The two blocks of zeros at the end are often cut off, and nothing is lost with them.
    if (this.#content > 0 || this.#queue.length > 0) {
      throw new HeaderError("bad-archive", "The tar archive ends early");
    }
  }

  /** Takes what can be taken; false when more bytes are needed. */
  #step(): boolean {
    if (this.#content > 0) {
      const data = this.#queue.take(this.#content);
      this.#content -= data.length;
      this.#entry.push(data);
      if (this.#content === 0) this.#entry.end();
      return true;
    }
    if (this.#padding > 0) {
      this.#padding -= this.#queue.skip(this.#padding);
      return true;
    }
    const block = this.#queue.takeAll(TAR_BLOCK);
    if (block === undefined) return false;
    const header = readTarHeader(block);
    if (header === undefined) this.#finished = true;
    else this.#start(header);
    return true;
  }

  #start(header: TarHeader): void {
    const { kind } = header;
    if (kind === "pax" || kind === "gnu-long-name" || kind === "ignored") {
      this.#entry = kind === "ignored" ? DISCARD : this.#extensionSink(kind, header.size);
      this.#expect(header.size);
      return;
    }
    const name = this.#path ?? header.name;
    const size = Number(this.#size ?? header.size);
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new HeaderError("bad-archive", "The tar archive is damaged: an entry has no length");
    }
    this.#path = this.#size = undefined;
    this.#entry = kind === "file" ? this.open(name) : DISCARD;
    if (kind === "other") {
      const why = "The entry is a link or a device, not a file";
      this.open(name).fail(new HeaderError("bad-archive", why));
    }
    this.#expect(size);
  }

  #expect(size: number): void {
    this.#content = size;
    this.#padding = (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
    if (size === 0) this.#entry.end();
  }

  /** Collects a header extension for the entry that follows. */
  #extensionSink(kind: "pax" | "gnu-long-name", size: number): EntrySink {
    if (size > MAX_EXTENSION) {
      throw new HeaderError(
        "bad-archive",
        `A header of the tar archive has ${size} bytes, more than ${MAX_EXTENSION}`,
      );
    }
    let bytes: Uint8Array = new Uint8Array(0);
    return {
      ...DISCARD,
      push: (chunk) => bytes = concat([bytes, chunk]),
      end: () => {
        const said = kind === "pax" ? readPax(bytes) : new Map([["path", text(bytes)]]);
        this.#path = said.get("path") ?? this.#path;
        this.#size = said.get("size") ?? this.#size;
      },
    };
  }
}
