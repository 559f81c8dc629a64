/**
 * NRRD's diffusion keys.
 *
 * @module
 */

import type { Diffusion } from "../frames/diffusion/mod.ts";
import type { Vector } from "../geometry/vector.ts";
import type { Space } from "../options.ts";
import type { KeyValue } from "./key_values.ts";

/** Keys and frame of a diffusion-weighted volume. */
export function diffusionKeys(
  _diffusions: readonly Diffusion[],
  _space: Space,
): { measurementFrame: [Vector, Vector, Vector]; keyValues: KeyValue[] } | undefined {
  return undefined;
}
