/**
 * Vectors that are said along the axes of the image.
 *
 * @module
 */

import { normal, type Plane } from "../../geometry/plane.ts";
import { along, scale, unit, type Vector } from "../../geometry/vector.ts";

/** x along a row, y along a column, z along row × column: to patient LPS. */
export function fromImageAxes(plane: Plane, [x, y, z]: Vector): Vector {
  return along(along(scale(unit(plane.row), x), unit(plane.column), y), normal(plane), z);
}
