/**
 * The one error type of the library.
 *
 * Errors are data: a stable code to branch on, the numbers that led to it, and the option (if any)
 * that would get a header all the same. The message never holds values from the input beyond UIDs,
 * instance numbers, file names and geometry, so that it can be shown and logged anywhere.
 *
 * @module
 */

import type { ErrorCode } from "./codes/errors.ts";
import type { Skipped } from "./dicom/dataset.ts";
import type { Vector } from "./geometry/vector.ts";

/** Members that any error may have. */
export type CommonDetails = {
  /** The option that would get a header, or what else helps. */
  readonly help?: string;
  /** Name of the kind of object. */
  readonly object?: string;
  /** Name of the family of objects. */
  readonly family?: string;
  /** Number of the frame within its object, from 0. */
  readonly frame?: number;
  /** How many frames there are. */
  readonly frames?: number;
  /** Index of the volume that the error is about. */
  readonly volume?: number;
  /** Other frames that got no header, and why. */
  readonly refused?: readonly { readonly code: ErrorCode; readonly message: string }[];
  /** Entries that took no part. */
  readonly skipped?: readonly Skipped[];
  /** Columns of the picture, where it has a size and no place. */
  readonly columns?: number;
  /** Rows of the picture. */
  readonly rows?: number;
};

/** Places in a stack where slices are missing. */
export interface MissingSlices {
  /** Index of the slice before. */
  readonly after: number;
  /** Distance of its neighbours, mm. */
  readonly gap: number;
  /** How many slices would fit. */
  readonly missing: number;
}

/** An attribute that separates frames at one position, and how many volumes it makes. */
export interface CountedAxis {
  /** Keyword. */
  readonly by: string;
  /** Volumes that it makes. */
  readonly count: number;
}

/** The attribute asked for, or the nearest, and why it makes no fourth axis. */
type FourthAxisDetails = {
  readonly by?: string;
  readonly positions?: number;
  readonly values?: number | readonly (string | number)[];
  readonly alternatives?: readonly CountedAxis[];
};

/** Members of the errors that have some of their own; lengths in mm. */
interface SpecificDetails {
  "array-does-not-fit": {
    readonly shape?: readonly number[];
    readonly array?: string;
    readonly expected?: readonly (number | string)[];
    readonly fits?: readonly string[];
    readonly layers?: number;
    readonly needed?: number;
  };
  "bad-frame-count": {
    readonly functionalGroups?: number;
    readonly offsets?: number;
    readonly sliceNumbers?: number;
    readonly bytes?: number;
    readonly needed?: number;
  };
  "bad-header": { readonly field?: string; readonly line?: number };
  "bad-json": { readonly position?: number };
  "bad-matrix": { readonly tilesAcross?: number; readonly tilesDown?: number };
  "bad-option": {
    readonly option?: string;
    readonly valid?: readonly string[];
    readonly nearest?: string;
    readonly type?: string;
    readonly largest?: number;
  };
  "bad-orientation": {
    readonly lengths?: readonly [number, number];
    readonly scalarProduct?: number;
    readonly tolerance?: number;
    readonly sliceNormal?: Vector;
    readonly rowCrossColumn?: Vector;
  };
  "bad-request": { readonly status?: number };
  "bad-position": { readonly firstOffset?: number; readonly position?: Vector };
  "compressed-pixels": { readonly transferSyntax?: string | undefined };
  "duplicate-positions": FourthAxisDetails & {
    readonly together?: number;
    readonly slice?: number;
    readonly segment?: number;
  };
  "file-names-unusable": { readonly files?: number; readonly names?: number };
  "frames-not-in-order": { readonly layers?: number; readonly sizes?: readonly number[] };
  "mixed-pixel-formats": { readonly bigEndian?: number; readonly files?: number };
  "skips-differ": {
    readonly smallest?: number;
    readonly largest?: number;
    readonly given?: readonly number[];
  };
  "incomplete-4d": FourthAxisDetails & {
    readonly holes?: readonly unknown[];
    readonly holeCount?: number;
    readonly fewest?: number;
    readonly most?: number;
  };
  "irregular-spacing": {
    readonly smallestGap?: number;
    readonly largestGap?: number;
    readonly largestAfter?: number;
    readonly medianGap?: number;
    readonly residual?: number;
    readonly tolerance?: number;
    readonly rounding?: Vector;
    readonly undecidable?: boolean;
  };
  "limit-exceeded": {
    readonly limit: string;
    readonly maximum: number;
    readonly found?: number;
  };
  "missing-slices": {
    readonly missing?: number;
    readonly present?: number;
    readonly slices?: number;
    readonly spacing?: number;
    readonly holes?: readonly MissingSlices[];
  };
  "no-geometry": {
    readonly planes?: number;
    readonly slices?: number;
    readonly placed?: number;
  };
  "no-such-axis": FourthAxisDetails & { readonly absent?: number };
  "no-such-volume": { readonly volumes: number };
  "not-dicom": {
    readonly found?: string;
    readonly transferSyntax?: string | undefined;
    readonly entries?: number;
  };
  "order-not-regular": {
    readonly order: string;
    readonly permutation: readonly number[];
    readonly volumes?: number;
    readonly after?: number;
  };
  "several-volumes": {
    readonly volumes?: readonly {
      readonly index: number;
      readonly sizes: readonly number[];
      readonly spacing: Vector;
      readonly origin: Vector;
      readonly slices: number;
      readonly given: number;
    }[];
    readonly grids?: number;
  };
  "truncated-header": { readonly byteLength: number };
  "unsupported-pixel-format": {
    readonly bitsAllocated?: number | undefined;
    readonly highBit?: number | undefined;
  };
}

