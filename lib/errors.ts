/**
 * The one error type of the library.
 *
 * Errors are data: a stable code to branch on, the numbers that led to it, and the option (if any)
 * that would get a header all the same. The message never holds values from the input beyond UIDs,
 * series and instance numbers, modalities, file names and geometry, so that it can be shown and
 * logged anywhere.
 *
 * @module
 */

import type { ErrorCode } from "./codes/errors.ts";
import type { Vector } from "./geometry/vector.ts";
import type { SeriesReply } from "./identity.ts";
import type { Index } from "./geometry/index_map.ts";

/**
 * An entry of the request that is ignored, and why. Several files that are neither DICOM nor named as
 * such (`README.md`, `settings.json`) are one entry together.
 */
export interface Skipped {
  /** Place among the entries of the request, from 0. */
  readonly given: Index;
  /** Name under which it was sent. */
  readonly file?: string | undefined;
  /** Stable code: `not-dicom`, `duplicate-instance`, or an error code of the library. */
  readonly reason: string;
  /** The reason as a sentence. */
  readonly message: string;
  /** The numbers behind the reason, where there are any; `count` files that are one entry. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** How many entries one that is ignored stands for. */
export function entriesOf({ details }: Skipped): number {
  const count = details?.["count"];
  return typeof count === "number" ? count : 1;
}

/** How many entries are ignored. */
export function countOf(skipped: readonly Skipped[]): number {
  return skipped.reduce((sum, entry) => sum + entriesOf(entry), 0);
}

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
  /** Macros of functional groups that frames lack, and how many frames. */
  readonly lacking?: readonly { readonly macro: string; readonly frames: number }[];
  /** Index of the volume that the error is about. */
  readonly volume?: number;
  /** Which frames the error is about, for people: `CT, series 4, axial, 7 frames`. */
  readonly words?: string;
  /** The same for programs. */
  readonly series?: SeriesReply;
  /** All frames that got no header, and why. */
  readonly refused?: readonly {
    readonly code: ErrorCode;
    readonly message: string;
    readonly words: string;
    readonly series: SeriesReply;
  }[];
  /** Entries that were ignored. */
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
  /** Width of the gap, mm. */
  readonly gap: number;
  /** How many slices would fit. */
  readonly missing: number;
}

/** A position at which several frames lie, where others have one each. */
export interface HeldPosition {
  /** Position of the first of them, LPS mm. */
  readonly position: Vector;
  /** Places among the entries of the request, from 0. */
  readonly given: readonly Index[];
  /** Instance numbers, where all have one. */
  readonly instanceNumbers?: readonly number[];
  /** Names under which they were sent. */
  readonly files?: readonly string[];
}

/** An attribute that separates frames at one position, and how many volumes it makes. */
export interface CountedAxis {
  /** Keyword. */
  readonly by: string;
  /** Volumes that it makes. */
  readonly count: number;
}

/** The attribute asked for, or the nearest, and why it makes no fourth axis. */
export type FourthAxisDetails = {
  /** Keyword of the attribute. */
  readonly by?: string;
  /** Positions that the frames share. */
  readonly positions?: number;
  /** Values of the attribute, or how many it has. */
  readonly values?: number | readonly (string | number)[];
  /** Attributes of which the values are numbered, as they sort: they may not be shown. */
  readonly numbered?: readonly string[];
  /** Attributes that would do. */
  readonly alternatives?: readonly CountedAxis[];
};

/** A slice at an end of an array. */
export interface SliceAtEnd {
  /** Place of its object among the entries sent. */
  readonly given: Index;
  /** Name of the file, as sent. */
  readonly file?: string;
  /** (0020,0013) */
  readonly instanceNumber?: number;
  /** Frame number within the object, from 0. */
  readonly frame: Index;
  /** Centre of its first pixel, LPS mm. */
  readonly position: Vector;
}

