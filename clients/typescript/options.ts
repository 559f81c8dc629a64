/**
 * Options of the service, as its client takes them.
 *
 * @module
 */

import type { Content, Fit, Order, Space, Tilt, Uneven } from "../../lib/mod.ts";

/** Options of the service; what is not given is its default. */
export interface Options {
  /** Which slice comes first. */
  readonly order?: Order;
  /** Coordinate system of the header. */
  readonly space?: Space;
  /** How the even grid is laid through the slices. */
  readonly fit?: Fit;
  /** What becomes of a shear. */
  readonly tilt?: Tilt;
  /** What becomes of missing slices and uneven gaps. */
  readonly uneven?: Uneven;
  /** `auto`, `none`, or the name of an attribute. */
  readonly axis4?: string;
  /** Index of the wanted volume. */
  readonly volume?: number;
  /** What the array holds. */
  readonly as?: Content;
  /** Segments of `as: "segmentation"`; or just their names by label value. */
  readonly segments?:
    | readonly Readonly<Record<string, unknown>>[]
    | Readonly<Record<number, string>>;
  /** NRRD's or numpy's name of the type of the array. */
  readonly type?: string;
  /** Encoding of the array. */
  readonly encoding?: "raw" | "gzip" | "bzip2" | "text";
  /** Byte order of the array. */
  readonly endian?: "little" | "big";
  /** `attached`, `dicom`, or the name of the file that holds the array. */
  readonly data?: string;
  /** Axes of the array, slowest first. */
  readonly array?: string;
  /** Shape, dtype and order of an array that stays where it is. */
  readonly npy?: Readonly<Record<string, unknown>>;
  /** Key/values of how the images were acquired. */
  readonly metadata?: "none" | "acquisition";
}
