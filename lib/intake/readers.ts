/**
 * Readers of what a body finally consists of: DICOM, JSON, an array.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { textEncoding } from "../content.ts";
import { HeaderCollector } from "../dicom/collector.ts";
import { parseJson, readJson } from "../dicom/json.ts";
import { npyOffset, readNpy } from "../array/npy.ts";
import type { FoundArray } from "../options/types.ts";
import type { Intake } from "./intake.ts";
import type { Sink } from "./sink.ts";

/** Reads the header of one DICOM object; its pixels go by. */
export class DicomReader implements Sink {
  readonly #collector: HeaderCollector;
  #counted = 0;
  #inflated = 0;

  /**
   * @param file Name under which the object was sent
   * @param plain Whether the file of that name has these very bytes, and not compressed ones
   */
  constructor(
    private readonly intake: Intake,
    private readonly file: string | undefined,
    private readonly plain: boolean,
  ) {
    this.#collector = new HeaderCollector(intake.budget.limits, intake.headers);
  }

  push(chunk: Uint8Array): void {
    this.#collector.push(chunk);
    this.#count();
  }

  get settled(): boolean {
    return this.#collector.settled;
  }

  pass(bytes: number): void {
    this.#collector.pass(bytes);
  }

  end(): void {
    const found = this.#collector.finish();
    this.intake.addObject(this.plain ? found : { ...found, pixelData: undefined }, this.file);
    this.#count();
  }

  #count(): void {
    const kept = this.#collector.keptBytes;
    this.intake.budget.count("requestHeaderBytes", kept - this.#counted);
    this.#counted = kept;
    const inflated = this.#collector.inflatedBytes;
    this.intake.budget.countInflatedBytes(inflated - this.#inflated);
    this.#inflated = inflated;
  }
}

/** Reads a JSON text with one or many datasets. */
export class JsonReader implements Sink {
  readonly #chunks: Uint8Array[] = [];

  /** @param file Name under which the text was sent */
  constructor(private readonly intake: Intake, private readonly file: string | undefined) {}

  push(chunk: Uint8Array): void {
    this.intake.budget.count("jsonBytes", chunk.length);
    // Not slice(): that of a Buffer of Node is no copy.
    this.#chunks.push(new Uint8Array(chunk));
  }

  end(): void {
    const { budget, claimed } = this.intake;
    const document = parseJson(utf8(concat(this.#chunks.splice(0))), budget);
    if (claimed?.takeDocument(document)) return;
    this.intake.addJson(readJson(document, budget), this.file);
  }
}

/** Text in UTF-8, whatever it was in. */
function utf8(bytes: Uint8Array): Uint8Array {
  const encoding = textEncoding(bytes);
  return encoding === "utf-8"
    ? bytes
    : new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}

/** Reads the header of a `.npy`; its values go by. */
export class NpyReader implements Sink {
  #head: Uint8Array = new Uint8Array(0);
  #offset: number | undefined;

  /**
   * @param file Name under which the array was sent
   * @param archive The archive that it lies in
   */
  constructor(
    private readonly intake: Intake,
    private readonly file: string | undefined,
    private readonly archive: FoundArray["archive"],
  ) {}

  push(chunk: Uint8Array): void {
    if (this.settled) return;
    const head = this.#head.length === 0 ? chunk : concat([this.#head, chunk]);
    this.#offset ??= npyOffset(head);
    this.#head = head.slice(0, this.#offset);
  }

  get settled(): boolean {
    return this.#offset !== undefined && this.#head.length >= this.#offset;
  }

  end(): void {
    this.intake.addArray(readNpy(this.#head), this.file, this.archive);
  }
}