/** An order that an array may be stacked in. */
export interface OrderChoice {
  /** Value of the option `order`. */
  readonly order: "position" | "given";
  /** What it means for this series: goes on behind "if". */
  readonly words: string;
  /** The first slice of the array. */
  readonly first: SliceAtEnd;
  /** The last slice of the array. */
  readonly last: SliceAtEnd;
}

/** Members of the errors that have some of their own; lengths in mm. */
export interface DetailsByCode {
  /** Of `array-does-not-fit`. */
  "array-does-not-fit": {
    /** Shape of the array, in numpy's order. */
    readonly shape?: readonly number[];
    /** Value of the option `array`. */
    readonly array?: string;
    /** Sizes, or axes, that would fit. */
    readonly expected?: readonly (number | string)[];
    /** Values of the option `array` that would fit. */
    readonly fits?: readonly string[];
    /** Layers that the segments need. */
    readonly layers?: number;
    /** How much is needed. */
    readonly needed?: number;
  };
  /** Of `bad-array`. */
  "bad-array": {
    /** Names of several arrays. */
    readonly files?: readonly string[];
  };
  /** Of `bad-frame-count`. */
  "bad-frame-count": {
    /** Items of the Per-frame Functional Groups Sequence. */
    readonly functionalGroups?: number;
    /** Offsets of the Grid Frame Offset Vector. */
    readonly offsets?: number;
    /** Numbers of the Slice Vector. */
    readonly sliceNumbers?: number;
    /** Bytes of pixel data. */
    readonly bytes?: number;
    /** How much is needed. */
    readonly needed?: number;
  };
  /** Of `bad-header`. */
  "bad-header": {
    /** Name of the field. */
    readonly field?: string;
    /** Number of the line, from 1. */
    readonly line?: number;
  };
  /** Of `bad-json`. */
  "bad-json": {
    /** Characters before the first fault. */
    readonly position?: number;
  };
  /** Of `bad-matrix`. */
  "bad-matrix": {
    /** Tiles beside one another. */
    readonly tilesAcross?: number;
    /** Tiles below one another. */
    readonly tilesDown?: number;
  };
  /** Of `bad-option`. */
  "bad-option": {
    /** Name of the option. */
    readonly option?: string;
    /** What it takes. */
    readonly valid?: readonly string[];
    /** Name of the option that may be meant. */
    readonly nearest?: string;
    /** NRRD type of the array. */
    readonly type?: string;
    /** Largest label value. */
    readonly largest?: number;
    /** What the option states: mm, or direction cosines. */
    readonly stated?: number | readonly number[];
    /** What DICOM says instead. */
    readonly said?: number | readonly number[];
  };
  /** Of `bad-orientation`. */
  "bad-orientation": {
    /** Lengths of the two direction cosines. */
    readonly lengths?: readonly [number, number];
    /** Scalar product of the two direction cosines. */
    readonly scalarProduct?: number;
    /** Largest difference that is allowed. */
    readonly tolerance?: number;
    /** Slice normal of the vendor's header, LPS. */
    readonly sliceNormal?: Vector;
    /** Row × column, LPS. */
    readonly rowCrossColumn?: Vector;
  };
  /** Of `bad-request`. */
  "bad-request": {
    /** HTTP status of the server asked. */
    readonly status?: number;
  };
  /** Of `bad-position`. */
  "bad-position": {
    /** First offset, mm. */
    readonly firstOffset?: number;
    /** Position of the first frame, LPS mm. */
    readonly position?: Vector;
    /** Smallest and largest Slice Location of frames that share a position, mm. */
    readonly sliceLocations?: readonly [number, number];
  };
  /** Of `compressed-pixels`. */
  "compressed-pixels": {
    /** Transfer Syntax UID. */
    readonly transferSyntax?: string | undefined;
  };
  /** Of `duplicate-positions`. */
  "duplicate-positions": FourthAxisDetails & {
    /** Frames at one position that share one value. */
    readonly together?: number;
    /** Positions that are held twice, and by which frames. */
    readonly held?: readonly HeldPosition[];
    /** Keywords of the attributes in which those frames differ. */
    readonly differing?: readonly string[];
    /** Index of the slice. */
    readonly slice?: number;
    /** Segment Number. */
    readonly segment?: number;
  };
  /** Of `file-names-unusable`. */
  "file-names-unusable": {
    /** How many files there are. */
    readonly files?: number;
    /** How many names they have. */
    readonly names?: number;
  };
  /** Of `format-cannot-hold`. */
  "format-cannot-hold": {
    /** Value of the option `format`. */
    readonly format?: string;
    /** Axes of the array, as the option `array` has them. */
    readonly array?: string;
    /** Sizes of the axes. */
    readonly sizes?: readonly number[];
    /** How many volumes there are. */
    readonly volumes?: number;
    /** How many of them are weighted without a direction. */
    readonly without?: number;
  };
  /** Of `frames-not-in-order`. */
  "frames-not-in-order": {
    /** Layers that the segments need. */
    readonly layers?: number;
    /** Sizes of the axes. */
    readonly sizes?: readonly number[];
  };
  /** Of `mixed-pixel-formats`. */
  "mixed-pixel-formats": {
    /** How many files are big-endian. */
    readonly bigEndian?: number;
    /** How many files there are. */
    readonly files?: number;
  };
  /** Of `skips-differ`. */
  "skips-differ": {
    /** Smallest offset of the pixels, bytes. */
    readonly smallest?: number;
    /** Largest offset of the pixels, bytes. */
    readonly largest?: number;
    /** Places of two such files among the entries sent. */
    readonly given?: readonly number[];
  };
  /** Of `incomplete-4d`. */
  "incomplete-4d": FourthAxisDetails & {
    /** Places that are empty. */
    readonly holes?: readonly unknown[];
    /** How many places are empty. */
    readonly holeCount?: number;
    /** Frames at the position with the fewest. */
    readonly fewest?: number;
    /** Frames at the position with the most. */
    readonly most?: number;
  };
  /** Of `irregular-spacing`. */
  "irregular-spacing": {
    /** Smallest slice spacing, mm. */
    readonly smallestGap?: number;
    /** Largest slice spacing, mm. */
    readonly largestGap?: number;
    /** Index of the slice before the smallest, where that is what is odd. */
    readonly smallestAfter?: number;
    /** Index of the slice before the largest. */
    readonly largestAfter?: number;
    /** Median slice spacing, mm. */
    readonly medianGap?: number;
    /** Largest distance of a slice from its place on an even grid, mm. */
    readonly residual?: number;
    /** Largest difference that is allowed. */
    readonly tolerance?: number;
    /** Decimal grid of the positions, mm, by component. */
    readonly rounding?: Vector;
    /** Whether rounding may hide a missing slice. */
    readonly undecidable?: boolean;
  };
  /** Of `limit-exceeded`. */
  "limit-exceeded": {
    /** Name of the limit. */
    readonly limit: string;
    /** The limit. */
    readonly maximum: number;
    /** How much there was when counting stopped. */
    readonly found?: number;
    /** Name of the entry at which the limit was passed, as sent. */
    readonly file?: string;
  };
  /** Of `missing-slices`. */
  "missing-slices": {
    /** How many slices are missing. */
    readonly missing?: number;
    /** How many slices there are. */
    readonly present?: number;
    /** How many slices there should be. */
    readonly slices?: number;
    /** Slice spacing, mm. */
    readonly spacing?: number;
    /** Places that are empty. */
    readonly holes?: readonly MissingSlices[];
  };
  /** Of `no-geometry`. */
  "no-geometry": {
    /** How many planes there are. */
    readonly planes?: number;
    /** How many slices there should be. */
    readonly slices?: number;
    /** How many slices have a place. */
    readonly placed?: number;
  };
  /** Of `no-such-axis`. */
  "no-such-axis": FourthAxisDetails & {
    /** How many frames lack the attribute. */
    readonly absent?: number;
  };
  /** Of `no-such-volume`. */
  "no-such-volume": {
    /** How many volumes there are. */
    readonly volumes: number;
  };
  /** Of `not-dicom`. */
  "not-dicom": {
    /** Name of the format that was found. */
    readonly found?: string;
    /** Transfer Syntax UID. */
    readonly transferSyntax?: string | undefined;
    /** How many entries there were. */
    readonly entries?: number;
    /** How many files were passed over. */
    readonly count?: number;
  };
  /** Of `order-not-regular`. */
  "order-not-regular": {
    /** Value of the option `order`. */
    readonly order: string;
    /** Indices that sort by position: `sorted[k] = array[permutation[k]]`. */
    readonly permutation: readonly number[];
    /** How many volumes there are. */
    readonly volumes?: number;
    /** Index of the last slice that follows the one before. */
    readonly after?: number;
  };
  /** Of `order-not-stated`. */
  "order-not-stated": {
    /** The orders that have a header; as sent only where its slices follow each other. */
    readonly choices?: readonly OrderChoice[];
    /** `array[permutation]` of an array stacked as sent is sorted by position. */
    readonly permutation?: readonly number[];
  };
  /** Of `several-volumes`. */
  "several-volumes": {
    /** The volumes, for the option `volume`. */
    readonly volumes?: readonly {
      /** For the option `volume`, from 0. */
      readonly index: number;
      /** Which volume it is, for people: `CT, series 4, axial, 7 slices, slice spacing 15 mm`. */
      readonly words: string;
      /** The same for programs. */
      readonly series: SeriesReply;
      /** Of all axes, fastest first. */
      readonly sizes: readonly number[];
      /** Of the three spatial axes, mm. */
      readonly spacing: Vector;
      /** Centre of the first voxel, LPS mm. */
      readonly origin: Vector;
      /** How many slices it has. */
      readonly slices: number;
      /** Place of its first object among the entries sent. */
      readonly given: number;
    }[];
    /** How many grids the volumes have. */
    readonly grids?: number;
  };
  /** Of `truncated-header`. */
  "truncated-header": {
    /** Bytes that were sent. */
    readonly byteLength: number;
  };
  /** Of `unsupported-pixel-format`. */
  "unsupported-pixel-format": {
    /** Bits Allocated. */
    readonly bitsAllocated?: number | undefined;
    /** High Bit. */
    readonly highBit?: number | undefined;
  };
}

