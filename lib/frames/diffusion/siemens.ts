/**
 * Siemens up to software E11: private elements of `SIEMENS MR HEADER`, or the CSA header alone in
 * older software. The nominal b-value, and a gradient in the patient, LPS.
 *
 * @module
 */

import { type Dataset, finite, first } from "../../dicom/dataset.ts";
import { withCsa } from "../../dicom/siemens.ts";
import type { Frame } from "../frame.ts";
import { bMatrix, principalAxis, trace } from "./b_matrix.ts";
import { bValue, type Diffusion, directionOf, weighting } from "./weighting.ts";

/** Who reserves the block of the private elements. */
const CREATOR = "SIEMENS MR HEADER";

/** (0019,100C) and (0019,100E), else the b-matrix (0019,1027). */
export function siemens({ attributes }: Frame): Diffusion | undefined {
  const dataset = ownElements(attributes);
  if (!dataset) return undefined;
  const matrix = bMatrix(dataset.numbers("SiemensBMatrix"));
  const b = bValue(finite(dataset.numbers("SiemensBValue"))) ?? (matrix && trace(matrix));
  if (b === undefined) return undefined;
  const directionality = first(dataset.strings("SiemensDiffusionDirectionality"));
  if (directionality === "NONE") return weighting(b, undefined, "SiemensBValue");
  if (directionality === "ISOTROPIC") {
    return weighting(b, undefined, "SiemensDiffusionDirectionality");
  }
  const direction = directionOf(dataset.numbers("SiemensDiffusionGradientDirection"));
  if (direction) return weighting(b, direction, "SiemensDiffusionGradientDirection");
  const axis = matrix && principalAxis(matrix);
  return weighting(b, axis, axis ? "SiemensBMatrix" : "SiemensBValue");
}

/** The dataset that has the elements. Other vendors reserve the same block for other things. */
function ownElements(attributes: Dataset): Dataset | undefined {
  if (attributes.has("SiemensBValue")) {
    return (first(attributes.strings("SiemensMrHeader")) ?? CREATOR) === CREATOR
      ? attributes
      : undefined;
  }
  return attributes.has("SiemensCsaImageHeader") ? withCsa(attributes) : undefined;
}
