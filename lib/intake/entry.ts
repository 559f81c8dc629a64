/**
 * One entry of a request: recognised by its first bytes, then handed to the reader of its kind.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import type { ErrorCode } from "../codes/errors.ts";
import { ENOUGH, isText } from "../content.ts";
import { HeaderError, isHeaderError } from "../errors.ts";
import { isOfOneObject } from "../limits.ts";
import { WITHOUT_ARCHIVE } from "../options/read.ts";
import { Gzip } from "./gzip.ts";
import type { Intake } from "./intake.ts";
import type { Kind } from "./media_type.ts";
import { DicomReader, JsonReader, NpyReader } from "./readers.ts";
import { recognise } from "./recognise.ts";
import { DISCARD, type EntrySink, type OpenEntry, type Sink } from "./sink.ts";
import { Tar } from "./tar.ts";
import { Zip } from "./zip.ts";

/** Where an entry stands. */
export interface EntryContext {
  /** Name under which it was sent. */
  readonly file?: string | undefined;
  /** What it is said to be; what it is unmistakably wins. */
  readonly label?: Kind | undefined;
  /** It is all there is: its errors are the request's. Otherwise they are listed. */
  readonly alone: boolean;
  /** Whether it may be an archive. Archives within archives are not opened. */
  readonly archives: boolean;
  /** Whether it may be compressed. */
  readonly gzip: boolean;
  /** The archive that it lies in. */
  readonly archive?: { readonly file: string | undefined };
}

/** Errors that are the whole request's, wherever they come up. */
const OF_THE_REQUEST: ReadonlySet<ErrorCode> = new Set([
  "limit-exceeded",
  "bad-option",
  "bad-array",
  "bad-header",
]);

/** An entry that is being read. */
export class Entry implements EntrySink {
  #head: Uint8Array = new Uint8Array(0);
  #reader: Sink | undefined;
  #refused = false;
  #isText = false;

  /**
   * @param intake Takes what the entry brings
   * @param context Where the entry stands
   */
  constructor(private readonly intake: Intake, private readonly context: EntryContext) {}

  push(chunk: Uint8Array): void {
    this.#attempt(() => {
      if (this.#reader) return this.#reader.push(chunk);
      // A first piece is mostly enough, and its reader copies what it keeps.
      const head = this.#head.length === 0 ? chunk : concat([this.#head, chunk]);
      if (head.length >= ENOUGH) this.#start(head);
      else this.#head = head.slice();
    });
  }

  get settled(): boolean {
    return this.#refused || this.#reader?.settled === true;
  }

  get enough(): boolean {
    return this.#reader?.enough === true;
  }

  pass(bytes: number): void {
    this.#reader?.pass?.(bytes);
  }

  end(): void {
    this.#attempt(() => {
      if (!this.#reader) this.#start(this.#head);
      this.#reader?.end();
    });
  }

  fail(error: HeaderError): void {
    if (this.#refused) return;
    // Of a header to check, nothing behind it matters: it may be the first bytes of a `.nii.gz`.
    if (this.enough) return this.end();
    // An archive that breaks may have lost any number of slices; a single object has lost itself.
    const isArchive = this.#reader instanceof Tar || this.#reader instanceof Zip;
    const isOfTheRequest = OF_THE_REQUEST.has(error.code) && !isOfOneObject(error);
    if (this.context.alone || isArchive || isOfTheRequest) throw placed(error, this.context.file);
    this.#refused = true;
    this.#reader = undefined;
    this.intake.skip(this.context.file, error, this.#isText);
  }

  #attempt(act: () => void): void {
    if (this.#refused) return;
    try {
      act();
    } catch (error) {
      if (!isHeaderError(error)) throw error;
      this.fail(error);
    }
  }

  #start(head: Uint8Array): void {
    if (head.length === 0) throw empty(this.context.alone);
    this.#isText = isText(head);
    this.#reader = this.#readerOf(recognise(head) ?? this.context.label ?? "dicom");
    this.#head = new Uint8Array(0);
    this.#reader.push(head);
  }

  #readerOf(kind: Kind): Sink {
    const { file, archives, gzip, archive } = this.context;
    switch (kind) {
      case "dicom":
        return new DicomReader(this.intake, file, gzip);
      case "json":
        return new JsonReader(this.intake, file);
      case "npy":
        if (!gzip) throw compressedArray();
        return new NpyReader(this.intake, file, archive);
      case "nrrd":
      case "nifti":
      case "metaimage": {
        const { claimed, budget } = this.intake;
        if (claimed) return claimed.reader(kind, budget);
        if (kind === "nrrd") throw headerAlready();
        // Its error says what the bytes are instead of DICOM.
        return new DicomReader(this.intake, file, gzip);
      }
      case "gzip": {
        if (!gzip) throw nested();
        const content = { ...this.context, label: undefined, gzip: false };
        return new Gzip(new Entry(this.intake, content), this.intake.budget);
      }
      case "tar":
        if (!archives) throw nested();
        return new Tar(this.#openFile);
      case "zip":
        if (!archives) throw /\.npz$/i.test(file ?? "") ? nestedArrays(file!) : nested();
        return new Zip(this.#openFile, this.intake.budget);
    }
  }

  #openFile: OpenEntry = (file) => {
    const archive = { file: this.context.file };
    return openEntry(this.intake, { file, archives: false, gzip: true, archive });
  };
}

