/**
 * Nuclear medicine: reconstructed slices behind one plane (PS3.3 C.8.4.8, C.8.4.11, C.8.4.15).
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { type Dataset, finite, first } from "../dicom/dataset.ts";
import { constantDataset, overlay } from "../dicom/overlay.ts";
import { NUCLEAR_MEDICINE } from "../dicom/sop_classes.ts";
import { type Details, HeaderError } from "../errors.ts";
import { checkLimit, DEFAULT_LIMITS } from "../limits.ts";
import { normal } from "../geometry/plane.ts";
import { along } from "../geometry/vector.ts";
import { faultOf } from "./faults.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
import { frameCountOf, knownFrameCount } from "./frame_count.ts";
import { hasPlane, matrixOf, orientationOf, pixelSpacingOf, positionOf } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import {
  type PlacedPlane,
  planeWith,
  sharedIfStated,
  type StatedGeometry,
  type StatedPlane,
  statingHelp,
  withStatingHelp,
} from "./stated_place.ts";

/** Value 3 of Image Type for frames that are slices (PS3.3 C.8.4.9.1.1). */
const RECONSTRUCTED: readonly string[] = ["RECON TOMO", "RECON GATED TOMO"];

/** Index vectors that separate frames of one slice: one number a frame (PS3.3 C.8.4.8.1). */
const INDEX_VECTORS = [
  "EnergyWindowVector",
  "RRIntervalVector",
  "TimeSlotVector",
] as const satisfies readonly Keyword[];

/** Reads reconstructed tomograms, gated or not; refuses projections by name. */
export const nuclear: Family = {
  name: "nuclear medicine",
  frames: (object, limits = DEFAULT_LIMITS, stated = {}) => {
    const { dataset } = object;
    if (!isNuclear(dataset)) return undefined;
    const type = dataset.strings("ImageType")[2] ?? "";
    if (!RECONSTRUCTED.includes(type)) checkStatedSlices(dataset, type, limits, stated);
    const count = frameCountOf(dataset, limits);
    const placed = firstPlane(dataset, count, stated.plane);
    const { plane } = placed;
    const pixels = pixelFormatOf(dataset);
    const direction = normal(plane);
    const vectors = INDEX_VECTORS.map((keyword) => [keyword, dataset.numbers(keyword)] as const)
      .filter(([, values]) => values.length === count);
    if (vectors.length === 0) checkLimit("countedFrames", count, limits);
    const { offsets, isStated } = sliceOffsets(dataset, count, stated.step);
    const attributesOf = (number: number): Dataset =>
      overlay(
        constantDataset(
          Object.fromEntries(vectors.map(([keyword, values]) => [keyword, [values[number]!]])),
        ),
        dataset,
      );
    return offsets.map((offset, number): UnplacedFrame => ({
      object,
      number,
      ...placed,
      ...(isStated ? { stated: { parts: [], ...placed.stated, step: "used" as const } } : {}),
      plane: { ...plane, position: along(plane.position, direction, offset) },
      pixels,
      attributes: vectors.length > 0 ? attributesOf(number) : dataset,
    }));
  },
};

function isNuclear(dataset: Dataset): boolean {
  const uid = first(dataset.strings("SOPClassUID"));
  return uid === NUCLEAR_MEDICINE ||
    (uid === undefined && dataset.has("DetectorInformationSequence"));
}

/** Value 3 of Image Type for what a detector saw. */
const PROJECTED: readonly string[] = [
  "STATIC",
  "WHOLE BODY",
  "DYNAMIC",
  "GATED",
  "TOMO",
  "GATED TOMO",
];

/**
 * Refuses frames of another type, unless the caller may call them slices: one picture has a plane if one
 * is stated; of several Image Type must not say that they are views, times or energies.
 */
function checkStatedSlices(
  dataset: Dataset,
  type: string,
  limits: FrameLimits,
  { plane, step }: StatedGeometry,
): void {
  const count = knownFrameCount(dataset, limits) ?? 1;
  if (count > 1 && PROJECTED.includes(type)) throw notSlices(type, {});
  if ((count === 1 ? plane : step) !== undefined) return;
  const place = placedItems(dataset)[0] ?? dataset;
  throw notSlices(type, statingHelp(dataset, count, hasPlane(place), place));
}

