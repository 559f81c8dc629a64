/**
 * What every option does: for the OpenAPI document and the help of the command line.
 *
 * @module
 */

import type { OptionName } from "./read.ts";

/** By name; a new option does not compile without its line here. */
export const OPTION_MEANINGS: Readonly<Record<OptionName, string>> = {
  order:
    "Which slice comes first. position: along row × column, as Slicer and ITK sort; given: as sent, for an array stacked that way; instance-number.",
  space: "Coordinate system of the header.",
  fit:
    "How the even grid is laid. endpoints: through the first and the last slice, as ITK and Slicer; best: smallest largest error.",
  tilt:
    "What becomes of a shear. auto: a gantry tilt is kept, rounding is removed; keep; orthogonal.",
  uneven:
    "What becomes of missing slices and uneven gaps. refuse; split: a volume of every even block; fill: the full grid, holes listed; accept: one grid, the error is reported.",
  axis4:
    "What separates frames at one position: auto, none (every volume three-dimensional), or the name of an attribute.",
  volume: "Index of the wanted volume. Text needs exactly one volume; JSON and zip give all.",
  as:
    "What the array holds. image; labelmap: whole numbers, no fourth axis; segmentation: the same for Slicer's Segmentations, with `segments`.",
  segments:
    "Label value, name, colour and code of each segment, as JSON; or just names by label value.",
  type: "Type of the array that the header will describe, in NRRD's or numpy's names.",
  encoding: "Encoding of the array.",
  endian: "Byte order of the array.",
  data:
    "attached: the array follows the header; dicom: the header points at the very files sent; or the name of the file that holds the array. A .npy among the files is its own.",
  array:
    "Axes of the array or of the .npy, slowest first: x columns, y rows, z slices, t volumes, c components.",
  npy:
    "Shape, dtype and order of an array that stays where it is, as JSON; a .npy among the files says so itself.",
  metadata: "acquisition adds key/values of how the images were acquired; none identifies anybody.",
  format: "Form of the reply; wins over Accept.",
};
