/**
 * Gradients as FSL has them: `.bval`, one line of b-values, and `.bvec`, three lines of components,
 * a column for each volume.
 *
 * Vectors stand along the axes of the image, not of the patient. FSL counts the first axis as in
 * radiological storage: where the axes of the image are right-handed in RAS, that is where the
 * determinant of the affine is positive, the first component is turned round (FSL, FDT, "What
 * conventions do the bvecs use?"; the same in MRtrix3, core/dwi/gradient.cpp, load_bvecs_bvals).
 *
 * @module
 */

import type { DescribedArray, PlacedAxis } from "../../array/described_array.ts";
import { dot, type Vector } from "../../geometry/vector.ts";
import { brief } from "../../text.ts";
import { type Finding, info } from "../../volumes/finding.ts";
import type { Form } from "../form.ts";
import { numbersText } from "../number_text.ts";
import {
  demandDirections,
  type Gradient,
  gradientsIn,
  haveDirections,
  weightingsOf,
} from "./gradients.ts";
import { imageAxes } from "./image_axes.ts";

/** b-values alone need no directions. */
export const bvalForm: Form = {
  mediaType: "text/vnd.dcm2nhdr.bval",
  extension: () => ".bval",
  content: (array) => line(weightingsOf(array, "bval").map(({ b }) => b)),
};

/** For the image whose axes lie in memory as those of the array, as in a NIfTI file of it. */
export const bvecForm: Form = {
  mediaType: "text/vnd.dcm2nhdr.bvec",
  extension: () => ".bvec",
  content: (array) => {
    demandDirections(weightingsOf(array, "bvec"), "bvec");
    const gradients = fslGradients(array, array.axes)!;
    return [0, 1, 2].map((row) => line(gradients.map(({ vector }) => vector[row]!))).join("");
  },
  findings: (array) => [...array.findings, ...turnedAxes(array)],
};

/**
 * The gradients of an image of this array.
 *
 * @param axes Those of the image: the array's, in any order
 * @returns undefined where the volumes are not all of diffusion, with a direction where weighted
 */
export function fslGradients(
  { volumes }: DescribedArray,
  axes: readonly PlacedAxis[],
): Gradient[] | undefined {
  const weightings = volumes?.diffusion;
  if (!weightings || !haveDirections(weightings)) return undefined;
  const image = imageAxes(axes);
  const sign = image.rightHanded ? -1 : 1;
  return gradientsIn(weightings, (gradient): Vector => {
    const [i, j, k] = image.axes;
    return [sign * dot(i, gradient), dot(j, gradient), dot(k, gradient)];
  });
}

/**
 * Angle between slice step and normal from which on it is told, radians: rounded positions turn the
 * step by less, and gradients are known to about a degree.
 */
const TURN_TOLD = 1e-3;

function turnedAxes({ axes }: DescribedArray): Finding[] {
  const { turned } = imageAxes(axes);
  if (turned < TURN_TOLD) return [];
  const degrees = turned * 180 / Math.PI;
  return [info(
    "gradients-by-normal",
    `the slice step is ${
      brief(degrees)
    } degrees off the normal of the slices; the gradients stand along rows, columns and the normal`,
    { degrees },
  )];
}

function line(values: readonly number[]): string {
  return `${numbersText(values)}\n`;
}
