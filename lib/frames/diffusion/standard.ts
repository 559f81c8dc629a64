/**
 * DICOM's own attributes: MR Diffusion Macro, PS3.3 C.8.13.5.9. Enhanced objects of all vendors
 * have it (Siemens XA, Philips, Canon, Hitachi, Bruker), and Philips, Toshiba and Hitachi write the
 * same attributes into classic ones. Gradients are in the patient, LPS.
 *
 * @module
 */

import { finite, first } from "../../dicom/dataset.ts";
import type { Frame } from "../frame.ts";
import { B_MATRIX, bMatrix, principalAxis, trace } from "./b_matrix.ts";
import { bValue, type Diffusion, directionOf, weighting } from "./weighting.ts";

/** The weighting, if the attributes say all of it: that there is none, along what, or of all. */
export function standard({ attributes }: Frame): Diffusion | undefined {
  const directionality = first(attributes.strings("DiffusionDirectionality"));
  // Most frames have no matrix at all.
  const elements = attributes.has(B_MATRIX[0])
    ? B_MATRIX.map((keyword) => finite(attributes.numbers(keyword)) ?? NaN)
    : [];
  const matrix = bMatrix(elements);
  const b = bValue(finite(attributes.numbers("DiffusionBValue"))) ?? (matrix && trace(matrix)) ??
    (elements.length > 0 && elements.every((element) => element === 0) ? 0 : undefined);
  if (b === undefined) return undefined;
  if (b === 0 || directionality === "NONE") return weighting(b, undefined, "DiffusionBValue");
  if (directionality === "ISOTROPIC") return weighting(b, undefined, "DiffusionDirectionality");
  // Several gradients within one preparation have no direction in common.
  if (attributes.items("DiffusionGradientDirectionSequence").length > 1) {
    return weighting(b, undefined, "DiffusionGradientDirectionSequence");
  }
  const direction = directionOf(attributes.numbers("DiffusionGradientOrientation"));
  if (direction) return weighting(b, direction, "DiffusionGradientOrientation");
  // Some tools add matrices to directional frames, which need not be true (C.8.13.5.9).
  const axis = matrix && directionality !== "DIRECTIONAL" ? principalAxis(matrix) : undefined;
  return axis && weighting(b, axis, "DiffusionBMatrixSequence");
}

/** A b-value alone, if the direction is unknown; or the word that there is no weighting. */
export function standardBValue({ attributes }: Frame): Diffusion | undefined {
  const isNone = first(attributes.strings("DiffusionDirectionality")) === "NONE";
  const b = bValue(finite(attributes.numbers("DiffusionBValue"))) ?? (isNone ? 0 : undefined);
  return b === undefined ? undefined : weighting(b, undefined, "DiffusionBValue");
}
