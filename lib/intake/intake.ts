/**
 * What a request brings: objects, options, and entries that take no part.
 *
 * @module
 */

import type { CollectedObject } from "../dicom/collector.ts";
import type { DicomObject, Skipped } from "../dicom/dataset.ts";
import type { JsonDocument } from "../dicom/json.ts";
import { HeaderError } from "../errors.ts";
import { checkLimit, type Limits } from "../limits.ts";
import type { FoundArray, NumpyArray, RawOption } from "../options/types.ts";
import { countBrackets } from "./bytes.ts";
import type { ClaimedParts } from "./claimed_parts.ts";

/** Far more than there are names of options; the same one may be repeated. */
export const MAX_OPTIONS = 100;

/** Below this output no ratio is worth a refusal: blank slices may be the first that come. */
const FREE_OUTPUT = 16 * 2 ** 20;

/** Collects what the readers of a body find, and keeps within the limits. */
export class Intake {
  readonly objects: DicomObject[] = [];
  readonly skipped: Skipped[] = [];
  readonly options: RawOption[] = [];
  /** Names of what stands beside the instances of a JSON body. */
  readonly beside: string[] = [];
  readonly limits: Limits;
  /** Takes the header that is to be checked; undefined where none is. */
  readonly given: ClaimedParts | undefined;
  #array: FoundArray | undefined;
  #entries = 0;
  #bodyBytes = 0;
  #inflatedBytes = 0;
  #headerBytes = 0;
  #jsonBytes = 0;
  #jsonBrackets = 0;
  /** JSON text whose brackets nobody has counted yet. */
  readonly #uncounted: Uint8Array[] = [];

  /**
   * @param limits What the request may cost
   * @param given Takes the header that is to be checked
   */
  constructor(limits: Limits, given?: ClaimedParts) {
    this.limits = limits;
    this.given = given;
  }

  /** Takes an object that came as bytes. */
  addObject(found: CollectedObject, file: string | undefined): void {
    this.objects.push({ given: this.#nextEntry(file), file, ...found });
  }

  /** Takes the datasets of a JSON document, and its options. */
  addJson(found: JsonDocument, file: string | undefined): void {
    const first = this.#entries;
    this.#countEntries(found.objects.length + found.skipped.length);
    for (const { index, ...object } of found.objects) {
      this.objects.push({ given: first + index, ...object, file: object.file ?? file });
    }
    for (const { index, ...entry } of found.skipped) {
      this.skipped.push({ given: first + index, file, ...entry });
    }
    for (const [name, value] of Object.entries(found.options ?? {})) this.addOption(name, value);
    this.beside.push(...found.beside.slice(0, MAX_OPTIONS));
  }

  /** Takes the array that the header shall describe. It is no object, so it counts as none. */
  addArray(array: NumpyArray, file: string | undefined): void {
    if (this.#array) {
      throw new HeaderError(
        "bad-array",
        "There are two .npy files; one header describes one array",
      );
    }
    this.#array = { array, file };
  }

  /** The array, if there is one. */
  get array(): FoundArray | undefined {
    return this.#array;
  }

  /** Takes an option. */
  addOption(name: string, value: unknown): void {
    if (this.given?.take(name, value)) return;
    this.options.push([name, value]);
    if (this.options.length > MAX_OPTIONS) {
      throw new HeaderError("bad-option", `There are more than ${MAX_OPTIONS} options`);
    }
  }

  /** Lists an entry that takes no part. */
  skip(file: string | undefined, { code, message, details }: HeaderError): void {
    const given = this.#nextEntry(file);
    this.skipped.push({ given, file, reason: code, message, details });
  }

  /** Counts bytes of the body as they were sent. */
  countBodyBytes(bytes: number): void {
    this.#bodyBytes += bytes;
    checkLimit("bodyBytes", this.#bodyBytes, this.limits);
  }

  /**
   * Counts bytes that were inflated, wherever. All of them against the whole body: a thousand small
   * bombs are a large one, and one within another makes the product of their ratios.
   */
  countInflatedBytes(bytes: number): void {
    this.#inflatedBytes += bytes;
    if (this.#inflatedBytes <= FREE_OUTPUT) return;
    checkLimit("inflateRatio", Math.ceil(this.#inflatedBytes / this.#bodyBytes), this.limits);
  }

  /** Counts bytes of header that are kept, or given back. */
  countHeaderBytes(bytes: number): void {
    this.#headerBytes += bytes;
    checkLimit("requestHeaderBytes", this.#headerBytes, this.limits);
  }

  /**
   * Counts bytes and brackets of JSON text. Those in strings count too: the strings may be JSON.
   */
  countJson(text: Uint8Array): void {
    this.#jsonBytes += text.length;
    checkLimit("jsonBytes", this.#jsonBytes, this.limits);
    // Most texts have fewer bytes than they may have brackets.
    if (this.#jsonBytes <= this.limits.jsonBrackets) {
      this.#uncounted.push(text.slice());
      return;
    }
    for (const part of [...this.#uncounted.splice(0), text]) {
      this.#jsonBrackets += countBrackets(part);
    }
    checkLimit("jsonBrackets", this.#jsonBrackets, this.limits);
  }

  /** Place of the entry; its name is kept, so it counts as header. */
  #nextEntry(file: string | undefined): number {
    const given = this.#entries;
    this.countHeaderBytes(file?.length ?? 0);
    this.#countEntries(1);
    return given;
  }

  #countEntries(count: number): void {
    this.#entries += count;
    checkLimit("objects", this.#entries, this.limits);
  }
}
