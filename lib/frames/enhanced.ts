/**
 * Enhanced objects: many frames, each with functional groups that lay it in space (CT, MR, PET and
 * their legacy converted forms, X-Ray 3D, US volumes, ophthalmic tomography, parametric maps;
 * PS3.3 C.7.6.16).
 *
 * @module
 */

import { type Dataset, type DicomObject, first } from "../dicom/dataset.ts";
import { HeaderError, isHeaderError } from "../errors.ts";
import { counted } from "../text.ts";
import type { Family, UnplacedFrame } from "./frame.ts";
import { frameCountOf } from "./frame_count.ts";
import { frameDatasets } from "./functional_groups.ts";
import { imagePlane } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import { type Placement, sopClassOf } from "./sop_classes.ts";

/** Frames that are no slices of a patient, even where they have a position: spectra, glass slides. */
const NO_SLICES: readonly (Placement | undefined)[] = ["none", "slide"];

/**
 * The family of objects with functional groups; projections that have them but no position pass.
 * Comes after segmentations, whose functional groups say which segment a frame shows besides.
 */
export const enhanced: Family = {
  name: "enhanced multi-frame",
  frames: (object) => {
    const { dataset } = object;
    if (!dataset.has("PerFrameFunctionalGroupsSequence")) return undefined;
    const placement = sopClassOf(dataset)?.placement;
    if (NO_SLICES.includes(placement)) return undefined;
    const datasets = frameDatasets(dataset);
    const placed = placement === undefined || placement === "patient" ||
      datasets.some(hasPosition);
    return placed ? framesOfGroups(object, datasets) : undefined;
  },
};

/**
 * The frames of an object as its functional groups describe them.
 *
 * @param datasets Attributes of every frame, if they are at hand
 * @throws {HeaderError} when a frame has no plane, or there are not as many groups as frames
 */
export function framesOfGroups(
  object: DicomObject,
  datasets: readonly Dataset[] = frameDatasets(object.dataset),
): UnplacedFrame[] {
  checkCount(object.dataset, datasets.length);
  const pixels = pixelFormatOf(object.dataset);
  return datasets.map((attributes, number): UnplacedFrame => {
    const stack = first(attributes.strings("StackID"));
    return {
      object,
      number,
      ...planeOf(attributes, number, datasets.length),
      pixels,
      attributes,
      ...(stack === undefined ? {} : { stack }),
    };
  });
}

function hasPosition(attributes: Dataset): boolean {
  return attributes.has("ImagePositionPatient") || attributes.has("ImagePositionVolume");
}

/** Number of Frames (0028,0008), where it is given, against the functional groups: one item each. */
function checkCount(dataset: Dataset, items: number): void {
  const given = dataset.strings("NumberOfFrames").length > 0;
  const frames = given ? frameCountOf(dataset) : Math.max(items, 1);
  if (frames === items) return;
  throw new HeaderError(
    "bad-frame-count",
    `the object has ${
      counted(frames, "frame")
    }, but functional groups for ${items}: frame positions are unknown`,
    { frames, functionalGroups: items },
  );
}

/**
 * Where a frame lies. Ultrasound volumes may say so only in coordinates of their own, which come
 * from the probe and not from the patient (C.7.6.16.2.21, C.8.24.2).
 */
function planeOf(
  attributes: Dataset,
  number: number,
  count: number,
): Pick<UnplacedFrame, "plane" | "coordinates"> {
  try {
    const inPatient = attributes.items("PlanePositionSequence")
      .some((item) => item.has("ImagePositionPatient"));
    if (!inPatient && attributes.items("PlanePositionVolumeSequence").length > 0) {
      return { plane: imagePlane(attributes, "Volume"), coordinates: "volume" };
    }
    // One position at the top level cannot be that of several frames.
    if (!inPatient && count > 1) {
      throw new HeaderError(
        "no-geometry",
        "there is no image plane: Plane Position Sequence (0020,9113) is absent or empty",
      );
    }
    return { plane: imagePlane(attributes) };
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    throw new HeaderError(
      error.code,
      `frame ${number + 1} of ${count}: ${error.message}`,
      { ...error.details, frame: number, frames: count },
    );
  }
}
