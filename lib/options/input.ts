/**
 * Options as a caller writes them: only those that differ from the default.
 *
 * @module
 */

import type { MainPlane } from "../geometry/anatomical_plane.ts";
import type { Choice, ChoiceName, FormName } from "./table.ts";
import type { RawOption } from "./types.ts";

/** Options that are no choice between a few words. */
export interface OpenOptions {
  /** `auto`, `none` (every volume three-dimensional), or the name of an attribute. */
  readonly axis4?: string;
  /** Millimetres from slice to slice along row × column, where DICOM has no positions for them. */
  readonly step?: number;
  /** The plane of pictures that DICOM does not place in the patient. */
  readonly plane?: MainPlane | PlaneInput;
  /** Index of the wanted volume, from 0. */
  readonly volume?: number;
  /** Headers in other formats beside the NRRD one. */
  readonly forms?: readonly FormName[];
  /** Segments of `as: "segmentation"`, or just their names by label value. */
  readonly segments?: readonly SegmentInput[] | Readonly<Record<number, string>>;
  /** NRRD's or numpy's name of the type of the array. */
  readonly type?: string;
  /** `attached`, `dicom`, or the name of the file that holds the array. */
  readonly data?: string;
  /** Axes of the array, slowest first. */
  readonly array?: string;
  /** Shape, dtype and order of an array that stays where it is. */
  readonly npy?: ArrayInput;
}

/** A plane in the words of the option `plane`; without what DICOM says. */
export interface PlaneInput {
  /** Six direction cosines, of a row and of a column, LPS; or the plane of the body. */
  readonly orientation?: MainPlane | readonly number[];
  /** Centre of the first pixel, LPS mm; the origin by default. */
  readonly position?: readonly number[];
  /** Between rows, between columns, mm. */
  readonly spacing?: readonly number[];
}

/** A segment in the words of the option `segments`. */
export type SegmentInput = Readonly<Record<string, unknown>>;

/** An array in the words of the option `npy`; `shape` in numpy's order. */
export interface ArrayInput {
  /** `ndarray.shape`: the first index first. */
  readonly shape: readonly number[];
  /** `ndarray.dtype`, such as `uint8` or `<i2`. */
  readonly dtype: string;
  /** Whether the first index is the fastest in memory. */
  readonly fortran_order?: boolean;
  /** Byte of the file at which the samples begin. */
  readonly offset?: number;
  /** Name of the file that holds it. */
  readonly file?: string;
}

/** Options that are a choice between a few words; the first of each is the default. */
export type ChosenOptions = {
  readonly [Name in Exclude<ChoiceName, "format">]?: Choice<Name>;
};

/** All options but the form of the reply; what is not given is its default. */
export interface Options extends ChosenOptions, OpenOptions {}

/** Options as they would be sent. */
export function rawOptions(options: Options): RawOption[] {
  const { forms, ...others } = options;
  const listed = forms === undefined || forms.length === 0 ? {} : { forms: forms.join(",") };
  return Object.entries({ ...others, ...listed }).filter(([, value]) => value !== undefined);
}
