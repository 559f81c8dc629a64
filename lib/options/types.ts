/**
 * Options as parsed. Names and values are those of the service's options.
 *
 * @module
 */

import type { Color } from "../frames/cielab.ts";
import type { Code } from "../frames/segments.ts";
import type { StatedGeometry } from "../frames/stated_place.ts";
import { type Choice, OPTIONS } from "./table.ts";

/** Which slice comes first. */
export type Order = Choice<"order">;

/** Coordinate system of a header. */
export type Space = Choice<"space">;

/** A segment of the caller's own array. */
export interface RequestedSegment {
  /** Value of its voxels, from 1; once in its layer. */
  readonly labelValue: number;
  /** Printable ASCII comes through as it is. */
  readonly name?: string | undefined;
  /** sRGB, 0 to 1. */
  readonly color?: Color | undefined;
  /** Index of its component in an array whose voxels have several; 0 by default. */
  readonly layer?: number | undefined;
  /** Such as `SCT`, `49755003`, `Morphologically Abnormal Structure`. */
  readonly category?: Code | undefined;
  /** Such as `SCT`, `108369006`, `Neoplasm`. */
  readonly type?: Code | undefined;
  /** Such as `SCT`, `7771000`, `Left`. */
  readonly typeModifier?: Code | undefined;
  /** Where it is. */
  readonly anatomicRegion?: Code | undefined;
  /** Such as the side of that. */
  readonly anatomicRegionModifier?: Code | undefined;
}

/** A numpy array as its file (`.npy`) or its owner describes it. */
export interface NumpyArray {
  /** `ndarray.shape`: the first index first. */
  readonly shape: readonly number[];
  /** `dtype.str` or a name: `<i2`, `|u1`, `uint8`. */
  readonly dtype: string;
  /** Whether the first index is the fastest in memory (`fortran_order`), not the last. */
  readonly fortranOrder: boolean;
  /** Byte of the `.npy` at which the samples begin; undefined for an array that is in no `.npy`. */
  readonly offset?: number | undefined;
}

/** A `.npy` among the files. */
export interface FoundArray {
  readonly array: NumpyArray;
  /** Name under which it was sent. */
  readonly file: string | undefined;
  /** The archive that it lies in; no header can point into one. */
  readonly archive?: { readonly file: string | undefined } | undefined;
}

/** An option as it was sent. */
export type RawOption = readonly [name: string, value: unknown];

/** Options that decide which volumes there are and where they lie. */
export interface GeometryOptions extends StatedGeometry {
  /** Which slice comes first. */
  readonly order: Order;
  /** How the grid is laid through the slices. */
  readonly fit: Choice<"fit">;
  /** What becomes of a shear. */
  readonly tilt: Choice<"tilt">;
  /** What becomes of missing slices and uneven gaps. */
  readonly uneven: Choice<"uneven">;
  /** `auto`, `none` (every volume three-dimensional), or the attribute that separates volumes. */
  readonly axis4: string;
}

/** Options that decide how a volume is written down. */
export interface WritingOptions {
  /** Coordinate system. */
  readonly space: Space;
  /** What the array holds: by default what DICOM shows. */
  readonly as: Choice<"as">;
  /** Segments of `as: "segmentation"`. */
  readonly segments?: readonly RequestedSegment[] | undefined;
  /** NRRD type of the array; undefined: from the DICOM pixel description, or the array's own. */
  readonly type?: string | undefined;
  /** How the samples are encoded (NRRD `encoding`). */
  readonly encoding: Choice<"encoding">;
  /** Undefined: that of the data where they are known, else little. */
  readonly endian?: Choice<"endian"> | undefined;
  /** `attached`, `dicom` for the very files sent, or the name of the file that holds the array. */
  readonly data: "attached" | "dicom" | { readonly file: string };
  /** The array that the header shall describe; `data` names its file. */
  readonly npy?: NumpyArray | undefined;
  /**
   * Axes of the array, slowest first (numpy's C order): `x` columns, `y` rows, `z` slices, `t`
   * volumes, `c` components. Undefined: `zyx` and what the volume has besides.
   */
  readonly array?: string | undefined;
  /** Key/values about the acquisition. */
  readonly metadata: Choice<"metadata">;
}

/** All options of one request. */
export type HeaderOptions = GeometryOptions & WritingOptions & {
  /** Whether somebody said `order`: of an array it is never guessed. */
  readonly orderStated?: boolean;
};

/** What holds when nothing is asked for. */
export const DEFAULT_OPTIONS: HeaderOptions = {
  order: OPTIONS.order.default,
  fit: OPTIONS.fit.default,
  tilt: OPTIONS.tilt.default,
  uneven: OPTIONS.uneven.default,
  axis4: OPTIONS.axis4.default,
  space: OPTIONS.space.default,
  as: OPTIONS.as.default,
  encoding: OPTIONS.encoding.default,
  data: "attached",
  metadata: OPTIONS.metadata.default,
};
