/**
 * Readers of what a body finally consists of: DICOM and JSON.
 *
 * @module
 */

import { HeaderCollector } from "../../lib/dicom/collector.ts";
import { parseJsonText, readJson } from "../../lib/dicom/json.ts";
import type { Intake } from "./intake.ts";
import { textEncoding } from "./recognise.ts";
import type { Sink } from "./sink.ts";

/** Reads the header of one DICOM object; its pixels go by. */
export class DicomReader implements Sink {
  readonly #collector: HeaderCollector;
  readonly #intake: Intake;
  readonly #file: string | undefined;
  #counted = 0;

  /** @param file Name under which the object was sent */
  constructor(intake: Intake, file: string | undefined) {
    this.#collector = new HeaderCollector({ headerBytes: intake.limits.headerBytes });
    this.#intake = intake;
    this.#file = file;
  }

  push(chunk: Uint8Array): void {
    this.#collector.push(chunk);
    this.#count();
  }

  end(): void {
    this.#intake.addObject(this.#collector.finish(), this.#file);
    this.#count();
  }

  #count(): void {
    const kept = this.#collector.keptBytes;
    this.#intake.countHeaderBytes(kept - this.#counted);
    this.#counted = kept;
  }
}

/** Reads a JSON text with one or many datasets. */
export class JsonReader implements Sink {
  readonly #intake: Intake;
  readonly #file: string | undefined;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];

  /** @param file Name under which the text was sent */
  constructor(intake: Intake, file: string | undefined) {
    this.#intake = intake;
    this.#file = file;
  }

  push(chunk: Uint8Array): void {
    this.#intake.countJsonBytes(chunk.length);
    this.#chunks.push(chunk as Uint8Array<ArrayBuffer>);
  }

  end(): void {
    this.#intake.addJson(readJson(parseJsonText(this.#text())), this.#file);
  }

  /** Bytes that are not text become U+FFFD: names may be damaged, numbers are not. */
  #text(): string {
    const decoder = new TextDecoder(textEncoding(this.#chunks[0] ?? new Uint8Array()));
    const text = this.#chunks.map((chunk) => decoder.decode(chunk, { stream: true }));
    return text.join("") + decoder.decode();
  }
}
