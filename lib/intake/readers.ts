/**
 * Readers of what a body finally consists of: DICOM, JSON, an array.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { textEncoding } from "../content.ts";
import { HeaderCollector } from "../dicom/collector.ts";
import { readJson } from "../dicom/json.ts";
import { KeptText } from "../dicom/json_kept_text.ts";
import { JsonScanner } from "../dicom/json_scan.ts";
import { parseJson, restoredValue } from "../dicom/json_text.ts";
import { isHeaderError, orError } from "../errors.ts";
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

/**
 * Reads a JSON text with one or many datasets: a list that repeats itself from the beginning on, as
 * that of a series does, as it arrives, so that its repeats need not be kept; any other at its end.
 */
export class JsonReader implements Sink {
  #text = new KeptText();
  /** Reads the list; undefined where the text has to be whole. */
  #scanner: JsonScanner | undefined;

  /**
   * @param file Name under which the text was sent
   * @param longest Bytes of the longest element of a list that is read as it arrives
   */
  constructor(
    private readonly intake: Intake,
    private readonly file: string | undefined,
    private readonly longest = 256 * 2 ** 10,
  ) {
    this.#scanner = new JsonScanner(this.#text, intake.budget.limits.jsonDepth, "share");
  }

  push(chunk: Uint8Array): void {
    this.intake.budget.count("jsonBytes", chunk.length);
    for (let at = 0; at < chunk.length; at += this.longest) {
      this.#text.window.add(chunk.subarray(at, at + this.longest));
      if (this.#scanner && this.#text.window.length >= 2 * this.longest) this.#read(this.#scanner);
    }
  }

  #read(scanner: JsonScanner): void {
    const left = this.intake.budget.jsonMemoryLeft(this.#text.length);
    // What is wrong with it is said at its end, as of all texts.
    if (orError(() => scanner.readOn(left, this.longest)) === true) return;
    this.#text = new KeptText(this.#text.whole());
    this.#scanner = undefined;
  }

  end(): void {
    const { budget, claimed } = this.intake;
    const document = this.#shortened() ?? parseJson(utf8(this.#text.whole()), budget);
    if (claimed?.takeDocument(document)) return;
    this.intake.addJson(readJson(document, budget), this.file);
  }

  /** What the text holds, if it was read as it arrived and nothing is in doubt. */
  #shortened(): unknown {
    const { length, read } = this.#text;
    const { budget } = this.intake;
    if (read === 0) return undefined;
    // Lines behind a list are taken for elements of it, and may be too deep for these.
    const scanned = orError(() => this.#scanner?.finish(budget.jsonMemoryLeft(length)));
    return isHeaderError(scanned) ? undefined : scanned && restoredValue(scanned, budget, length);
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
