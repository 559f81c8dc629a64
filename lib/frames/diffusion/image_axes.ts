/**
 * Vectors that are said along the axes of the image, or of its encoding.
 *
 * @module
 */

import { type Dataset, first } from "../../dicom/dataset.ts";
import { normal, type Plane } from "../../geometry/plane.ts";
import { along, scale, unit, type Vector } from "../../geometry/vector.ts";

/** x along a row, y along a column, z along row × column: to patient LPS. */
export function fromImageAxes(plane: Plane, [x, y, z]: Vector): Vector {
  return along(along(scale(unit(plane.row), x), unit(plane.column), y), normal(plane), z);
}

/**
 * Along what phase is encoded, by (0018,1312): `ROW`, or `COL` (in enhanced objects `COLUMN`);
 * undefined if it does not say so. Frequency is encoded along the other.
 */
export function phaseEncoding(attributes: Dataset): "row" | "column" | undefined {
  switch (first(attributes.strings("InPlanePhaseEncodingDirection"))) {
    case "ROW":
      return "row";
    case "COL":
    case "COLUMN":
      return "column";
    default:
      return undefined;
  }
}
