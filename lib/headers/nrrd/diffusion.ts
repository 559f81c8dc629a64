/**
 * NRRD's diffusion keys: NA-MIC convention, as teem (`ten/chan.c`) and Slicer read it.
 *
 * @module
 */

import type { Diffusion } from "../../frames/diffusion/mod.ts";
import { largestOf } from "../../geometry/numbers.ts";
import { scale, type Vector } from "../../geometry/vector.ts";
import type { Space } from "../../options/types.ts";
import type { KeyValue } from "./key_values.ts";
import { numbersText, numberText } from "../number_text.ts";
import { toSpace } from "../../array/space.ts";

/** Digits of a gradient's number, at least; all keys have the same width or Slicer stops reading. */
const DIGITS = 4;

/** Measurement frame and key/values of a diffusion-weighted header. */
export interface DiffusionKeys {
  /** Columns of the matrix from gradients to the header's space: the identity. */
  readonly measurementFrame: [Vector, Vector, Vector];
  readonly keyValues: KeyValue[];
}

/**
 * Describes the volumes of a list, one gradient each. The largest b-value stands once; a lower one
 * shortens its gradient by √(b / largest b), and no weighting is a zero vector. NEX keys, which would
 * shorten lists of repeats, are not read by Slicer.
 *
 * @param diffusions One per volume, in order, gradients in LPS
 * @param space Of the header, in which the gradients are written
 * @returns undefined unless every weighted volume has a direction and at least one is weighted: a
 * reader would take a gradient that is missing for b = 0
 */
export function diffusionKeys(
  diffusions: readonly Diffusion[],
  space: Space,
): DiffusionKeys | undefined {
  const largest = largestOf(diffusions.map(({ b, gradient }) => gradient ? b : 0));
  const lacksOne = diffusions.some(({ kind, gradient }) => kind !== "none" && !gradient);
  if (!(largest > 0) || lacksOne) return undefined;
  const digits = Math.max(DIGITS, String(diffusions.length - 1).length);
  const gradients = diffusions.map(({ b, gradient }, n): KeyValue => {
    const vector = toSpace(scale(gradient ?? [0, 0, 0], Math.sqrt(b / largest)), space);
    const key = `DWMRI_gradient_${String(n).padStart(digits, "0")}`;
    return [key, numbersText(vector)];
  });
  return {
    measurementFrame: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    keyValues: [
      ["modality", "DWMRI"],
      ["DWMRI_b-value", numberText(largest)],
      ...gradients,
    ],
  };
}
