/**
 * Objects that DICOM does not place in the patient: refused by name, with what they do say.
 *
 * @module
 */

import { type Dataset, finite } from "../dicom/dataset.ts";
import { type Details, HeaderError } from "../errors.ts";
import type { Family, FrameLimits } from "./frame.ts";
import { frameCountOf } from "./frame_count.ts";
import { pixelSizesOf, ultrasoundRegionsOf } from "./pixel_size.ts";
import { type Placement, type SopClass, sopClassOf } from "../dicom/sop_classes.ts";

/** Reasons for which objects of a placement get no header; written after their name. */
const REASONS: Readonly<Record<Exclude<Placement, "patient">, string>> = {
  none: "objects have no image",
  slide: "objects have positions on a glass slide, not in the patient",
  ultrasound: "objects have pixel sizes at most: DICOM gives no position in the patient",
  projection:
    "objects are projections: their pixels have a size on a plane, but no position in the patient",
  picture: "objects are pictures: DICOM gives no position in the patient",
};

/** Placements that no attribute can change. */
const NEVER_PLACED: readonly Placement[] = ["none", "slide"];

/**
 * Takes what cannot have a plane, what usually has none and has none, and many frames behind one
 * position. Comes after the families that place frames in ways of their own, before the others.
 */
export const withoutPlane: Family = {
  name: "without plane",
  frames: ({ dataset }, limits) => {
    const reason = reasonOf(dataset, limits);
    if (reason === undefined) return undefined;
    throw reason;
  },
};

function reasonOf(dataset: Dataset, limits: FrameLimits | undefined): HeaderError | undefined {
  const sopClass = sopClassOf(dataset);
  if (sopClass && sopClass.placement !== "patient") {
    if (NEVER_PLACED.includes(sopClass.placement) || !hasPlane(dataset)) {
      return refusal(sopClass, sopClass.placement, dataset);
    }
  }
  if (dataset.has("PerFrameFunctionalGroupsSequence")) return undefined;
  const frames = frameCountOf(dataset, limits);
  if (frames === 1) return undefined;
  return new HeaderError(
    "no-geometry",
    `the ${sopClass?.name ?? "object"} has ${frames} frames but no position for each`,
    { ...described(sopClass), frames, ...sizes(dataset) },
  );
}

function hasPlane(dataset: Dataset): boolean {
  return dataset.numbers("ImagePositionPatient").length > 0 &&
    dataset.numbers("ImageOrientationPatient").length > 0;
}

function refusal(
  sopClass: SopClass,
  placement: Exclude<Placement, "patient">,
  dataset: Dataset,
): HeaderError {
  return new HeaderError(
    placement === "none" ? "unsupported-object" : "no-geometry",
    `${sopClass.name} ${REASONS[placement]}`,
    { ...described(sopClass), ...(placement === "none" ? {} : sizes(dataset)) },
  );
}

function described(sopClass: SopClass | undefined): Details {
  return sopClass ? { object: sopClass.name } : {};
}

/** What the object does say about sizes, each under the name of what it is. */
function sizes(dataset: Dataset): Details {
  const pixelSizes = pixelSizesOf(dataset);
  const regions = ultrasoundRegionsOf(dataset);
  const magnification = finite(dataset.numbers("EstimatedRadiographicMagnificationFactor"));
  return {
    ...(pixelSizes.length > 0 ? { pixelSizes } : {}),
    ...(regions.length > 0 ? { ultrasoundRegions: regions } : {}),
    ...(magnification === undefined ? {} : { estimatedMagnification: magnification }),
  };
}
