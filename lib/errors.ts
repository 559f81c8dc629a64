/**
 * The one error type of the library.
 *
 * Errors are data: a stable code to branch on, the numbers that led to it, and
 * the option (if any) that would get a header all the same. The message never
 * holds values from the input beyond UIDs, instance numbers, file names and
 * geometry, so that it can be shown and logged anywhere.
 *
 * @module
 */

/** Requests, or parts of them, that cannot be read at all. */
export type UnreadableCode =
  | "empty-request"
  | "bad-request"
  | "bad-json"
  | "bad-archive"
  | "not-dicom"
  | "truncated-header"
  | "bad-option"
  | "bad-array"
  | "limit-exceeded"
  | "header-injection"
  | "bad-header";

/** Readable headers for which no true NRRD header exists. */
export type RefusalCode =
  | "no-geometry"
  | "bad-orientation"
  | "bad-spacing"
  | "bad-position"
  | "bad-matrix"
  | "bad-frame-count"
  | "unsupported-object"
  | "unsupported-pixel-format"
  | "several-volumes"
  | "no-such-volume"
  | "irregular-spacing"
  | "missing-slices"
  | "duplicate-positions"
  | "incomplete-4d"
  | "no-such-axis"
  | "order-not-regular"
  | "instance-numbers-unusable"
  | "mixed-pixel-formats"
  | "skips-differ"
  | "byte-offset-unknown"
  | "frames-not-in-order"
  | "compressed-pixels"
  | "tiled-pixels"
  | "file-names-unusable"
  | "array-does-not-fit";

/** Every code that {@linkcode HeaderError} can carry. */
export type ErrorCode = UnreadableCode | RefusalCode;

/** Numbers and identifiers that explain an error; JSON, never free text from the input. */
export type Details = Readonly<Record<string, unknown>>;

/**
 * Why no header was made.
 *
 * @example
 * ```ts
 * import { HeaderError } from "./errors.ts";
 * const error = new HeaderError("missing-slices", "1 slice is missing", { missing: 1 });
 * console.assert(error.code === "missing-slices");
 * ```
 */
export class HeaderError extends Error {
  /** Stable, kebab-case. */
  readonly code: ErrorCode;
  /** The numbers, the slices, and under `help` the option that would get a header. */
  readonly details: Details;

  /**
   * An error as data.
   *
   * @param code Stable code, kebab-case
   * @param message One sentence for a person, with both numbers
   * @param details The same numbers as data
   */
  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message);
    this.name = "HeaderError";
    this.code = code;
    this.details = details;
  }
}
