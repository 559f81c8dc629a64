/**
 * The coordinate systems of headers.
 *
 * @module
 */

import type { Vector } from "../geometry/vector.ts";
import type { Space } from "../options/types.ts";

/** LPS to the header's space and back: RAS turns x and y round. −0 becomes 0. */
export function toSpace([x, y, z]: Vector, space: Space): Vector {
  return space === "LPS" ? [x + 0, y + 0, z + 0] : [0 - x, 0 - y, z + 0];
}
