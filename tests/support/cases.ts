/**
 * The series on which readers of DICOM are known to fail, and the one that started this project.
 *
 * @module
 */

import { evenly, type MadeObject, makeSeries, type SeriesOptions, type Triple } from "./series.ts";

/** First row and column of the seed series, in its own decimal strings. */
const SEED_ORIENTATION = [
  "0.9993283937409",
  "-2.051034E-10",
  "0.036643709737",
  "2.049657E-10",
  "1",
  "7.5158E-12",
];

/** Position of the seed's instance 1, the top of the stack. */
export const SEED_FIRST: Triple = [-191.80030483817, -176.12590213898, 86.606538507263];

/** Position of the seed's instance 160, the lowest slice: the oracle. */
export const SEED_LAST: Triple = [-185.39132000516, -176.12590213898, -88.175997558016];

/**
 * The seed series: 160 slices that run downward, against row × column, so that cross(row, column)
 * times SliceThickness points the wrong way. The inner positions are not known; they lie evenly
 * between the ends, printed with the 16 characters of a decimal string.
 */
export function seedSeries(options: SeriesOptions = {}): MadeObject[] {
  const last = 159;
  return makeSeries({
    columns: 448,
    rows: 448,
    pixelBytes: 0,
    positions: Array.from(
      { length: last + 1 },
      (_, k) => k === last ? SEED_LAST : between(k / last),
    ),
    attributes: {
      Modality: "MR",
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
      PixelSpacing: ["0.80357140302658", "0.80357140302658"],
      ImageOrientationPatient: SEED_ORIENTATION,
      SliceThickness: "1.1000000238419",
      PixelRepresentation: 0,
    },
    ...options,
  });
}

function between(part: number): Triple {
  const at = (k: 0 | 1 | 2) => SEED_FIRST[k] + part * (SEED_LAST[k] - SEED_FIRST[k]);
  return [at(0), at(1), at(2)];
}

/** Tilt of {@linkcode tilted}, in degrees. */
export const TILT = 15;

/** 20 CT slices 3 mm apart along z, their planes turned by 15° about x; with the tag or without. */
export function tilted(withTag: boolean, options: SeriesOptions = {}): MadeObject[] {
  const angle = TILT * Math.PI / 180;
  return makeSeries({
    column: [0, Math.cos(angle), -Math.sin(angle)],
    first: [-10, -20, 30],
    step: [0, 0, 3],
    count: 20,
    thickness: 3,
    attributes: withTag ? { GantryDetectorTilt: TILT } : {},
    ...options,
  });
}

/** 20 slices 3 mm apart, of which number 11 is not there. */
export function oneMissing(): MadeObject[] {
  return makeSeries({
    positions: evenly([0, 0, 0], [0, 0, 3], 20).filter((_, k) => k !== 10),
    thickness: 3,
  });
}

/** 2.5 mm apart, but SpacingBetweenSlices −20 and SliceThickness 5. */
export function negativeSpacingTag(): MadeObject[] {
  return makeSeries({ step: [0, 0, 2.5], thickness: 5, spacingBetweenSlices: -20 });
}

/** 10 positions 2.5 mm apart, each at 3 times. */
export function threeTimes(): MadeObject[] {
  const positions = evenly([0, 0, 0], [0, 0, 2.5], 10);
  return makeSeries({
    positions: [...positions, ...positions, ...positions],
    thickness: 2.5,
    attributes: (k) => ({ TemporalPositionIdentifier: Math.floor(k / 10) + 1 }),
  });
}

/** 10 gaps of 1 mm, then 10 of 5 mm. */
export function twoSpacings(): MadeObject[] {
  return makeSeries({
    positions: [...evenly([0, 0, 0], [0, 0, 1], 11), ...evenly([0, 0, 15], [0, 0, 5], 10)],
    thickness: 1,
  });
}

/** 10 axial slices 2 mm apart, and one sagittal image in the same series. */
export function withLocalizer(): MadeObject[] {
  return makeSeries({
    positions: [...evenly([0, 0, 0], [0, 0, 2], 10), [40, -30, 50]],
    thickness: 2,
    attributes: (k) => k < 10 ? {} : { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] },
  });
}

/** One slice of thickness 5 and SpacingBetweenSlices 6. */
export function singleSlice(): MadeObject[] {
  return makeSeries({ first: [1, 2, 3], count: 1, thickness: 5, spacingBetweenSlices: 6 });
}

/** 20 even slices whose instance numbers, and whose order, follow no position. */
export function shuffled(): MadeObject[] {
  const count = 20;
  // 7 and 20 have no common divisor, so every slice comes once.
  const places = Array.from({ length: count }, (_, k) => (7 * k + 3) % count);
  return makeSeries({
    positions: places.map((place) => [0, 0, 1.1 * place]),
    thickness: 1.1,
  });
}

/** PixelSpacing [0.9, 0.5]: 0.5 mm along a row, 0.9 mm along a column. */
export function anisotropic(options: SeriesOptions = {}): MadeObject[] {
  return makeSeries({ pixelSpacing: [0.9, 0.5], step: [0, 0, 2], thickness: 2, ...options });
}
