/**
 * An array for highdicom, mostly a mask that becomes a DICOM segmentation.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { uid } from "../../dicom/dataset.ts";
import { obliqueness } from "../../geometry/rotation.ts";
import type { Slice, Volume } from "../../volumes/volume.ts";
import { affine } from "../adapters.ts";
import { cannotHold } from "../cannot_hold.ts";
import { type FormContext, jsonForm } from "../form.ts";
import { arranged, demandOneVolume, demandReal, lengthOf, type NumpyForm } from "./numpy_array.ts";

/** A frame by what DICOM calls it. */
export interface FrameName {
  readonly sopInstanceUID: string;
  /** Of the frame in its object, from 1 as DICOM counts. */
  readonly frameNumber: number;
}

/** For `highdicom.Volume(array, affine, coordinateSystem)`, and for `source_images`. */
export interface HighdicomForm extends NumpyForm {
  /**
   * Rows of the 4 × 4 matrix from (slice, row, column) to LPS mm; null where the slices are shifted
   * against each other, because highdicom's volumes have perpendicular axes.
   */
  readonly affine: readonly (readonly number[])[] | null;
  readonly coordinateSystem: "PATIENT";
  /**
   * The frame of every slice of the array, in its order; of several volumes those of the first. Null
   * where slices have no frame of their own: empty places, mosaics, segmentations, or no UIDs.
   */
  readonly frames: readonly FrameName[] | null;
}

/** Cosine up to which highdicom takes directions for perpendicular (highdicom.spatial). */
const PERPENDICULAR = 1e-4;

/** Frames of DICOM are slices: they are the first index, whatever the caller's order. */
export const highdicomForm = jsonForm("highdicom", highdicomOf);

function highdicomOf(array: DescribedArray, { options }: FormContext): HighdicomForm {
  demandReal("highdicom", array);
  demandOneVolume("highdicom", array);
  const components = lengthOf(array, "c");
  if (components !== undefined) {
    throw cannotHold(
      "highdicom",
      `voxels have ${components} components; this form holds one value for each`,
      "one component as an array of its own, array=zyx",
    );
  }
  const { form, steps } = arranged(array, options, "zyx");
  return {
    ...form,
    affine: obliqueness(steps) <= PERPENDICULAR ? affine(steps, array.origin, "LPS") : null,
    coordinateSystem: "PATIENT",
    frames: framesOf(array.volume),
  };
}

function framesOf({ grid, slices, segmentation }: Volume): FrameName[] | null {
  if (segmentation?.voxels === "labels") return null;
  const names: (FrameName | undefined)[] = new Array(grid.slices).fill(undefined);
  for (const slice of slices) {
    if (slice.t === 0) names[slice.k] = nameOf(slice);
  }
  return names.every((name) => name !== undefined) ? names : null;
}

function nameOf({ frame }: Slice): FrameName | undefined {
  const sopInstanceUID = uid(frame.object.dataset.strings("SOPInstanceUID"));
  if (frame.tile || sopInstanceUID === undefined) return undefined;
  return { sopInstanceUID, frameNumber: frame.number + 1 };
}
