/**
 * Contents of a request: objects, options, an array, and entries that are ignored.
 *
 * @module
 */

import type { CollectedObject } from "../dicom/collector.ts";
import type { DicomObject } from "../dicom/dataset.ts";
import { HeaderStore } from "../dicom/header_store.ts";
import type { JsonDocument } from "../dicom/json.ts";
import { HeaderError, type Skipped } from "../errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { WITHOUT_ARCHIVE } from "../options/read.ts";
import type { FoundArray, NumpyArray, RawOption } from "../options/types.ts";
import { list } from "../text.ts";
import { Budget } from "../budget.ts";
import type { ClaimedParts } from "./claimed_parts.ts";

/** Far more than there are names of options; the same one may be repeated. */
export const MAX_OPTIONS = 100;

/** Arrays whose names are kept for the message that there is more than one. */
const MAX_ARRAYS = 100;
/** Names in that message. */
const MAX_NAMES = 5;

/** Collects what the readers of a body find. */
export class Intake {
  /** In the order sent. */
  readonly objects: DicomObject[] = [];
  /** Options of form fields and JSON. */
  readonly options: RawOption[] = [];
  /** Names of the members beside the instances of a JSON body. */
  readonly beside: string[] = [];
  /** Keeps the headers of objects that come as bytes. */
  readonly headers = new HeaderStore();
  /** Counts what the request costs. */
  readonly budget: Budget;
  readonly #arrays: FoundArray[] = [];
  readonly #listed: Skipped[] = [];
  /** Files that nobody takes for images: the first, and how many there are. */
  #passedOver: { readonly first: Skipped; readonly count: number } | undefined;

  /**
   * @param limits What the request may cost
   * @param claimed Takes the header that is to be checked; undefined where none is
   */
  constructor(limits: Limits = DEFAULT_LIMITS, readonly claimed?: ClaimedParts) {
    this.budget = new Budget(limits);
  }

  /** Takes an object that came as bytes. */
  addObject(found: CollectedObject, file: string | undefined): void {
    this.objects.push({ given: this.#nextEntry(file), file, ...found });
  }

  /** Takes the datasets of a JSON document, and its options. */
  addJson(found: JsonDocument, file: string | undefined): void {
    const first = this.budget.counted("objects");
    this.budget.count("objects", found.objects.length + found.skipped.length);
    for (const { index, ...object } of found.objects) {
      this.objects.push({ given: first + index, ...object, file: object.file ?? file });
    }
    for (const { index, ...entry } of found.skipped) {
      this.#listed.push({ given: first + index, file, ...entry });
    }
    for (const [name, value] of Object.entries(found.options ?? {})) this.addOption(name, value);
    this.beside.push(...found.beside.slice(0, MAX_OPTIONS));
  }

  /** Takes the array that the header shall describe. It is no object, so it counts as none. */
  addArray(array: NumpyArray, file: string | undefined, archive?: FoundArray["archive"]): void {
    this.#arrays.push({ array, file, archive });
    if (this.#arrays.length > MAX_ARRAYS) throw this.#severalArrays();
  }

  /**
   * The array, if there is one.
   *
   * @throws {HeaderError} bad-array when there are several
   */
  get array(): FoundArray | undefined {
    if (this.#arrays.length > 1) throw this.#severalArrays();
    return this.#arrays[0];
  }

  /** All arrays, for who describes one of them himself: the intake has none from then on. */
  takeArrays(): FoundArray[] {
    return this.#arrays.splice(0);
  }

  /** Entries that are ignored. Several files that nobody takes for images are one of them. */
  get skipped(): Skipped[] {
    if (!this.#passedOver) return this.#listed;
    const { first, count } = this.#passedOver;
    return [...this.#listed, count === 1 ? first : passedOver(first.given, count)];
  }

  /** Takes an option. */
  addOption(name: string, value: unknown): void {
    if (this.claimed?.take(name, value)) return;
    this.options.push([name, value]);
    if (this.options.length > MAX_OPTIONS) {
      throw new HeaderError("bad-option", `There are more than ${MAX_OPTIONS} options`);
    }
  }

  /**
   * Counts or lists an entry that is ignored.
   *
   * @param isText Whether its first bytes are text
   */
  skip(file: string | undefined, { code, message, details }: HeaderError, isText = false): void {
    const given = this.#nextEntry(file);
    const entry = { given, file, reason: code, message, details };
    if (code !== "not-dicom" || mayBeDicom(file, isText)) this.#listed.push(entry);
    else {
      const { first, count } = this.#passedOver ?? { first: entry, count: 0 };
      this.#passedOver = { first, count: count + 1 };
    }
  }

  #severalArrays(): HeaderError {
    const names = this.#arrays.map(({ file = "one without a name", archive }) =>
      archive?.file === undefined ? file : `${file} in ${archive.file}`
    );
    const named = names.length > MAX_NAMES
      ? [...names.slice(0, MAX_NAMES), `${names.length - MAX_NAMES} more`]
      : names;
    return new HeaderError(
      "bad-array",
      `There are ${names.length} arrays (${
        list(named)
      }); one header describes one: leave the others out`,
      {
        files: names,
        help: this.#arrays.some(({ archive }) => archive !== undefined)
          ? WITHOUT_ARCHIVE
          : "the series and one of the arrays, instead of the whole folder",
      },
    );
  }

  /** Place of the entry; its name is kept, so it counts as header. */
  #nextEntry(file: string | undefined): number {
    const given = this.budget.counted("objects");
    this.budget.count("requestHeaderBytes", file?.length ?? 0);
    this.budget.count("objects", 1);
    return given;
  }
}

/** Whether somebody may have meant an entry as an image: by its name, or by what is in it. */
function mayBeDicom(file: string | undefined, isText: boolean): boolean {
  if (file === undefined) return true;
  const name = file.slice(file.search(/[^\\/]*$/));
  if (IMAGE_NAME.test(name)) return true;
  return !OTHER_NAME.test(name) && !isText;
}

/** As exports call images. */
const IMAGE_NAME = /\.(dcm|ima|dic|dicom)$/i;

/** An extension; numbers are none, because UIDs are names, too. */
const OTHER_NAME = /\.(?=[^.]*[a-z_~-])[^.]*$/i;

function passedOver(given: number, count: number): Skipped {
  return {
    given,
    reason: "not-dicom",
    message: `${count} other files were ignored: they are not DICOM and are not named as such`,
    details: { count },
  };
}
