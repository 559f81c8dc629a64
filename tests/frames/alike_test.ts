/**
 * What cannot differ from the frame before is not read again. That spares work and changes no answer:
 * headers read together answer as headers of which nobody knows what they have in common.
 */

import { Budget } from "../../lib/budget.ts";
import type { Keyword } from "../../lib/dicom/attributes.ts";
import { HeaderCollector } from "../../lib/dicom/collector.ts";
import type { Dataset, DicomObject } from "../../lib/dicom/dataset.ts";
import { HeaderStore } from "../../lib/dicom/header_store.ts";
import { isHeaderError } from "../../lib/errors.ts";
import { telling } from "../../lib/frames/frame.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { makeHeaders, onlyVolume, replyOf } from "../../lib/reply.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { type Attributes, type Value, writeDicom } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { fc } from "../support/property.ts";
import { makeSeries } from "../support/series.ts";

/** Headers of one request: what they have in common is kept once. */
function together(files: readonly Uint8Array[]): DicomObject[] {
  const store = new HeaderStore();
  return files.flatMap((bytes, given) => {
    const collector = new HeaderCollector({}, store);
    collector.push(bytes);
    try {
      return [{ given, ...collector.finish() }];
    } catch (error) {
      // Not all that is made up is taken for whole.
      if (isHeaderError(error, "truncated-header")) return [];
      throw error;
    }
  });
}

/** The same values, in lists of their own at every question, and nobody knows what differs. */
function apart(dataset: Dataset): Dataset {
  return {
    strings: (keyword) => [...dataset.strings(keyword)],
    numbers: (keyword) => [...dataset.numbers(keyword)],
    items: (keyword) => dataset.items(keyword).map(apart),
    bytes: (keyword) => dataset.bytes(keyword),
    has: (keyword) => dataset.has(keyword),
  };
}

/** A dataset of which every question for values is told. */
function overheard(dataset: Dataset, tell: (keyword: Keyword) => void): Dataset {
  const inner = new WeakMap<Dataset, Dataset>();
  const wrap = (own: Dataset): Dataset => {
    const outer: Dataset = {
      strings: (keyword) => (tell(keyword), own.strings(keyword)),
      numbers: (keyword) => (tell(keyword), own.numbers(keyword)),
      items: (keyword) => (tell(keyword), own.items(keyword).map(wrap)),
      bytes: (keyword) => own.bytes(keyword),
      has: (keyword) => own.has(keyword),
      unlike: (other) => own.unlike!(INNER.get(other)!),
    };
    INNER.set(outer, own);
    return outer;
  };
  return wrap(dataset);
}
const INNER = new WeakMap<Dataset, Dataset>();

function answer(objects: readonly DicomObject[], options: Partial<HeaderOptions>): string {
  try {
    const found = readFrames(objects);
    const headers = makeHeaders(found, { ...DEFAULT_OPTIONS, ...options }, new Budget());
    return JSON.stringify(replyOf(headers), null, 1);
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    return JSON.stringify([error.code, error.message, error.details], null, 1);
  }
}

/** Some options that lead other ways. */
const options = fc.constantFrom<Partial<HeaderOptions>>(
  {},
  { order: "given" },
  { uneven: "split" },
  { axis4: "none", uneven: "accept" },
);

