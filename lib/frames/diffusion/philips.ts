/**
 * Philips classic objects of older software, which say in private elements alone what newer
 * software repeats in the standard ones: b-value (2001,1003), direction (2001,1004), gradient
 * (2005,10B0) to (2005,10B2) in the patient, LPS.
 *
 * @module
 */

import { finite, first } from "../../dicom/dataset.ts";
import type { Frame } from "../frame.ts";
import { bValue, type Diffusion, directionOf, weighting } from "./weighting.ts";

/** (2001,1004) of images averaged over directions; P, M, S are axes, O is any other direction. */
const ISOTROPIC = "I";

/** The weighting. */
export function philips({ attributes }: Frame): Diffusion | undefined {
  const b = bValue(finite(attributes.numbers("PhilipsBValue")));
  if (b === undefined) return undefined;
  if (first(attributes.strings("PhilipsDiffusionDirection")) === ISOTROPIC) {
    return weighting(b, undefined, "PhilipsDiffusionDirection");
  }
  const direction = directionOf([
    finite(attributes.numbers("PhilipsDiffusionGradientX")),
    finite(attributes.numbers("PhilipsDiffusionGradientY")),
    finite(attributes.numbers("PhilipsDiffusionGradientZ")),
  ]);
  return weighting(b, direction, direction ? "PhilipsDiffusionGradientX" : "PhilipsBValue");
}
