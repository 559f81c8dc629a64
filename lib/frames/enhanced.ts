/**
 * Enhanced objects: many frames, each with functional groups that lay it in space (CT, MR, PET and
 * their legacy converted forms, X-Ray 3D, US volumes, ophthalmic tomography, parametric maps;
 * PS3.3 C.7.6.16).
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { type Dataset, type DicomObject, first } from "../dicom/dataset.ts";
import { HeaderError, isHeaderError } from "../errors.ts";
import { checkLimit, DEFAULT_LIMITS } from "../limits.ts";
import { counted } from "../text.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
import { frameCountOf } from "./frame_count.ts";
import { type FrameDataset, frameDatasets } from "./functional_groups.ts";
import { imagePlane, imagePlaneOrNominal } from "./image_plane.ts";
import { lackingMacros } from "./lacking_macros.ts";
import { nextFrame } from "./next_frame.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import { type Placement, sopClassOf } from "../dicom/sop_classes.ts";

/** Frames that are no slices of a patient, even where they have a position: spectra, glass slides. */
const NO_SLICES: readonly (Placement | undefined)[] = ["none", "slide"];

/**
 * The family of objects with functional groups; projections that have them but no position pass.
 * Comes after segmentations, whose functional groups say which segment a frame shows besides.
 */
export const enhanced: Family = {
  name: "enhanced multi-frame",
  frames: (object, limits) => {
    const { dataset } = object;
    if (!dataset.has("PerFrameFunctionalGroupsSequence")) return undefined;
    const placement = sopClassOf(dataset)?.placement;
    if (NO_SLICES.includes(placement)) return undefined;
    const datasets = frameDatasets(dataset);
    const placed = placement === undefined || placement === "patient" ||
      datasets.some(hasPosition);
    return placed ? framesOfGroups(object, limits, datasets) : undefined;
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
  limits?: FrameLimits,
  datasets: readonly FrameDataset[] = frameDatasets(object.dataset),
): UnplacedFrame[] {
  checkCount(object.dataset, datasets.length, limits);
  const pixels = pixelFormatOf(object.dataset);
  const [shared] = object.dataset.items("SharedFunctionalGroupsSequence");
  const looseInShared = shared === undefined ? [] : looseIn(shared);
  let frame: UnplacedFrame | undefined;
  return datasets.map((attributes, number): UnplacedFrame => {
    const stack = first(attributes.strings("StackID"));
    // Of what is remarked, or lies in other coordinates, more than the position may be another.
    const [place] = attributes.own.items("PlanePositionSequence");
    const isUsual = frame && !frame.remarks && !frame.coordinates && frame.stack === stack;
    const next = isUsual && place && nextFrame(frame!, { number, attributes }, place);
    if (next) return frame = next;
    return frame = {
      object,
      number,
      ...planeOf(attributes, number, datasets, looseInShared),
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
function checkCount(dataset: Dataset, items: number, limits: FrameLimits = DEFAULT_LIMITS): void {
  checkLimit("objectFrames", items, limits);
  const given = dataset.strings("NumberOfFrames").length > 0;
  const frames = given ? frameCountOf(dataset, limits) : Math.max(items, 1);
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
  attributes: FrameDataset,
  number: number,
  all: readonly FrameDataset[],
  looseInShared: typeof IN_MACROS[number][],
): Pick<UnplacedFrame, "plane" | "coordinates" | "remarks"> {
  try {
    const inMacro = hasPlanePosition(attributes);
    if (!inMacro && attributes.items("PlanePositionVolumeSequence").length > 0) {
      return { plane: imagePlane(attributes, "Volume"), coordinates: "volume" };
    }
    // One position at the top level cannot be that of several frames.
    if (!inMacro && all.length > 1 && !holds(attributes.own, "ImagePositionPatient")) {
      throw new HeaderError("no-geometry", "there is no image plane: the frame has no position");
    }
    const placed = imagePlaneOrNominal(attributes);
    return isOutsideMacros(attributes, looseInShared)
      ? { ...placed, remarks: [...placed.remarks ?? [], "plane-outside-macros"] }
      : placed;
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    const hasPosition = (frame: FrameDataset): boolean =>
      hasPlanePosition(frame) || holds(frame.own, "ImagePositionPatient") ||
      all.length === 1 && frame.has("ImagePositionPatient");
    throw lackingMacros(all, hasPosition) ?? new HeaderError(
      error.code,
      `frame ${number + 1} of ${all.length}: ${error.message}`,
      { ...error.details, frame: number, frames: all.length },
    );
  }
}

function hasPlanePosition(attributes: Dataset): boolean {
  return attributes.items("PlanePositionSequence").some((item) => item.has("ImagePositionPatient"));
}

/** What makes a plane, and the macro in which DICOM has it. */
const IN_MACROS = [
  ["ImagePositionPatient", "PlanePositionSequence"],
  ["ImageOrientationPatient", "PlaneOrientationSequence"],
  ["PixelSpacing", "PixelMeasuresSequence"],
] as const satisfies readonly (readonly [Keyword, Keyword])[];

/** What of the plane stands in an item of the groups itself. */
function looseIn(item: Dataset): typeof IN_MACROS[number][] {
  return IN_MACROS.filter(([keyword]) => holds(item, keyword));
}

/** Whether anything of a frame's plane comes from items of the groups themselves. */
function isOutsideMacros(frame: FrameDataset, looseInShared: typeof IN_MACROS[number][]): boolean {
  return [...looseIn(frame.own), ...looseInShared].some(([keyword, macro]) =>
    !frame.items(macro).some((item) => holds(item, keyword))
  );
}

/** Whether an attribute stands in an item itself, with a value. */
function holds(item: Dataset, keyword: Keyword): boolean {
  return item.has(keyword) && item.strings(keyword).length > 0;
}
