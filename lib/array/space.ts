/**
 * The coordinate systems of headers.
 *
 * @module
 */

import type { Vector } from "../geometry/vector.ts";

/** Spaces of the patient that headers name. */
export type SpaceName = "LPS" | "RAS" | "LAS";

/** LPS to the header's space and back: RAS turns x and y round, LAS only y. −0 becomes 0. */
export function toSpace([x, y, z]: Vector, space: SpaceName): Vector {
  return [space === "RAS" ? 0 - x : x + 0, space === "LPS" ? y + 0 : 0 - y, z + 0];
}
