/**
 * Objects that DICOM does not place in the patient: refused by name, with what they do say, unless the
 * caller states where they lie.
 *
 * @module
 */

import { type Dataset, type DicomObject, finite } from "../dicom/dataset.ts";
import { type Details, HeaderError, isHeaderError } from "../errors.ts";
import { checkLimit, DEFAULT_LIMITS } from "../limits.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
import { frameCountOf, knownFrameCount } from "./frame_count.ts";
import { frameDatasets } from "./functional_groups.ts";
import { hasPlane } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import { pixelSizesOf, ultrasoundRegionsOf } from "./pixel_size.ts";
import { planeWith, sharedIfStated, type StatedGeometry, statingHelp } from "./stated_place.ts";
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
  frames: (object, limits, stated = {}) => {
    const { dataset } = object;
    const reason = reasonOf(dataset, limits);
    if (reason === undefined) return undefined;
    if (isNeverPlaced(dataset)) throw reason;
    const has = hasPlane(dataset);
    const states = has ? stated.plane ?? stated.step : stated.plane;
    const { code, message, details } = reason;
    if (states === undefined) {
      const frames = knownFrameCount(dataset, limits);
      const help = frames === undefined ? {} : statingHelp(dataset, frames, has);
      throw new HeaderError(code, message, { ...details, ...help });
    }
    try {
      return statedFrames(object, limits, stated);
    } catch (error) {
      if (!isHeaderError(error, code)) throw error;
      // What the object does say of its pixels helps to state the rest.
      throw new HeaderError(code, error.message, { ...details, ...error.details });
    }
  },
};

/**
 * The frames where the caller says that they lie: all on one plane, until `step` is laid between them.
 *
 * @throws {HeaderError} as {@linkcode planeWith}; limit-exceeded
 */
function statedFrames(
  object: DicomObject,
  limits: FrameLimits = DEFAULT_LIMITS,
  stated: StatedGeometry,
): UnplacedFrame[] {
  const { dataset } = object;
  const count = frameCountOf(dataset, limits);
  checkLimit("countedFrames", count, limits);
  const pixels = pixelFormatOf(dataset);
  const groups = frameDatasets(dataset);
  const attributesOf = (number: number): Dataset =>
    groups.length === count ? groups[number]! : dataset;
  const placed = sharedIfStated(planeWith(attributesOf(0), stated.plane));
  // The frames of an object are a stack by themselves, whatever else has the same plane.
  const stack = count > 1 ? { stack: String(object.given) } : {};
  return Array.from({ length: count }, (_, number): UnplacedFrame => ({
    object,
    number,
    ...placed,
    ...(count > 1 ? { stated: { parts: [], ...placed.stated, step: "needed" } } : {}),
    ...stack,
    pixels,
    attributes: attributesOf(number),
  }));
}

function isNeverPlaced(dataset: Dataset): boolean {
  const placement = sopClassOf(dataset)?.placement;
  return placement !== undefined && NEVER_PLACED.includes(placement);
}

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
