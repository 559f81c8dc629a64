/**
 * GE: b-value in (0043,1039), and a gradient in (0019,10BB) to (0019,10BD) along the axes of the
 * gradient system: frequency, phase, slice.
 *
 * @module
 */

import { finite } from "../../dicom/dataset.ts";
import { normal, type Plane } from "../../geometry/plane.ts";
import { length, type Vector } from "../../geometry/vector.ts";
import type { Frame } from "../frame.ts";
import { fromImageAxes, phaseEncoding } from "./image_axes.ts";
import { bValue, type Diffusion, directionOf, uncertainWeighting, weighting } from "./weighting.ts";

/** Newer software adds 1,000,000,000 to the b-value to tell it from its own older forms. */
const B_MODULUS = 1e5;

/**
 * Vectors shorter than this are scaled on purpose: older software runs several shells as one of
 * the largest b-value with gradients of length √(b / largest b). The rest is rounding.
 */
const UNSCALED = 0.97;

/** (0043,1030) of an image of the user's table of gradients, in which b = 0 is a zero vector. */
const FROM_TABLE = 16;

/**
 * The weighting. Without a direction it is that of a trace image, or of a clinical scan along
 * fixed axes; unless the table of gradients has a zero vector there.
 */
export function ge(frame: Frame): Diffusion | undefined {
  const { attributes, plane } = frame;
  const nominal = bValue(finite(attributes.numbers("GeBValue").map((value) => value % B_MODULUS)));
  if (nominal === undefined) return undefined;
  const vector: Vector = [
    finite(attributes.numbers("GeDiffusionGradientFrequency")) ?? 0,
    finite(attributes.numbers("GeDiffusionGradientPhase")) ?? 0,
    finite(attributes.numbers("GeDiffusionGradientSlice")) ?? 0,
  ];
  const size = length(vector);
  if (size === 0) {
    const isZero = finite(attributes.numbers("GeVasCollapseFlag")) === FROM_TABLE;
    return weighting(isZero ? 0 : nominal, undefined, "GeBValue");
  }
  const b = size < UNSCALED ? nominal * size * size : nominal;
  const stated = directionOf(vector);
  if (!stated) return weighting(b, undefined, "GeBValue");
  const phase = phaseEncoding(attributes);
  if (phase === undefined) {
    const uncertainty = { because: "phase-encoding", stated } as const;
    return uncertainWeighting(b, uncertainty, "GeDiffusionGradientFrequency");
  }
  const direction = directionOf(fromImageAxes(plane, onImageAxes(vector, phase, plane)));
  return weighting(b, direction, "GeDiffusionGradientFrequency");
}

/**
 * Frequency, phase and slice as (row, column, row × column), up to the sign of the whole.
 *
 * The axes of the gradient system keep their sense in the magnet when the image is turned for
 * display. With phase encoding along columns they run, up to the sign of all three, toward left,
 * posterior and inferior in axial planes, anterior, superior and right in sagittal ones, and left,
 * superior and anterior in coronal ones; along rows they are rotated by 90 degrees about the
 * slice axis. Read from GE's own series by several converters, which agree for the axial planes and
 * with GE's own correction of one of them for coronal planes with phase encoding along rows. Where
 * the patient lies feet first or prone the same holds, as image axes follow the patient.
 */
function onImageAxes([f, p, s]: Vector, phase: "row" | "column", plane: Plane): Vector {
  if (isCoronal(plane)) return phase === "column" ? [f, -p, -s] : [p, f, s];
  return phase === "column" ? [f, p, -s] : [p, -f, -s];
}

function isCoronal(plane: Plane): boolean {
  const [x, y, z] = normal(plane).map(Math.abs) as [number, number, number];
  return y > x && y > z;
}