/** A slice takes another value of some attributes, alone or with all that follow. */
const changes = (keywords: readonly string[], most: number) =>
  fc.array(
    fc.array(
      fc.record({
        keyword: fc.constantFrom(...keywords),
        choice: fc.nat({ max: most }),
        stays: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    { minLength: 2, maxLength: 9 },
  );

type Changes = ReturnType<typeof changes> extends fc.Arbitrary<infer T> ? T : never;

/** What each says: the first value of everything, but for the changes. */
function varied(
  values: Readonly<Record<string, readonly Value[]>>,
  all: Changes,
): Attributes[] {
  let usual: Attributes = Object.fromEntries(Object.entries(values).map(([k, [v]]) => [k, v]));
  return all.map((own) => {
    const pick = (some: Changes[number]): Attributes =>
      Object.fromEntries(some.map(({ keyword, choice }) => {
        const choices = values[keyword]!;
        return [keyword, choices[choice % choices.length]];
      }));
    usual = { ...usual, ...pick(own.filter(({ stays }) => stays)) };
    return { ...usual, ...pick(own.filter(({ stays }) => !stays)) };
  });
}

const CLASSIC: Readonly<Record<string, readonly Value[]>> = {
  SOPClassUID: [
    "1.2.840.10008.5.1.4.1.1.2",
    "1.2.840.10008.5.1.4.1.1.7",
    "1.2.840.10008.5.1.4.1.1.20",
    "1.2.840.10008.5.1.4.1.1.481.2",
    undefined,
  ],
  ImageType: ["ORIGINAL\\PRIMARY\\M", "ORIGINAL\\PRIMARY\\P", "DERIVED\\PRIMARY\\RECON TOMO"],
  Modality: ["CT", "MR"],
  SeriesInstanceUID: ["1.2.3", "1.2.4"],
  SeriesNumber: ["4", "5", ""],
  StudyInstanceUID: ["1.2", "1.3"],
  FrameOfReferenceUID: ["1.5", "1.6", undefined],
  PatientID: ["a", "b"],
  InstanceNumber: ["1", "2", "3", "4"],
  AcquisitionNumber: ["1", "2"],
  AcquisitionTime: ["101010", "101011.5", ""],
  TriggerTime: [undefined, "0", "10"],
  SliceLocation: ["1", "2"],
  EchoTime: ["10", "20", undefined],
  SliceThickness: ["1", "1.0", "2", undefined],
  SpacingBetweenSlices: [undefined, "1", "-1"],
  RescaleSlope: [undefined, "1", "2"],
  RescaleIntercept: [undefined, "0", "-1024"],
  ConcatenationUID: [undefined, "1.7"],
  InConcatenationNumber: [undefined, 1, 2, 3],
  NumberOfFrames: [undefined, "1", "2"],
  GridFrameOffsetVector: [undefined, "0"],
  ImageOrientationPatient: ["1\\0\\0\\0\\1\\0", "0\\1\\0\\0\\0\\-1", "1\\0\\0\\0\\1.0\\0", "1\\0"],
  PixelSpacing: ["1\\1", "1\\2", "1.0\\1", "", undefined],
  Rows: [6, 7, 0],
  Columns: [8],
  BitsAllocated: [16, 8],
  PixelRepresentation: [0, 1, undefined],
  PhotometricInterpretation: ["MONOCHROME2", "PALETTE COLOR"],
};

/** Positions besides that of the slice's place. */
const POSITIONS: readonly Value[] = ["", "1\\2", "0\\0\\0", "0\\0\\x", undefined, "0\\0\\2.0"];

Deno.test("slices answer as if nobody knew what they have in common", () => {
  const keywords = [...Object.keys(CLASSIC), "ImagePositionPatient"];
  fc.assert(
    fc.property(changes(keywords, 5), options, (all, options) => {
      const files = varied({ ...CLASSIC, ImagePositionPatient: ["as it is", ...POSITIONS] }, all)
        .map((attributes, k) => {
          const { ImagePositionPatient: position } = attributes;
          return writeDicom({
            ...attributes,
            SOPInstanceUID: `1.9.${k % 8}`,
            ImagePositionPatient: position === "as it is" ? `0\\0\\${k}` : position,
          });
        });
      const objects = together(files);
      const strangers = objects.map((object) => ({ ...object, dataset: apart(object.dataset) }));
      equal(answer(objects, options), answer(strangers, options));
    }),
    { numRuns: 300 },
  );
});

const GROUPS: Readonly<Record<string, readonly Value[]>> = {
  FrameContentSequence: [
    [{ StackID: "1", InStackPositionNumber: 1 }],
    [{ StackID: "1", TemporalPositionIndex: 2 }],
    [{ StackID: "2" }],
    undefined,
  ],
  PlaneOrientationSequence: [
    [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
    [{ ImageOrientationPatient: [0, 1, 0, 0, 0, -1] }],
    undefined,
  ],
  PixelMeasuresSequence: [
    [{ PixelSpacing: [1, 1], SliceThickness: 1 }],
    [{ PixelSpacing: [1, 1], SliceThickness: 2 }],
    [{ PixelSpacing: [1, 1] }],
    undefined,
  ],
  MRImageFrameTypeSequence: [
    undefined,
    [{ FrameType: ["ORIGINAL", "PRIMARY", "M"], ComplexImageComponent: "MAGNITUDE" }],
    [{ FrameType: ["ORIGINAL", "PRIMARY", "P"], ComplexImageComponent: "PHASE" }],
  ],
  PixelValueTransformationSequence: [
    undefined,
    [{ RescaleSlope: 1, RescaleIntercept: 0 }],
    [{ RescaleSlope: 2, RescaleIntercept: 0 }],
  ],
  MRDiffusionSequence: [
    undefined,
    [{ DiffusionBValue: 0, DiffusionDirectionality: "NONE" }],
    [{
      DiffusionBValue: 1000,
      DiffusionGradientDirectionSequence: [{ DiffusionGradientOrientation: [0, 0, 1] }],
    }],
    [{
      DiffusionBValue: 1000,
      DiffusionGradientDirectionSequence: [{ DiffusionGradientOrientation: [0, 1, 0] }],
    }],
  ],
  UnassignedPerFrameConvertedAttributesSequence: [
    undefined,
    [{ EchoTime: 10, SliceThickness: 1 }],
    [{ EchoTime: 20, SliceThickness: 3 }],
    [{ RescaleSlope: 3, InstanceNumber: 4 }],
  ],
  // In the item itself, where they have no business.
  SliceThickness: [undefined, 1, 2],
  ImagePositionPatient: [undefined, "0\\0\\5"],
  FrameType: [undefined, "ORIGINAL\\PRIMARY\\M", "ORIGINAL\\PRIMARY\\P"],
  EchoTime: [undefined, 10, 20],
};

Deno.test("frames answer as if nobody knew what they have in common", () => {
  fc.assert(
    fc.property(
      changes(Object.keys(GROUPS), 3),
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
      options,
      (all, isShared, cut, options) => {
        const groups = varied(GROUPS, all);
        // Of one object, or of two, the second of which begins anew.
        const objects = together(
          [groups.slice(0, cut), groups.slice(cut)].flatMap((own, n) =>
            own.length === 0 ? [] : [
              makeEnhanced({
                positions: own.map((_, k) => [0, 0, k + n * cut]),
                frame: (k) => own[k]!,
                shared: isShared ? { MREchoSequence: [{ EffectiveEchoTime: 5 }] } : {},
              }).bytes,
            ]
          ),
        );
        const strangers = objects.map((object) => ({ ...object, dataset: apart(object.dataset) }));
        equal(answer(objects, options), answer(strangers, options));
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("frames that are known to agree are not asked, others are", () => {
  const slices = makeSeries({
    count: 6,
    attributes: (k) => ({
      EchoTime: k < 3 ? 10 : 20,
      KVP: 120,
      AcquisitionNumber: k === 4 ? 1 : 2,
    }),
  });
  const { frames } = readFrames(together(slices.map(({ bytes }) => bytes)));
  equal(telling(frames, "KVP", "PixelSpacing").length, 1);
  for (const keyword of ["EchoTime", "AcquisitionNumber", "ImagePositionPatient"] as const) {
    equal(telling(frames, "KVP", keyword).length, 6);
  }
  equal(telling(frames.slice(0, 3), "Rows")[0], frames[0]);
  deepEqual(telling([], "Rows"), []);
});

/** How often values are asked for to write the header of so many frames. */
function questions(files: readonly Uint8Array[]): number {
  let asked = 0;
  const objects = together(files).map((object) => ({
    ...object,
    dataset: overheard(object.dataset, () => asked++),
  }));
  const headers = makeHeaders(readFrames(objects), DEFAULT_OPTIONS, new Budget());
  ok(onlyVolume(headers).header.length > 0);
  return asked;
}

Deno.test("of a slice more, two values are read", () => {
  const series = (count: number) =>
    makeSeries({
      count,
      thickness: 1,
      attributes: (k) => ({ AcquisitionTime: `1010${10 + k % 9}` }),
    })
      .map(({ bytes }) => bytes);
  const [few, more] = [questions(series(20)), questions(series(120))];
  // Its position and its UID.
  equal(more - few, 2 * 100);
});

Deno.test("of a frame more, a dozen values are read", () => {
  const object = (count: number) => [
    makeEnhanced({
      positions: Array.from({ length: count }, (_, k) => [0, 0, k] as const),
      groups: "per-frame",
    }).bytes,
  ];
  const [few, more] = [questions(object(20)), questions(object(120))];
  ok(more - few <= 12 * 100, `${(more - few) / 100}`);
});
