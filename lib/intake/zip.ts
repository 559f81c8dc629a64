/**
 * zip archives, entry by entry, without their central directory.
 *
 * The directory is at the end; to wait for it would be to keep the whole body. Each local header
 * tells enough, and every entry is checked against its CRC-32.
 *
 * @module
 */

import { HeaderError, isHeaderError } from "../errors.ts";
import type { Budget } from "../budget.ts";
import { ByteQueue, crc32, view } from "./bytes.ts";
import { Inflater } from "./inflate.ts";
import { DISCARD, type EntrySink, type OpenEntry, type Sink } from "./sink.ts";
import {
  DESCRIPTOR_AND_NEXT,
  findDescriptor,
  isRecord,
  type LocalHeader,
  localHeaderLength,
  METHOD,
  readDescriptor,
  readLocalHeader,
  SIGNATURE,
} from "./zip_record.ts";

/** Splits an archive into its files. */
export class Zip implements Sink {
  readonly #queue = new ByteQueue();
  #state: "header" | "content" | "descriptor" | "finished" = "header";
  #header!: LocalHeader;
  #content!: Content;
  /** Compressed bytes taken of the entry. */
  #taken = 0;

  /**
   * @param open Called with the name of each file
   * @param budget Counts what is inflated
   */
  constructor(private readonly open: OpenEntry, private readonly budget: Budget) {}

  push(chunk: Uint8Array): void {
    this.#queue.feed(chunk, () => this.#step());
  }

  end(): void {
    if (this.#state !== "finished") {
      throw new HeaderError("bad-archive", "The zip archive ends early");
    }
  }

  /** Takes what can be taken; false when more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case "header":
        return this.#readHeader();
      case "content":
        return this.#readContent();
      case "descriptor":
        return this.#readDescriptor();
      case "finished":
        this.#queue.clear();
        return false;
    }
  }

  #readHeader(): boolean {
    if (this.#queue.length < 4) return false;
    const signature = view(this.#queue.bytes).getUint32(0, true);
    if (signature !== SIGNATURE.localHeader) {
      if (!isRecord(signature) && signature !== SIGNATURE.endOfDirectory) throw damaged();
      this.#state = "finished";
      return true;
    }
    const length = localHeaderLength(this.#queue.bytes);
    const bytes = length && this.#queue.takeAll(length);
    if (!bytes) return false;
    this.#header = readLocalHeader(bytes);
    const { name } = this.#header;
    this.#content = new Content(
      this.#header,
      name.endsWith("/") ? DISCARD : this.open(name),
      this.budget,
    );
    this.#taken = 0;
    this.#state = "content";
    return true;
  }

  #readContent(): boolean {
    const { size, descriptor } = this.#header;
    if (size !== undefined) {
      const data = this.#queue.take(size - this.#taken);
      this.#taken += data.length;
      this.#content.push(data);
      if (this.#taken < size) return false;
    } else if (this.#content.selfDelimiting) {
      if (this.#queue.length === 0) return false;
      const behind = this.#content.push(this.#queue.bytes);
      this.#queue.skip(this.#queue.length - behind);
      // Without its end the start of the next entry is unknown.
      if (this.#content.ignored) throw damaged();
      if (!this.#content.ended) return false;
    } else {
      const found = findDescriptor(this.#queue.bytes, this.#taken);
      const certain = found >= 0 ? found : this.#queue.length - DESCRIPTOR_AND_NEXT;
      const data = this.#queue.take(Math.max(0, certain));
      this.#taken += data.length;
      this.#content.push(data);
      if (found < 0) return false;
    }
    if (descriptor) this.#state = "descriptor";
    else this.#finish(this.#header.crc);
    return true;
  }

  #readDescriptor(): boolean {
    if (this.#queue.length < DESCRIPTOR_AND_NEXT) return false;
    const found = readDescriptor(this.#queue.bytes);
    if (found === undefined) throw damaged();
    this.#queue.skip(found.length);
    this.#finish(found.crc);
    return true;
  }

  #finish(crc: number): void {
    this.#content.end(crc);
    this.#state = "header";
  }
}

/** Content of one entry on its way out: inflated, counted, checked. */
class Content {
  readonly #inflater: Inflater | undefined;
  /** Whether its bytes go by: it is unusable or not wanted. */
  ignored = false;
  #crc = 0;

  constructor(header: LocalHeader, private readonly entry: EntrySink, budget: Budget) {
    if (entry === DISCARD && header.size !== undefined) {
      // It is not wanted, and its end is known.
      this.ignored = true;
    } else if (header.encrypted) {
      this.#fail(new HeaderError("bad-archive", "The entry is encrypted"));
    } else if (header.method === METHOD.deflated) {
      this.#inflater = new Inflater(budget, (chunk) => this.#take(chunk));
    } else if (header.method !== METHOD.stored) {
      const why =
        `The entry's compression method ${header.method} is not supported, only 0 (stored) and 8 (deflated)`;
      this.#fail(new HeaderError("bad-archive", why));
    }
  }

  /** Whether the content itself marks its end. */
  get selfDelimiting(): boolean {
    return this.#inflater !== undefined;
  }

  get ended(): boolean {
    return this.#inflater?.ended ?? false;
  }

  /** Takes compressed bytes; returns how many of them follow the end. */
  push(chunk: Uint8Array): number {
    if (this.ignored || this.ended) return 0;
    if (this.#inflater === undefined) {
      this.#take(chunk);
      return 0;
    }
    try {
      return this.#inflater.push(chunk);
    } catch (error) {
      if (!isHeaderError(error, "bad-archive")) throw error;
      this.#fail(error);
      return 0;
    }
  }

  end(crc: number): void {
    if (this.ignored) return;
    if (this.#crc === crc && this.ended === this.selfDelimiting) this.entry.end();
    else this.#fail(new HeaderError("bad-archive", "The entry is damaged: its checksum is wrong"));
  }

  #take(chunk: Uint8Array): void {
    this.#crc = crc32(chunk, this.#crc);
    this.entry.push(chunk);
  }

  #fail(error: HeaderError): void {
    this.ignored = true;
    this.entry.fail(error);
  }
}

function damaged(): HeaderError {
  return new HeaderError(
    "bad-archive",
    "The zip archive is damaged: an entry has no readable header",
  );
}