function notSlices(type: string, help: Details): HeaderError {
  return new HeaderError(
    "no-geometry",
    PROJECTED.includes(type)
      ? `nuclear medicine ${type} frames are projections onto a detector, not slices in the patient`
      : `Image Type (0008,0008) of the nuclear medicine image is not that of reconstructed slices: ${
        RECONSTRUCTED.join(" or ")
      }`,
    { object: "nuclear medicine image", ...help },
  );
}

/**
 * The plane of the first frame. Position and orientation are with the detector; items that repeat
 * them are fine. Some writers put them at the top level, where they mean the same.
 */
function firstPlane(dataset: Dataset, count: number, stated: StatedPlane | undefined): PlacedPlane {
  const placed = placedItems(dataset);
  const planes = new Set(placed.map((item) =>
    [
      ...item.numbers("ImagePositionPatient"),
      ...item.numbers("ImageOrientationPatient"),
    ].join(" ")
  ));
  if (planes.size > 1) {
    throw new HeaderError(
      "no-geometry",
      `the image's detectors have ${planes.size} different planes, but reconstructed slices need one`,
      { planes: planes.size },
    );
  }
  const source = placed[0] ?? dataset;
  if (stated) {
    const plane = planeWith(source, stated, dataset);
    return count === 1 ? sharedIfStated(plane) : plane;
  }
  // Where the step is known, only the plane has to be stated.
  const steps = finite(dataset.numbers("SpacingBetweenSlices")) ? 1 : count;
  return withStatingHelp(dataset, steps, (): PlacedPlane => {
    const [row, column] = orientationOf(source);
    const position = positionOf(source);
    const sizes = { ...pixelSpacingOf(dataset), ...matrixOf(dataset) };
    return { plane: { position, row, column, ...sizes } };
  }, source);
}

/** The detectors that say where the first frame lies. */
function placedItems(dataset: Dataset): readonly Dataset[] {
  return dataset.items("DetectorInformationSequence")
    .filter((item) => item.numbers("ImagePositionPatient").length > 0);
}

/**
 * Signed offset of every frame from the first along row × column, mm: Spacing Between Slices
 * (0018,0088) says with its sign on which side of the first slice the others lie (C.8.4.15).
 *
 * @param step What the caller states where it is absent, with the same sign
 * @throws {HeaderError} bad-spacing, bad-frame-count, bad-position
 */
function sliceOffsets(
  dataset: Dataset,
  count: number,
  step: number | undefined,
): { readonly offsets: number[]; readonly isStated: boolean } {
  if (count === 1) return { offsets: [0], isStated: false };
  const own = finite(dataset.numbers("SpacingBetweenSlices")) ?? 0;
  const spacing = own === 0 ? step ?? 0 : own;
  if (spacing === 0) {
    throw new HeaderError(
      "bad-spacing",
      `${
        faultOf(dataset, "SpacingBetweenSlices", "a number other than zero")
      }, so the positions of the ${count} frames are unknown`,
      { frames: count, ...statingHelp(dataset, count, true, placedItems(dataset)[0]) },
    );
  }
  const slices = sliceNumbers(dataset, count);
  return {
    offsets: slices.map((slice) => (slice - slices[0]!) * spacing),
    isStated: own === 0 && new Set(slices).size > 1,
  };
}

/** Slice number of every frame: Slice Vector (0054,0080), or the frames in their order. */
function sliceNumbers(dataset: Dataset, count: number): readonly number[] {
  const slices = dataset.numbers("SliceVector");
  if (slices.length === 0 && !hasSeveralImagesOfASlice(dataset)) {
    return Array.from({ length: count }, (_, k) => k);
  }
  if (slices.length !== count) {
    throw new HeaderError(
      "bad-frame-count",
      `Slice Vector (0054,0080) has ${slices.length} slice numbers; the number of frames is ${count}`,
      { sliceNumbers: slices.length, frames: count },
    );
  }
  // The position is the first frame's. Were it not the first slice too, the side of the others
  // would be anyone's guess.
  if (!slices.every((slice) => Number.isInteger(slice) && slice >= slices[0]!)) {
    throw new HeaderError(
      "bad-position",
      "Slice Vector (0054,0080) does not start with the first slice, the only one with a known position",
    );
  }
  return slices;
}

/** Then frames in their order are not one slice after the other. */
function hasSeveralImagesOfASlice(dataset: Dataset): boolean {
  return dataset.strings("ImageType")[2] === "RECON GATED TOMO" ||
    INDEX_VECTORS.some((keyword) => new Set(dataset.numbers(keyword)).size > 1);
}
