/**
 * What a caller can ask for. Names and values are those of the service's options.
 *
 * @module
 */

/** Which slice comes first. */
export type Order = "position" | "given" | "instance-number";
/** Coordinate system of the header. */
export type Space = "LPS" | "RAS";
/** How the evenly spaced grid is laid through the slices. */
export type Fit = "endpoints" | "best";
/** What becomes of the part of the step that lies within the slices. */
export type Tilt = "auto" | "keep" | "orthogonal";
/** What becomes of stacks that are not evenly spaced. */
export type Uneven = "refuse" | "split" | "fill" | "accept";

/** Options that decide which volumes there are and where they lie. */
export interface GeometryOptions {
  readonly order: Order;
  readonly fit: Fit;
  readonly tilt: Tilt;
  readonly uneven: Uneven;
  /** `auto`, `none` (every volume three-dimensional), or the attribute that separates volumes. */
  readonly axis4: string;
}

/** Options that decide how a volume is written down. */
export interface WritingOptions {
  readonly space: Space;
  /** NRRD type of the array; undefined: from the DICOM pixel description. */
  readonly type?: string | undefined;
  readonly encoding: "raw" | "gzip" | "bzip2" | "text";
  readonly endian: "little" | "big";
  /** `attached`, or the name of the file that holds the array. */
  readonly data: "attached" | { readonly file: string };
}

/** All options of one request. */
export type HeaderOptions = GeometryOptions & WritingOptions;

/** What holds when nothing is asked for. */
export const DEFAULT_OPTIONS: HeaderOptions = {
  order: "position",
  fit: "endpoints",
  tilt: "auto",
  uneven: "refuse",
  axis4: "auto",
  space: "LPS",
  encoding: "raw",
  endian: "little",
  data: "attached",
};
