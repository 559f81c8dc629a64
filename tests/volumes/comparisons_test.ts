/**
 * What it takes to find out which frames belong together, counted: four times the frames take four
 * times as many comparisons, and a value is decoded once however often it is compared.
 */

import { Budget } from "../../lib/budget.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { isHeaderError } from "../../lib/errors.ts";
import type { Frame } from "../../lib/frames/frame.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { AXIS_ATTRIBUTES } from "../../lib/volumes/fourth_axis/attributes.ts";
import { describeVolumes } from "../../lib/volumes/mod.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";

const NUMBERS = AXIS_ATTRIBUTES
  .filter(({ role }) => role !== "time")
  .map(({ by }) => by);

/** A pseudo-random bit for each pair of frames and each attribute. */
const bit = (pair: number, attribute: number): number =>
  (Math.imul(pair + 1, 2654435761) >>> (attribute % 29)) & 1;

/** At one place, in pairs that every attribute has in common, though it splits all of them. */
function pairs(count: number): Values[] {
  return Array.from({ length: count }, (_, k) =>
    sliceAt(
      [0, 0, 0],
      Object.fromEntries(NUMBERS.map((by, n) => [by, [1 + bit(k >> 1, n)]])),
    ));
}

/** Slices of volumes that an echo time separates. */
function echoes(slices: number, volumes: number): Values[] {
  return Array.from({ length: slices * volumes }, (_, n) =>
    sliceAt([0, 0, n % slices], {
      EchoTime: [10 + Math.floor(n / slices)],
      SOPInstanceUID: [`1.2.${n}`],
    }));
}

/** Images of one series each, so far apart, and segmentations of their space. */
function segmented(count: number, apart: number, more: (k: number) => Values): Values[] {
  return Array.from({ length: count }, (_, k) => [
    sliceAt([0, 0, apart * k], {
      SeriesInstanceUID: [`1.2.${k}`],
      FrameOfReferenceUID: ["1.3"],
    }),
    {
      SOPClassUID: ["1.2.840.10008.5.1.4.1.1.66.4"],
      SOPInstanceUID: [`1.4.${k}`],
      FrameOfReferenceUID: ["1.3"],
      SegmentationType: ["BINARY"],
      SegmentSequence: [{ SegmentNumber: [1] }],
      PerFrameFunctionalGroupsSequence: [{
        SegmentIdentificationSequence: [{ ReferencedSegmentNumber: [1] }],
      }],
      ...planeOf(k),
      ...more(k),
    } as unknown as Values,
  ]).flat();
}

/** A plane of its own pixel size. */
function planeOf(k: number): Values {
  const { Rows, Columns, ImageOrientationPatient } = sliceAt([0, 0, 0]);
  return {
    Rows,
    Columns,
    SharedFunctionalGroupsSequence: [{
      PixelMeasuresSequence: [{ PixelSpacing: [1 + k / 100, 1] }],
      PlaneOrientationSequence: [{ ImageOrientationPatient }],
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 0] }],
    }],
  } as unknown as Values;
}

function comparisonsOf(
  datasets: readonly Values[],
  options: Partial<HeaderOptions> = {},
): number {
  const budget = new Budget({ ...DEFAULT_LIMITS, comparisons: Infinity });
  const { frames } = readFrames(objectsOf(datasets));
  equal(frames.length, datasets.length);
  describeVolumes(frames, { ...DEFAULT_OPTIONS, ...options }, budget);
  return budget.counted("comparisons");
}

const linear: Record<string, [datasets: (size: number) => Values[], each: number]> = {
  "attributes that are alike in pairs": [pairs, 3000],
  "a fourth axis": [(size) => echoes(20, size / 20), 200],
  "images and segmentations of other pixel sizes": [
    (size) => segmented(size / 2, 0, () => ({})),
    100,
  ],
  "images and segmentations at places of their own": [
    (size) =>
      segmented(size / 2, 5, (k) => ({
        ...planeOf(0),
        PerFrameFunctionalGroupsSequence: [{
          SegmentIdentificationSequence: [{ ReferencedSegmentNumber: [1] }],
          PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 7 * k] }],
        }],
      } as unknown as Values)),
    100,
  ],
};

for (const [name, [datasets, each]] of Object.entries(linear)) {
  Deno.test(`comparisons grow with the number of frames: ${name}`, () => {
    const [few, many] = [comparisonsOf(datasets(200)), comparisonsOf(datasets(800))];
    ok(many < 6 * few, `${few}, ${many}`);
    ok(many < 800 * each, `${many}`);
  });
}

/** Counts how often each value is decoded. */
function counting(frames: readonly Frame[]): { frames: Frame[]; most: () => number } {
  const counts = new Map<string, number>();
  const counted = frames.map((frame): Frame => {
    const once =
      <T>(read: (keyword: Parameters<Dataset["numbers"]>[0]) => T) =>
      (keyword: Parameters<Dataset["numbers"]>[0]): T => {
        const key = `${frame.place} ${keyword}`;
        if (NUMBERS.includes(keyword)) counts.set(key, (counts.get(key) ?? 0) + 1);
        return read(keyword);
      };
    const { attributes } = frame;
    return {
      ...frame,
      attributes: {
        strings: once((keyword) => attributes.strings(keyword)),
        numbers: once((keyword) => attributes.numbers(keyword)),
        items: (keyword) => attributes.items(keyword),
        bytes: (keyword) => attributes.bytes(keyword),
        has: (keyword) => attributes.has(keyword),
      },
    };
  });
  return { frames: counted, most: () => Math.max(...counts.values()) };
}

Deno.test("a value is decoded once as a number and once as a text", () => {
  const { frames, most } = counting(readFrames(objectsOf(pairs(60))).frames);
  const { refused } = describeVolumes(frames, DEFAULT_OPTIONS);
  deepEqual(refused.map(({ error }) => error.code), ["duplicate-positions"]);
  ok(most() <= 2, `${most()} times`);
});

Deno.test("frames that would take too many comparisons are refused, others before them are not", () => {
  const datasets = [
    ...echoes(3, 2),
    ...pairs(40).map((values) => ({ ...values, SeriesInstanceUID: ["1.9"] })),
  ];
  const { frames } = readFrames(objectsOf(datasets));
  const enough = comparisonsOf(datasets.slice(0, 6)) + 200;
  const budget = new Budget({ ...DEFAULT_LIMITS, comparisons: enough });
  const { volumes, refused } = describeVolumes(frames, DEFAULT_OPTIONS, budget);
  deepEqual(volumes.map(({ axis4 }) => axis4?.by), ["EchoTime"]);
  deepEqual(refused.map(({ frames }) => frames.length), [40]);
  const [{ error }] = refused as [typeof refused[number]];
  ok(isHeaderError(error, "limit-exceeded"));
  equal(error.details.limit, "attribute values compared");
});
