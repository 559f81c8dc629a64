/**
 * Worlds of objects that hold a whole grid: dose, nuclear medicine, segmentations.
 *
 * @module
 */

import type { Attributes } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";
import { code, segment } from "../support/segmentation.ts";
import { moved, normalOf, type Orientation } from "./plane.ts";
import {
  anySending,
  anySeries,
  anyStack,
  grey,
  type Slice,
  sliceObject,
  type Stack,
} from "./stack.ts";
import {
  LABELS,
  type MakeWorld,
  type Settings,
  type TrueFrame,
  type Uids,
  type World,
  type WorldObject,
} from "./world.ts";

const RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2";
const NUCLEAR = "1.2.840.10008.5.1.4.1.1.20";
const SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";
const LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

const AXIAL: Orientation = { row: [1, 0, 0], column: [0, 1, 0] };

function wholeOf(slice: Slice): Attributes {
  return { Rows: slice.plane.rows, Columns: slice.plane.columns, PixelSpacing: slice.spacing };
}

const patient = (uids: Uids): Attributes => ({
  StudyInstanceUID: uids.next(),
  SeriesInstanceUID: uids.next(),
  FrameOfReferenceUID: uids.next(),
});

/** Where dose lies, and in which of the two forms that is said (C.8.8.3.2). */
interface DoseGrid {
  readonly stack: Stack;
  /** At heights in the patient, not by offsets from the first plane. */
  readonly absolute: boolean;
  /** Up or down. */
  readonly way: 1 | -1;
}

function anyDoseGrid(random: Random): DoseGrid {
  const absolute = random.chance(0.4);
  const orientation = absolute ? { orientation: AXIAL } : {};
  return {
    stack: anyStack(random, { tilt: false, print: "fine", ...orientation }),
    absolute,
    way: random.chance(0.3) ? -1 : 1,
  };
}

function doseObject(
  uids: Uids,
  common: Attributes,
  settings: Settings,
  { stack, absolute, way }: DoseGrid,
  count: number,
): WorldObject {
  const first = stack.slice(0);
  const start = absolute ? first.plane.position[2] : 0;
  // Heights are relative to a position with as many digits: the first repeats it.
  const offsets = upTo(count).map((k) =>
    k === 0 && absolute
      ? first.position[2]!.trim()
      : stack.print(start + way * k * stack.gap).trim()
  );
  const normal = normalOf(first.plane);
  const frames = offsets.map((text): TrueFrame => {
    const [x, y] = first.plane.position;
    const position = absolute && Math.abs(start) > 1e-3
      ? [x, y, Number(text)] as const
      : moved(first.plane.position, normal, Number(text));
    return { plane: { ...first.plane, position }, settings };
  });
  return {
    attributes: {
      SOPClassUID: RT_DOSE,
      SOPInstanceUID: uids.next(),
      Modality: "RTDOSE",
      InstanceNumber: 1,
      ...common,
      ...grey(16),
      ...wholeOf(first),
      ImagePositionPatient: first.position,
      ImageOrientationPatient: first.orientation,
      NumberOfFrames: count,
      GridFrameOffsetVector: offsets,
      DoseGridScaling: "0.001",
    },
    frames,
  };
}

/** A dose grid. */
export const dose: MakeWorld = (random, uids) => ({
  objects: [doseObject(uids, patient(uids), {}, anyDoseGrid(random), 1 + random.below(20))],
  whole: true,
});

/** Dose grids of several plans, once in a while under one UID, as careless anonymisers give. */
export const doses: MakeWorld = (random, uids) => {
  const common = patient(uids);
  const one = random.chance(0.5) ? { SOPInstanceUID: uids.next() } : {};
  const grid = anyDoseGrid(random);
  const same = random.chance(0.5);
  const objects = [1, 2].map((plan) =>
    doseObject(uids, common, { Plan: plan }, same ? grid : anyDoseGrid(random), 2 + plan)
  ).map((object) => ({ ...object, attributes: { ...object.attributes, ...one } }));
  return { objects: anySending(random, objects), whole: true };
};

/** Reconstructed slices behind or in front of one plane (C.8.4.15). */
export const nuclear: MakeWorld = (random, uids) => {
  const stack = anyStack(random, { tilt: false, print: "fine" });
  const first = stack.slice(0);
  const count = 2 + random.below(20);
  const spacing = stack.print((random.chance(0.4) ? -1 : 1) * stack.gap).trim();
  const normal = normalOf(first.plane);
  const { orientation, position } = first;
  return {
    objects: [{
      attributes: {
        SOPClassUID: NUCLEAR,
        SOPInstanceUID: uids.next(),
        Modality: "NM",
        InstanceNumber: 1,
        ...patient(uids),
        ...grey(16),
        ...wholeOf(first),
        ImageType: ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"],
        NumberOfFrames: count,
        SpacingBetweenSlices: spacing,
        SliceVector: random.chance(0.5) ? upTo(count).map((k) => k + 1) : undefined,
        DetectorInformationSequence: [{
          ImagePositionPatient: position,
          ImageOrientationPatient: orientation,
        }],
      },
      frames: upTo(count).map((k): TrueFrame => ({
        plane: {
          ...first.plane,
          position: moved(first.plane.position, normal, Number(spacing) * k),
        },
        settings: {},
      })),
    }],
    whole: true,
  };
};

