/**
 * Weightings of the volumes of an array, for formats that list them.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import type { Diffusion } from "../../frames/diffusion/mod.ts";
import type { Vector } from "../../geometry/vector.ts";
import { counted } from "../../text.ts";
import { BY_DIFFUSION } from "../../volumes/fourth_axis/diffusion.ts";
import { cannotHold } from "../cannot_hold.ts";

/** The format that asks. */
export type GradientFormat = "bval" | "bvec" | "mrtrix";

/** A volume's weighting. */
export interface Gradient {
  /** s/mm² */
  readonly b: number;
  /** Unit vector; zero of volumes that are not weighted. */
  readonly vector: Vector;
}

/**
 * The weightings of the array's volumes, in its order.
 *
 * @throws {HeaderError} format-cannot-hold where its volumes are not separated by diffusion
 */
export function weightingsOf(array: DescribedArray, format: GradientFormat): readonly Diffusion[] {
  const { volumes, volume } = array;
  if (volumes?.diffusion) return volumes.diffusion;
  const all = volume.axis4;
  if (!volumes && all?.diffusion) {
    throw cannotHold(
      format,
      `the series has ${all.diffusion.length} weighted volumes, but the array has no axis of volumes`,
      "as=image, or array=tzyx, for an array of all volumes",
      { volumes: all.diffusion.length },
    );
  }
  const others = all?.alternatives.some(({ by }) => by === BY_DIFFUSION);
  throw cannotHold(
    format,
    all
      ? `the volumes are separated by ${all.by}, not by diffusion weighting`
      : "the array has no axis of volumes with different diffusion weightings",
    others
      ? `axis4=${BY_DIFFUSION}`
      : "all files of the diffusion series in one request, without axis4=none",
  );
}

/** Whether every weighted volume has a direction: others would be taken for unweighted ones. */
export function haveDirections(weightings: readonly Diffusion[]): boolean {
  return weightings.every(lacksNothing);
}

/**
 * The directions in some space.
 *
 * @param turn From LPS
 */
export function gradientsIn(
  weightings: readonly Diffusion[],
  turn: (gradient: Vector) => Vector,
): Gradient[] {
  return weightings.map(({ b, gradient }) => ({
    b,
    vector: gradient ? turn(gradient) : [0, 0, 0],
  }));
}

/**
 * Makes sure that every weighted volume has a direction.
 *
 * @throws {HeaderError} format-cannot-hold
 */
export function demandDirections(weightings: readonly Diffusion[], format: GradientFormat): void {
  const without = weightings.filter((weighting) => !lacksNothing(weighting));
  if (without.length === 0) return;
  const uncertain = without.filter(({ kind }) => kind === "uncertain").length;
  const reasons = [
    ...(uncertain > 0 ? [`${uncertain} along one that DICOM does not say in the patient`] : []),
    ...(uncertain < without.length
      ? [`${without.length - uncertain} without any (trace images)`]
      : []),
  ];
  throw cannotHold(
    format,
    `${without.length} of ${
      counted(weightings.length, "volume")
    } are weighted, but have no gradient direction: ${reasons.join(", ")}`,
    "format=bval lists the b-values; directions that DICOM lacks have to come from the protocol",
    { volumes: weightings.length, without: without.length },
  );
}

function lacksNothing({ kind, gradient }: Diffusion): boolean {
  return kind === "none" || gradient !== undefined;
}