/**
 * Opens one of many entries, unless its name says that it is no image.
 *
 * @param intake Takes what the entry brings
 * @param context Where the entry stands
 */
export function openEntry(intake: Intake, context: Omit<EntryContext, "alone">): EntrySink {
  const { file = "" } = context;
  if (LITTER.test(file) || FORKS.test(file)) return DISCARD;
  const entry = new Entry(intake, { ...context, alone: false });
  if (DIRECTORY.test(file)) {
    entry.fail(new HeaderError("unsupported-object", "A DICOMDIR is a directory, not an image"));
  }
  return entry;
}

/** Files of file managers, which are ignored without a word. */
const LITTER = /(?:^|[\\/])(?:\.DS_Store|\._[^\\/]*|Thumbs\.db|desktop\.ini)$/i;

/** What macOS keeps of each file beside it. */
const FORKS = /(?:^|[\\/])__MACOSX[\\/]/;

/** The table of contents of a disk (PS3.10 8.6). */
const DIRECTORY = /(?:^|[\\/])DICOMDIR$/i;

/** A limit that was passed, with the name of the entry at which that happened. */
function placed(error: HeaderError, file: string | undefined): HeaderError {
  if (!isHeaderError(error, "limit-exceeded") || file === undefined) return error;
  const { code, message, details } = error;
  if (details.file !== undefined) return error;
  return new HeaderError(code, `${message} It was passed at ${file}.`, { ...details, file });
}

function empty(alone: boolean): HeaderError {
  return alone
    ? new HeaderError("empty-request", "The request has no bytes")
    : new HeaderError("not-dicom", "The entry is empty");
}

/** The file has to stay as it is, and a header counts bytes of what it is. */
function compressedArray(): HeaderError {
  return new HeaderError("bad-array", "A compressed .npy cannot be the data file of a header", {
    help: 'the .npy unpacked, or in numpy: numpy.save("mask.npy", array)',
  });
}

/** A `.npz` is a zip archive. */
function nestedArrays(file: string): HeaderError {
  return new HeaderError(
    "bad-array",
    `The arrays of ${file} lie in an archive, where no header can point at them`,
    { help: WITHOUT_ARCHIVE },
  );
}

function headerAlready(): HeaderError {
  return new HeaderError("not-dicom", "The entry is a NRRD header; POST /v1/check checks one");
}

function nested(): HeaderError {
  return new HeaderError("bad-archive", "Archives within archives are not opened");
}