/** Members that explain an error of this code. */
export type DetailsOf<Code extends ErrorCode> = Code extends keyof SpecificDetails
  ? CommonDetails & SpecificDetails[Code]
  : CommonDetails;

/** Members that explain an error of any code; JSON, never free text from the input. */
export type Details = CommonDetails & Readonly<Record<string, unknown>>;

/**
 * Why no header was made.
 *
 * @example
 * ```ts
 * import { HeaderError } from "./errors.ts";
 * const error = new HeaderError("missing-slices", "1 slice is missing", { missing: 1 });
 * console.assert(error.code === "missing-slices" && error.details.missing === 1);
 * ```
 */
export class HeaderError<Code extends ErrorCode = ErrorCode> extends Error {
  /** Stable, kebab-case. */
  readonly code: Code;
  /** The numbers, the slices, and under `help` the option that would get a header. */
  readonly details: DetailsOf<Code> & Details;

  /**
   * An error as data.
   *
   * @param code Stable code, kebab-case
   * @param message One sentence for a person, with both numbers
   * @param details The same numbers as data
   */
  constructor(code: Code, message: string, details?: DetailsOf<Code>) {
    super(message);
    this.name = "HeaderError";
    this.code = code;
    this.details = (details ?? {}) as DetailsOf<Code> & Details;
  }
}

/**
 * Whether something that was thrown is an error of the library, perhaps of a certain code. Unlike
 * `instanceof` this holds for errors of another copy of the library, too.
 *
 * @param error What was thrown
 * @param code The code that it has to have; any if it is absent
 * @example
 * ```ts
 * import { HeaderError, isHeaderError } from "./errors.ts";
 * const error: unknown = new HeaderError("missing-slices", "1 slice is missing", { missing: 1 });
 * if (isHeaderError(error, "missing-slices")) console.assert(error.details.missing === 1);
 * ```
 */
export function isHeaderError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is HeaderError<Code> {
  return error instanceof Error && error.name === "HeaderError" &&
    (code === undefined || (error as HeaderError).code === code);
}
