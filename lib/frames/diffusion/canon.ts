/**
 * Canon classic objects: the b-value is standard, the gradient is in Image Comments
 * (0020,4000), as `b=1500(0.445,-0.895,0.000)`, along phase, frequency and slice. (Canon's enhanced
 * objects have the standard attribute, in patient coordinates.)
 *
 * @module
 */

import { finite, first } from "../../dicom/dataset.ts";
import type { Vector } from "../../geometry/vector.ts";
import type { Frame } from "../frame.ts";
import { fromImageAxes, phaseEncoding } from "./image_axes.ts";
import {
  bValue,
  type Diffusion,
  directionOf,
  type Uncertainty,
  uncertainWeighting,
  weighting,
} from "./weighting.ts";

const NUMBER = String.raw`\s*([-+]?\d+(?:\.\d*)?)\s*`;
const COMMENT = new RegExp(`^\\s*b=${NUMBER}\\(${NUMBER},${NUMBER},${NUMBER}\\)`);

/**
 * Components up to this are none. They are printed with three digits, and a mirror turns a gradient
 * by no more than twice the component that it reverses, here a tenth of a degree.
 */
const PRINTED = 0.0011;

/** The weighting, if the comment is one. */
export function canon({ attributes, plane }: Frame): Diffusion | undefined {
  const found = COMMENT.exec(first(attributes.strings("ImageComments")) ?? "");
  if (!found) return undefined;
  const [printed, ...said] = found.slice(1).map(Number) as [number, ...Vector];
  const b = bValue(finite(attributes.numbers("DiffusionBValue"))) ?? bValue(printed);
  if (b === undefined) return undefined;
  const stated = directionOf(said);
  if (!stated) return weighting(b, undefined, "ImageComments");
  const onAxes = onImageAxes(stated, phaseEncoding(attributes));
  return typeof onAxes === "string"
    ? uncertainWeighting(b, { because: onAxes, stated }, "ImageComments")
    : weighting(b, fromImageAxes(plane, onAxes), "ImageComments");
}

/**
 * Phase, frequency and slice as (row, column, row × column), up to the sign of the whole; or why that
 * is not known.
 *
 * Enhanced objects of the same scanner and protocols have the standard attribute beside it. With
 * phase encoding along rows the comment is just that (on record: sagittal planes). Along columns the
 * first two are exchanged, and the axis of the slices runs against row × column or along it as phase
 * is encoded from posterior to anterior or back: both are on record, and no attribute tells them
 * apart. That leaves the gradients to which it makes no difference: in the plane, and across it.
 */
function onImageAxes(
  [phase, frequency, slice]: Vector,
  phaseAlong: "row" | "column" | undefined,
): Vector | Uncertainty["because"] {
  const isAcross = Math.max(Math.abs(phase), Math.abs(frequency)) <= PRINTED;
  if (isAcross) return [0, 0, slice];
  if (phaseAlong === undefined) return "phase-encoding";
  if (phaseAlong === "row") return [phase, frequency, slice];
  return Math.abs(slice) <= PRINTED ? [frequency, phase, slice] : "slice-sign";
}
