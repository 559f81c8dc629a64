/**
 * Stacks of planes, printed as modalities print them, and objects of one slice each.
 *
 * @module
 */

import type { Attributes } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";
import type { Triple } from "../support/series.ts";
import { anyPrint, type Digits, type Print } from "./digits.ts";
import { anyOrientation, moved, normalOf, type Orientation, type Plane, times } from "./plane.ts";
import type { Settings, Uids, WorldObject } from "./world.ts";

/** A plane, and the attributes that say it. */
export interface Slice {
  readonly plane: Plane;
  /** Image Position (Patient) as text. */
  readonly position: readonly string[];
  /** Image Orientation (Patient) as text. */
  readonly orientation: readonly string[];
  /** Pixel Spacing as text. */
  readonly spacing: readonly string[];
}

/** A row of places in space, one slice at each whole number. */
export interface Stack {
  /** Slice spacing, mm. */
  readonly gap: number;
  /** The slice at a place, whole or not. */
  readonly slice: (place: number) => Slice;
  readonly print: Print;
}

/** What a stack shall look like; everything else is left to chance. */
export interface StackShape {
  readonly gap?: number;
  readonly print?: Digits;
  /** Whether slices may be shifted sideways. */
  readonly tilt?: boolean;
  /** Size of a pixel, mm. */
  readonly pixel?: number;
  readonly orientation?: Orientation;
  /** Rows and columns at most. */
  readonly matrix?: number;
  /** Rows and columns, both. */
  readonly side?: number;
  /** Largest coordinate of the first position, mm. */
  readonly offset?: number;
}

/** Far from the isocentre, mm: table positions in coordinates of the room. */
const FAR = 1e5;
/** Where nearly all positions are. */
const NEAR = 300;
/** In-plane shift by slice spacing: 30 degrees at most. */
const LARGEST_SHEAR = Math.tan(Math.PI / 6);

/** Slice spacings that protocols have, and any other. */
export function anyGap(random: Random): number {
  return random.chance(0.5)
    ? random.of([0.625, 1, 1.25, 2, 2.5, 3, 5, 7.5])
    : random.between(0.6, 9);
}

/** A stack anywhere in space. */
export function anyStack(random: Random, shape: StackShape = {}): Stack {
  const { gap = anyGap(random), tilt = true, matrix = 7, pixel } = shape;
  const offset = shape.offset ?? (random.chance(0.1) ? FAR : NEAR);
  const orientation = shape.orientation ?? anyOrientation(random);
  const print = anyPrint(random, shape.print);
  const cosines = anyPrint(random, "fine");
  const side = pixel ?? random.between(0.3, 3);
  const sides: readonly [number, number] = random.chance(0.4)
    ? [side, side]
    : [side, side * random.between(0.4, 2.5)];
  const first: Triple = [
    random.between(-offset, offset),
    random.between(-offset, offset),
    random.between(-offset, offset),
  ];
  const shear = tilt ? shearOf(random) : [0, 0] as const;
  const step = moved(
    moved(times(normalOf(orientation), gap), orientation.row, shear[0] * gap),
    orientation.column,
    shear[1] * gap,
  );
  const [columns, rows] = [0, 1].map(() => shape.side ?? 2 + random.below(matrix - 1)) as [
    number,
    number,
  ];
  const orientationText = [...orientation.row, ...orientation.column].map(cosines);
  const spacingText = sides.map(anyPrint(random, pixel === undefined ? "fine" : "exact"));
  const [row, column] = [triple(orientationText), triple(orientationText.slice(3))];
  const [betweenRows, betweenColumns] = spacingText.map(Number) as [number, number];
  return {
    gap,
    print,
    slice: (place) => {
      const position = moved(first, step, place).map(print);
      return {
        plane: {
          position: triple(position),
          row,
          column,
          betweenRows,
          betweenColumns,
          columns,
          rows,
        },
        position,
        orientation: orientationText,
        spacing: spacingText,
      };
    },
  };
}

