/**
 * Contents of a request: objects, options, an array, and entries that are ignored.
 *
 * @module
 */

import type { CollectedObject } from "../dicom/collector.ts";
import type { DicomObject } from "../dicom/dataset.ts";
import type { JsonDocument } from "../dicom/json.ts";
import type { Skipped } from "../errors.ts";
import { HeaderError } from "../errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import type { FoundArray, NumpyArray, RawOption } from "../options/types.ts";
import { Budget } from "./budget.ts";
import type { ClaimedParts } from "./claimed_parts.ts";

/** Far more than there are names of options; the same one may be repeated. */
export const MAX_OPTIONS = 100;

/** Collects what the readers of a body find. */
export class Intake {
  /** In the order sent. */
  readonly objects: DicomObject[] = [];
  /** Entries that are ignored. */
  readonly skipped: Skipped[] = [];
  /** Options of form fields and JSON. */
  readonly options: RawOption[] = [];
  /** Names of the members beside the instances of a JSON body. */
  readonly beside: string[] = [];
  /** Counts what the request costs. */
  readonly budget: Budget;
  /** Takes the header that is to be checked; undefined where none is. */
  readonly claimed: ClaimedParts | undefined;
  #array: FoundArray | undefined;

  /**
   * @param limits What the request may cost
   * @param claimed Takes the header that is to be checked
   */
  constructor(limits: Limits = DEFAULT_LIMITS, claimed?: ClaimedParts) {
    this.budget = new Budget(limits);
    this.claimed = claimed;
  }

  /** Takes an object that came as bytes. */
  addObject(found: CollectedObject, file: string | undefined): void {
    this.objects.push({ given: this.#nextEntry(file), file, ...found });
  }

  /** Takes the datasets of a JSON document, and its options. */
  addJson(found: JsonDocument, file: string | undefined): void {
    const first = this.budget.entries;
    this.budget.countEntries(found.objects.length + found.skipped.length);
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
    if (this.claimed?.take(name, value)) return;
    this.options.push([name, value]);
    if (this.options.length > MAX_OPTIONS) {
      throw new HeaderError("bad-option", `There are more than ${MAX_OPTIONS} options`);
    }
  }

  /** Lists an entry that is ignored. */
  skip(file: string | undefined, { code, message, details }: HeaderError): void {
    const given = this.#nextEntry(file);
    this.skipped.push({ given, file, reason: code, message, details });
  }

  /** Place of the entry; its name is kept, so it counts as header. */
  #nextEntry(file: string | undefined): number {
    const given = this.budget.entries;
    this.budget.countHeaderBytes(file?.length ?? 0);
    this.budget.countEntries(1);
    return given;
  }
}
