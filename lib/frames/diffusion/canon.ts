/**
 * Canon classic objects: the b-value is standard, the gradient is in Image Comments
 * (0020,4000), as `b=1500(0.445,-0.895,0.000)`, along row, column and row × column.
 *
 * @module
 */

import { finite, first } from "../../dicom/dataset.ts";
import type { Vector } from "../../geometry/vector.ts";
import type { Frame } from "../frame.ts";
import { fromImageAxes } from "./image_axes.ts";
import { bValue, type Diffusion, directionOf, weighting } from "./weighting.ts";

const NUMBER = String.raw`\s*([-+]?\d+(?:\.\d*)?)\s*`;
const COMMENT = new RegExp(`^\\s*b=${NUMBER}\\(${NUMBER},${NUMBER},${NUMBER}\\)`);

/** The weighting, if the comment is one. */
export function canon({ attributes, plane }: Frame): Diffusion | undefined {
  const found = COMMENT.exec(first(attributes.strings("ImageComments")) ?? "");
  if (!found) return undefined;
  const [printed, x, y, z] = found.slice(1).map(Number) as [number, ...Vector];
  const b = bValue(finite(attributes.numbers("DiffusionBValue"))) ?? bValue(printed);
  const direction = directionOf(fromImageAxes(plane, [x, y, z]));
  return b === undefined ? undefined : weighting(b, direction, "ImageComments");
}
