/**
 * One frame's diffusion weighting, and when a b-value and a vector make one.
 *
 * @module
 */

import type { Keyword } from "../../dicom/attributes.ts";
import { length, unit, type Vector } from "../../geometry/vector.ts";

/** Why a direction that is said cannot be turned into the patient. */
export interface Uncertainty {
  /**
   * - `phase-encoding`: it stands along phase and frequency, and which of them runs along rows is
   *   not said
   * - `slice-sign`: whether the axis of the slices runs along row × column or against it depends on
   *   the polarity of the phase encoding, which is not said
   * - `not-turned`: it stands in the standard attribute, but of a vendor that does not turn it with
   *   the slices
   */
  readonly because: "phase-encoding" | "slice-sign" | "not-turned";
  /** Unit vector as it is said: tells this direction from others. */
  readonly stated: Vector;
}

/** How a frame is weighted by diffusion. */
export interface Diffusion {
  /** b-value, s/mm². */
  readonly b: number;
  /** Unit vector in the patient, LPS; its sign means nothing. Only `directional` frames have one. */
  readonly gradient: Vector | undefined;
  /**
   * - `none`: not weighted (b = 0, or nearly so and without a direction)
   * - `directional`: weighted along the gradient
   * - `isotropic`: weighted, but averaged over directions (trace), or along one that is not said
   * - `uncertain`: weighted along a direction that is said, but not in terms of the patient
   */
  readonly kind: "none" | "directional" | "isotropic" | "uncertain";
  /** Of `uncertain` frames. */
  readonly uncertainty?: Uncertainty;
  /** Keyword of the attribute that said so: of the direction, else of the b-value. */
  readonly source: Keyword;
}

/**
 * Largest b-value, s/mm², of a frame without a direction that counts as not weighted. Scanners that
 * account for the imaging gradients report values such as 1.25 for b = 0; no one averages images
 * of such a weighting.
 */
const HARDLY_WEIGHTED = 5;

/** Above this, s/mm², it is no b-value but an undefined double: the strongest magnets reach 1e5. */
const LARGEST_B = 1e6;

/**
 * Lengths of vectors that are directions. Direction cosines are printed with few digits, and some
 * scanners scale them down for a lower b-value; below, it is noise around zero, and above, the
 * (1.0001, 1.0001, 1.0001) with which Siemens says that there is none.
 */
const SHORTEST = 0.03;
const LONGEST = 1.1;

/** A b-value, if the number can be one. */
export function bValue(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 && value < LARGEST_B ? value : undefined;
}

/** The unit vector of three numbers, if they are a direction. */
export function directionOf(values: readonly (number | undefined)[]): Vector | undefined {
  const [x, y, z] = values;
  const vector: Vector = [x ?? NaN, y ?? NaN, z ?? NaN];
  const size = length(vector);
  return size >= SHORTEST && size <= LONGEST ? unit(vector) : undefined;
}

/**
 * The weighting by a b-value along a direction.
 *
 * @param b s/mm²
 * @param direction Unit vector, LPS; undefined where there is none, or none is said
 */
export function weighting(b: number, direction: Vector | undefined, source: Keyword): Diffusion {
  if (b === 0) return { b, gradient: undefined, kind: "none", source };
  if (direction) return { b, gradient: direction, kind: "directional", source };
  const kind = b <= HARDLY_WEIGHTED ? "none" : "isotropic";
  return { b, gradient: undefined, kind, source };
}

/** The weighting along a direction that is said in terms which the header does not explain. */
export function uncertainWeighting(
  b: number,
  uncertainty: Uncertainty,
  source: Keyword,
): Diffusion {
  if (b === 0) return weighting(b, undefined, source);
  return { b, gradient: undefined, kind: "uncertain", uncertainty, source };
}