/** Upright, tilted as a gantry is, or by so little that it might be rounding. */
function shearOf(random: Random): readonly [number, number] {
  const either = () => random.chance(0.5) ? 1 : -1;
  if (random.chance(0.6)) return [0, 0];
  const size = random.chance(0.5)
    ? random.between(0.02, LARGEST_SHEAR)
    : random.magnitude(1e-6, 0.05);
  return random.chance(0.5)
    ? random.shuffled([0, either() * size]) as [number, number]
    : [either() * size, either() * size * random.next()];
}

/** Three numbers of their texts. */
export function triple(texts: readonly string[]): Triple {
  return [Number(texts[0]), Number(texts[1]), Number(texts[2])];
}

/** SOP classes of single slices, by modality. */
export const CLASSES = {
  CT: "1.2.840.10008.5.1.4.1.1.2",
  MR: "1.2.840.10008.5.1.4.1.1.4",
  PT: "1.2.840.10008.5.1.4.1.1.128",
} as const;

/** What all objects of a series share. */
export function anySeries(
  random: Random,
  uids: Uids,
  modality: keyof typeof CLASSES = random.of(["CT", "MR", "PT"]),
): Attributes {
  const signed = random.below(2);
  return {
    SOPClassUID: CLASSES[modality],
    Modality: modality,
    ImageType: ["ORIGINAL", "PRIMARY", modality === "MR" ? "M" : "AXIAL"],
    StudyInstanceUID: uids.next(),
    SeriesInstanceUID: uids.next(),
    FrameOfReferenceUID: uids.next(),
    ...grey(16, signed),
    RescaleIntercept: modality === "MR" ? undefined : 0,
    RescaleSlope: modality === "MR" ? undefined : 1,
    ...(modality === "MR" ? { EchoTime: 12, RepetitionTime: 500, FlipAngle: 70 } : {}),
    ...(modality === "CT" ? { KVP: 120, ConvolutionKernel: "B31f" } : {}),
  };
}

/** Pixels of one component. */
export function grey(bits: number, signed = 0): Attributes {
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: signed,
  };
}

/** What slices say of their thickness, which need not be what the positions say. */
export function anyThickness(random: Random, gap: number): Attributes {
  const signed = random.chance(0.1) ? -gap : gap;
  return {
    SliceThickness: random.of([undefined, gap, gap * 1.5, gap / 2])?.toFixed(4),
    SpacingBetweenSlices: random.of([undefined, undefined, signed, signed * 1.2])?.toFixed(4),
  };
}

/** An object of one slice. */
export function sliceObject(
  series: Attributes,
  slice: Slice,
  uid: string,
  settings: Settings,
  more: Attributes = {},
): WorldObject {
  const { plane, position, orientation, spacing } = slice;
  const attributes: Attributes = {
    ...series,
    SOPInstanceUID: uid,
    ImagePositionPatient: position,
    ImageOrientationPatient: orientation,
    PixelSpacing: spacing,
    Rows: plane.rows,
    Columns: plane.columns,
    ...more,
  };
  const number = attributes.InstanceNumber as number | undefined;
  return {
    attributes,
    frames: [{ plane, settings, ...(number === undefined ? {} : { instanceNumber: number }) }],
  };
}

/** How objects are numbered: along the stack, against it, anyhow, all the same, or not at all. */
export function anyNumbers(random: Random, count: number): (number | undefined)[] {
  const up = Array.from({ length: count }, (_, k) => k + 1);
  return random.of<() => (number | undefined)[]>([
    () => up,
    () => up.map((k) => 10 * k),
    () => up.toReversed(),
    () => random.shuffled(up),
    () => up.map(() => undefined),
    () => up.map(() => 1),
  ])();
}

/** In the order made, in the other, or in none. */
export function anySending<T>(random: Random, objects: readonly T[]): T[] {
  return random.of([
    () => [...objects],
    () => objects.toReversed(),
    () => random.shuffled(objects),
  ])();
}
