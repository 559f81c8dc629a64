/**
 * Options as a caller writes them: only those that differ from the default.
 *
 * @module
 */

import type { Choice, ChoiceName, OptionName } from "./table.ts";
import type { RawOption, RequestedSegment } from "./types.ts";

/** Types of the values that are no words. */
interface Written {
  axis4: string;
  /** Index, from 0. */
  volume: number;
  /** Segments of `as: "segmentation"`, or just their names by label value. */
  segments: readonly SegmentInput[] | Readonly<Record<number, string>>;
  /** NRRD's or numpy's name. */
  type: string;
  /** `attached`, `dicom`, or the name of the file that holds the array. */
  data: string;
  /** Axes of the array, slowest first. */
  array: string;
  npy: ArrayInput;
}

/** A segment in the words of the option `segments`. */
export type SegmentInput = Readonly<Record<string, unknown>> | RequestedSegment;

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

/** All options but the form of the reply; what is not given is its default. */
export type Options = {
  readonly [Name in Exclude<OptionName, "format">]?: Name extends ChoiceName ? Choice<Name>
    : Name extends keyof Written ? Written[Name]
    : never;
};

/** Options as they would be sent. */
export function rawOptions(options: Options): RawOption[] {
  return Object.entries(options).filter(([, value]) => value !== undefined);
}