/** Members that explain an error of this code. */
export type DetailsOf<Code extends ErrorCode> = Code extends keyof DetailsByCode
  ? CommonDetails & DetailsByCode[Code]
  : CommonDetails;

/** Members that explain an error of any code; JSON, never free text from the input. */
export type Details = CommonDetails & Readonly<Record<string, unknown>>;

/**
 * Why no header was made.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { HeaderError } from "@dcm2nhdr/dcm2nhdr";
 *
 * const error = new HeaderError("missing-slices", "1 slice is missing", { missing: 1 });
 * assertEquals([error.code, error.details.missing], ["missing-slices", 1]);
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
 * import { assert, assertEquals } from "@std/assert";
 * import { HeaderError, isHeaderError } from "@dcm2nhdr/dcm2nhdr";
 *
 * const error: unknown = new HeaderError("missing-slices", "1 slice is missing", { missing: 1 });
 * assert(isHeaderError(error, "missing-slices"));
 * // From here on its details are those of missing slices.
 * assertEquals(error.details.missing, 1);
 * ```
 */
export function isHeaderError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is HeaderError<Code> {
  return error instanceof Error && error.name === "HeaderError" &&
    (code === undefined || (error as HeaderError).code === code);
}

/** What is made, or the error of the library why it is not; anything else is thrown on. */
export function orError<T>(make: () => T): T | HeaderError {
  try {
    return make();
  } catch (error) {
    if (isHeaderError(error)) return error;
    throw error;
  }
}