interface Mask {
  readonly place: number;
  readonly segment: number | undefined;
}

/** Which planes show which segment; the frames sorted by segment, by plane, or not at all. */
function anyMasks(random: Random, numbers: readonly number[], planes: readonly number[]): Mask[] {
  const masks = numbers.flatMap((number) => {
    const shown = planes.filter(() => random.chance(0.7));
    return (shown.length === 0 ? [random.of(planes)] : shown).map((place) => ({
      place,
      segment: number,
    }));
  });
  return random.of([
    () => masks,
    () => [...masks].sort((a, b) => a.place - b.place),
    () => random.shuffled(masks),
  ])();
}

/** A segmentation on the planes of a stack. */
function segmentationObject(
  random: Random,
  uids: Uids,
  common: Attributes,
  stack: Stack,
  count: number,
  numbers: readonly number[],
): WorldObject {
  const type = random.of(["BINARY", "BINARY", "FRACTIONAL", "LABELMAP"]);
  const planes = random.chance(0.4) ? upTo(count) : upTo(count).filter(() => random.chance(0.6));
  const used = planes.length === 0 ? [0] : planes;
  const masks = type === "LABELMAP"
    ? anySending(random, used).map((place): Mask => ({ place, segment: undefined }))
    : anyMasks(random, numbers, used);
  const { orientation, spacing, plane } = stack.slice(0);
  const bits = type === "BINARY" ? 1 : 8;
  return {
    attributes: {
      SOPClassUID: type === "LABELMAP" ? LABEL_MAP : SEGMENTATION,
      SOPInstanceUID: uids.next(),
      Modality: "SEG",
      ...common,
      SeriesInstanceUID: uids.next(),
      ...grey(bits),
      SegmentationType: type,
      SegmentsOverlap: random.of(["YES", "NO", "UNDEFINED"]),
      MaximumFractionalValue: type === "FRACTIONAL" ? 255 : undefined,
      ContentCreatorName: "A",
      InstanceNumber: 1,
      NumberOfFrames: masks.length,
      Rows: plane.rows,
      Columns: plane.columns,
      SegmentSequence: numbers.map((number) =>
        segment(number, {
          SegmentedPropertyCategoryCodeSequence: [code("SCT", "123037004", "Structure")],
        })
      ),
      SharedFunctionalGroupsSequence: [{
        PlaneOrientationSequence: [{ ImageOrientationPatient: orientation }],
        PixelMeasuresSequence: [{
          PixelSpacing: spacing,
          SpacingBetweenSlices: stepText(stack),
          SliceThickness: stepText(stack),
        }],
      }],
      PerFrameFunctionalGroupsSequence: masks.map(({ place, segment }) => ({
        FrameContentSequence: [{ DimensionIndexValues: [segment ?? 1, place + 1] }],
        PlanePositionSequence: [{ ImagePositionPatient: stack.slice(place).position }],
        SegmentIdentificationSequence: segment === undefined
          ? undefined
          : [{ ReferencedSegmentNumber: segment }],
      })),
    },
    frames: masks.map(({ place, segment }): TrueFrame => ({
      plane: stack.slice(place).plane,
      settings: type === "FRACTIONAL" ? { Mask: `fractions of ${segment}` } : { Mask: LABELS },
      ...(segment === undefined ? {} : { segment }),
    })),
  };
}

/** Along the step, whatever it leans. */
function stepText(stack: Stack): string {
  const [a, b] = [stack.slice(0).plane.position, stack.slice(1).plane.position];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]).toFixed(6);
}

/** One or two segmentations by themselves, of the same or of several UIDs. */
export const segmentation: MakeWorld = (random, uids): World => {
  const stack = anyStack(random, { print: "fine", tilt: random.chance(0.3) });
  const common = patient(uids);
  const count = 2 + random.below(12);
  const organs = random.chance(0.7) ? [[1, 2, 3].slice(random.below(3))] : [[1], [2]];
  const made = organs.map((numbers) =>
    segmentationObject(random, uids, common, stack, count, numbers)
  );
  const one = random.chance(0.4) ? { SOPInstanceUID: uids.next() } : {};
  const objects = made.map((object) => ({
    ...object,
    attributes: { ...object.attributes, ...one },
  }));
  return { objects: anySending(random, objects), whole: false, labels: true };
};

/** Images and a segmentation of them. */
export const segmentedImages: MakeWorld = (random, uids): World => {
  const stack = anyStack(random, { print: "fine" });
  const series = anySeries(random, uids, "CT");
  const count = 2 + random.below(12);
  const images = upTo(count).map((k) =>
    sliceObject(series, stack.slice(k), uids.next(), { Image: "yes" }, { InstanceNumber: k + 1 })
  );
  const common = {
    StudyInstanceUID: series.StudyInstanceUID,
    FrameOfReferenceUID: series.FrameOfReferenceUID,
    ReferencedSeriesSequence: [{ SeriesInstanceUID: series.SeriesInstanceUID as string }],
  };
  const mask = segmentationObject(random, uids, common, stack, count, [1, 2]);
  return { objects: anySending(random, [...images, mask]), whole: false, labels: true };
};
