/**
 * United Imaging grids: all slices of a volume as tiles of one picture, row by row, with empty
 * tiles behind the last.
 *
 * The private sequence (0065,1051) has one item per slice, with its position and its times; what
 * all slices share is in the object itself.
 *
 * @module
 */

import { type Dataset, finite } from "../dicom/dataset.ts";
import { constantDataset, overlay } from "../dicom/overlay.ts";
import { HeaderError } from "../errors.ts";
import { counted } from "../text.ts";
import type { Family, UnplacedFrame } from "./frame.ts";
import { imagePlane, matrixOf } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import { tileOf } from "./tiles.ts";

/** The family of objects with the value VFRAME in Image Type (0008,0008). */
export const uihGrid: Family = {
  name: "United Imaging grid",
  frames: (object) => {
    const { dataset } = object;
    if (!dataset.strings("ImageType").includes("VFRAME")) return undefined;
    const slices = slicesOf(dataset);
    const across = Math.ceil(Math.sqrt(slices.length));
    const down = Math.ceil(slices.length / across);
    const tile = tileOf(matrixOf(dataset), across, down);
    const matrix = constantDataset({ Rows: [tile.rows], Columns: [tile.columns] });
    const pixels = pixelFormatOf(dataset);
    return slices.map((slice, number): UnplacedFrame => {
      const attributes = overlay(matrix, slice, dataset);
      return { object, number, plane: imagePlane(attributes), pixels, tile: true, attributes };
    });
  },
};

/** Items of (0065,1051): as many as the grid holds, each with a position. */
function slicesOf(dataset: Dataset): readonly Dataset[] {
  const slices = dataset.items("UihGridSequence");
  const count = finite(dataset.numbers("UihNumberOfSlicesInGrid")) ?? slices.length;
  if (slices.length === 0 || slices.length !== count) {
    throw new HeaderError(
      "no-geometry",
      slices.length === 0
        ? "the United Imaging grid does not give its slice positions: the private sequence (0065,1051) is absent"
        : `the United Imaging grid holds ${
          counted(count, "slice")
        } (0065,1050), but (0065,1051) places ${slices.length}`,
      { slices: count, placed: slices.length },
    );
  }
  // A position of the object would be that of the picture.
  if (slices.every((slice) => slice.has("ImagePositionPatient"))) return slices;
  throw new HeaderError(
    "no-geometry",
    "the United Imaging grid does not give all slice positions: Image Position (Patient) (0020,0032) is absent from an item of (0065,1051)",
  );
}
