/**
 * United Imaging: effective b-value (0065,1009), and a gradient (0065,1037) along row, column and
 * row × column. It comes before the standard attributes, in which this vendor writes gradients that
 * do not follow the turn of the slices.
 *
 * @module
 */

import { finite } from "../../dicom/dataset.ts";
import type { Frame } from "../frame.ts";
import { fromImageAxes } from "./image_axes.ts";
import { bValue, type Diffusion, directionOf, weighting } from "./weighting.ts";

/** The weighting. */
export function unitedImaging({ attributes, plane }: Frame): Diffusion | undefined {
  const b = bValue(finite(attributes.numbers("UihBValue")));
  if (b === undefined) return undefined;
  const vector = directionOf(attributes.numbers("UihDiffusionGradientDirection"));
  if (!vector) return weighting(b, undefined, "UihBValue");
  return weighting(b, fromImageAxes(plane, vector), "UihDiffusionGradientDirection");
}
