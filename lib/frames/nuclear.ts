/**
 * Nuclear medicine: reconstructed slices behind one plane (PS3.3 C.8.4.8, C.8.4.11, C.8.4.15).
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { type Dataset, finite, first } from "../dicom/dataset.ts";
import { constantDataset, overlay } from "../dicom/overlay.ts";
import { NUCLEAR_MEDICINE } from "../dicom/sop_classes.ts";
import { HeaderError } from "../errors.ts";
import { checkLimit, DEFAULT_LIMITS } from "../limits.ts";
import { normal, type Plane } from "../geometry/plane.ts";
import { along } from "../geometry/vector.ts";
import { faultOf } from "./faults.ts";
import type { Family, UnplacedFrame } from "./frame.ts";
import { frameCountOf } from "./frame_count.ts";
import { matrixOf, orientationOf, pixelSpacingOf, positionOf } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";

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
  frames: (object, limits = DEFAULT_LIMITS) => {
    const { dataset } = object;
    if (!isNuclear(dataset)) return undefined;
    const type = dataset.strings("ImageType")[2] ?? "";
    if (!RECONSTRUCTED.includes(type)) throw notSlices(type);
    const plane = firstPlane(dataset);
    const pixels = pixelFormatOf(dataset);
    const direction = normal(plane);
    const count = frameCountOf(dataset, limits);
    const vectors = INDEX_VECTORS.map((keyword) => [keyword, dataset.numbers(keyword)] as const)
      .filter(([, values]) => values.length === count);
    if (vectors.length === 0) checkLimit("countedFrames", count, limits);
    const offsets = sliceOffsets(dataset, count);
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

function notSlices(type: string): HeaderError {
  return new HeaderError(
    "no-geometry",
    PROJECTED.includes(type)
      ? `nuclear medicine ${type} frames are projections onto a detector, not slices in the patient`
      : `Image Type (0008,0008) of the nuclear medicine image is not that of reconstructed slices: ${
        RECONSTRUCTED.join(" or ")
      }`,
    { object: "nuclear medicine image" },
  );
}

/**
 * The plane of the first frame. Position and orientation are with the detector; items that repeat
 * them are fine. Some writers put them at the top level, where they mean the same.
 */
function firstPlane(dataset: Dataset): Plane {
  const placed = dataset.items("DetectorInformationSequence")
    .filter((item) => item.numbers("ImagePositionPatient").length > 0);
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
  const [row, column] = orientationOf(source);
  return {
    position: positionOf(source),
    row,
    column,
    ...pixelSpacingOf(dataset),
    ...matrixOf(dataset),
  };
}

/**
 * Signed offset of every frame from the first along row × column, mm: Spacing Between Slices
 * (0018,0088) says with its sign on which side of the first slice the others lie (C.8.4.15).
 *
 * @throws {HeaderError} bad-spacing, bad-frame-count, bad-position
 */
function sliceOffsets(dataset: Dataset, count: number): number[] {
  if (count === 1) return [0];
  const spacing = finite(dataset.numbers("SpacingBetweenSlices")) ?? 0;
  if (spacing === 0) {
    throw new HeaderError(
      "bad-spacing",
      `${
        faultOf(dataset, "SpacingBetweenSlices", "a number other than zero")
      }, so the positions of the ${count} frames are unknown`,
      { frames: count },
    );
  }
  const slices = sliceNumbers(dataset, count);
  return slices.map((slice) => (slice - slices[0]!) * spacing);
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
