/**
 * What cannot differ from the frame before is not read again. That spares work and changes no answer:
 * headers read together answer as headers of which nobody knows what they have in common.
 */

import { Budget } from "../../lib/budget.ts";
import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import { HeaderCollector } from "../../lib/dicom/collector.ts";
import type { Dataset, DicomObject } from "../../lib/dicom/dataset.ts";
import { HeaderStore } from "../../lib/dicom/header_store.ts";
import { isHeaderError } from "../../lib/errors.ts";
import { type Frame, telling } from "../../lib/frames/frame.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { MAIN_ORIENTATIONS, type StatedGeometry } from "../../lib/frames/stated_place.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { makeHeaders, onlyVolume, type Reply, replyOf } from "../../lib/reply.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { type Attributes, type Value, writeDicom } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { fc } from "../support/property.ts";
import { makeSeries } from "../support/series.ts";

/** Headers of one request: what they have in common is kept once. */
function together(files: readonly Uint8Array[]): DicomObject[] {
  const store = new HeaderStore();
  return files.map((bytes, given) => {
    const collector = new HeaderCollector({}, store);
    collector.push(bytes);
    return { given, ...collector.finish() };
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

/** All that is made of objects, and their frames by themselves. */
function answer(
  objects: readonly DicomObject[],
  options: Partial<HeaderOptions>,
  stated: StatedGeometry = {},
): { readonly frames: readonly unknown[]; readonly reply?: Reply; readonly error?: unknown } {
  const found = readFrames(objects, [], DEFAULT_LIMITS, stated);
  const frames = found.frames.map(({ object, attributes: _, varying: __, ...frame }) => ({
    ...frame,
    given: object.given,
  }));
  try {
    const headers = makeHeaders(found, { ...DEFAULT_OPTIONS, ...options }, new Budget());
    return { frames, reply: replyOf(headers) };
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    const { code, message, details } = error;
    return { frames, error: { code, message, details } };
  }
}

/** What frames are known to say, they say. */
function checkTelling(objects: readonly DicomObject[]): void {
  const { frames } = readFrames(objects);
  for (const alike of Map.groupBy(frames, ({ varying }) => varying).values()) {
    for (const keyword of Object.keys(ATTRIBUTES) as Keyword[]) {
      if (telling(alike, keyword).length === alike.length) continue;
      for (const ask of ["strings", "numbers", "has"] as const) {
        const said = alike.map(({ attributes, object }) =>
          JSON.stringify([attributes[ask](keyword), object.dataset[ask](keyword)])
        );
        equal(new Set(said).size, 1, `${ask} ${keyword}`);
      }
    }
  }
}

/** Objects answer as if nobody knew what they have in common; what they answer. */
function checkAnswer(
  files: readonly Uint8Array[],
  options: Partial<HeaderOptions> = {},
  stated: StatedGeometry = {},
): ReturnType<typeof answer> {
  const objects = together(files);
  checkTelling(objects);
  const strangers = objects.map((object) => ({ ...object, dataset: apart(object.dataset) }));
  const found = answer(objects, options, stated);
  deepEqual(found, answer(strangers, options, stated));
  return found;
}

/** Some options that lead other ways. */
const options = fc.constantFrom<Partial<HeaderOptions>>(
  {},
  { order: "given" },
  { uneven: "split" },
  { axis4: "none", uneven: "accept" },
);

const changes = (keywords: readonly string[], most: number, maxLength: number) =>
  fc.array(
    fc.record({
      keyword: fc.constantFrom(...keywords),
      choice: fc.nat({ max: most }),
      stays: fc.boolean(),
    }),
    { maxLength },
  );

/** What slices have in common at first; then other values of some attributes, for one or from one on. */
const series = (keywords: readonly string[], most: number) =>
  fc.tuple(
    changes(keywords, most, 5),
    fc.array(changes(keywords, most, 2), { minLength: 2, maxLength: 8 }),
  );

type Changes = ReturnType<typeof changes> extends fc.Arbitrary<infer T> ? T : never;

/** What each says: the first value of everything, but for the changes. */
function varied(
  values: Readonly<Record<string, readonly Value[]>>,
  [first, all]: readonly [Changes, readonly Changes[]],
): Attributes[] {
  const pick = (some: Changes): Attributes =>
    Object.fromEntries(some.map(({ keyword, choice }) => {
      const choices = values[keyword]!;
      return [keyword, choices[choice % choices.length]];
    }));
  let usual: Attributes = {
    ...Object.fromEntries(Object.entries(values).map(([keyword, [value]]) => [keyword, value])),
    ...pick(first),
  };
  return all.map((own) => {
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
  GridFrameOffsetVector: [undefined, "0", "1"],
  ImageOrientationPatient: ["1\\0\\0\\0\\1\\0", "0\\1\\0\\0\\0\\-1", "1\\0\\0\\0\\1.0\\0", "1\\0"],
  PixelSpacing: ["1\\1", "1\\2", "1.0\\1", "", undefined],
  // Nominal Scanned Pixel Spacing.
  "00182010": [undefined, { vr: "DS", value: ["1", "1"] }],
  Rows: [6, 7, 0],
  Columns: [8],
  BitsAllocated: [16, 8],
  PixelRepresentation: [0, 1, undefined],
  PhotometricInterpretation: ["MONOCHROME2", "PALETTE COLOR"],
};

/** Positions besides that of the slice's place. */
const POSITIONS: readonly Value[] = ["", "1\\2", "0\\0\\0", "0\\0\\x", "0\\0\\2.0"];

const stated = fc.constantFrom<StatedGeometry>(
  {},
  {},
  { step: 2 },
  { plane: { position: [0, 0, 0] } },
  { plane: { orientation: MAIN_ORIENTATIONS.axial } },
);

Deno.test("slices answer as if nobody knew what they have in common", () => {
  const values = { ...CLASSIC, ImagePositionPatient: [undefined, ...POSITIONS] };
  fc.assert(
    fc.property(
      series(Object.keys(values), 5),
      options,
      stated,
      fc.boolean(),
      (all, options, stated, meta) => {
        const files = varied(values, all).map((attributes, k) =>
          writeDicom({
            ...attributes,
            SOPInstanceUID: `1.9.${k % 7}`,
            ImagePositionPatient: attributes["ImagePositionPatient"] ?? `0\\0\\${k}`,
          }, { pixelBytes: 2, meta })
        );
        checkAnswer(files, options, stated);
      },
    ),
    { numRuns: 500 },
  );
});

const GROUPS: Readonly<Record<string, readonly Value[]>> = {
  FrameContentSequence: [
    [{ StackID: "1", InStackPositionNumber: 1 }],
    [{ StackID: "1", TemporalPositionIndex: 2 }],
    [{ StackID: "2" }],
    undefined,
  ],
  PlanePositionSequence: [
    undefined,
    [{ ImagePositionPatient: "" }],
    [{ ImagePositionPatient: [0, 0] }],
    [{ ImagePositionPatient: [0, 0, 3] }],
    [{}],
  ],
  PlaneOrientationSequence: [
    [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
    [{ ImageOrientationPatient: [0, 1, 0, 0, 0, -1] }],
    undefined,
  ],
  PixelMeasuresSequence: [
    [{ PixelSpacing: [1, 1], SliceThickness: 1 }],
    [{ PixelSpacing: [1, 1], SliceThickness: 2 }],
    [{ PixelSpacing: [2, 2], SliceThickness: 1 }],
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
  ImagePositionPatient: [undefined, "0\\0\\5", "0\\0\\6"],
  PixelSpacing: [undefined, "1\\1"],
  FrameType: [undefined, "ORIGINAL\\PRIMARY\\M", "ORIGINAL\\PRIMARY\\P"],
  EchoTime: [undefined, 10, 20],
};

Deno.test("frames answer as if nobody knew what they have in common", () => {
  fc.assert(
    fc.property(
      series(Object.keys(GROUPS), 4),
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
      options,
      (all, isShared, cut, options) => {
        const groups = varied(GROUPS, all);
        // Of one object, or of two, the second of which begins anew.
        const files = [groups.slice(0, cut), groups.slice(cut)].flatMap((own, n) =>
          own.length === 0 ? [] : [
            makeEnhanced({
              positions: own.map((_, k) => [0, 0, k + n * cut]),
              frame: (k) => ({
                ...own[k]!,
                PlanePositionSequence: own[k]!["PlanePositionSequence"] ??
                  [{ ImagePositionPatient: [0, 0, k + n * cut] }],
              }),
              shared: isShared
                ? { PixelMeasuresSequence: [{ PixelSpacing: [3, 3] }], PixelSpacing: [4, 4] }
                : {},
              attributes: { EchoTime: n },
            }).bytes,
          ]
        );
        checkAnswer(files, options);
      },
    ),
    { numRuns: 500 },
  );
});

/** The findings of the first volume. */
function findingsOf({ reply }: ReturnType<typeof answer>): string[] {
  return reply!.volumes[0]!.findings.map(({ code }) => code);
}

const slicesWith = (attributes: (k: number) => Attributes, count = 3): Uint8Array[] =>
  makeSeries({ count, attributes }).map(({ bytes }) => bytes);

Deno.test("a slice that says of itself alone what a caller states is no slice like the one before", () => {
  const slices = slicesWith((k) => ({
    PixelSpacing: undefined,
    ImagePositionPatient: [0, 0, k],
  }));
  const plane = { position: [0, 0, 0], spacing: { rowSpacing: 1, columnSpacing: 1 } } as const;
  const { frames } = checkAnswer(slices, {}, { plane });
  // The others contradict the position that is stated.
  equal(frames.length, 1);
});

Deno.test("a slice of another class is asked of by all families", () => {
  const slices = makeSeries({
    count: 3,
    // Without the class in front, where it would differ, too.
    meta: false,
    attributes: (k) => ({ SOPClassUID: `1.2.840.10008.5.1.4.1.1.${k === 1 ? 20 : 2}` }),
  });
  equal(checkAnswer(slices.map(({ bytes }) => bytes)).frames.length, 2);
});

Deno.test("a slice that Image Type alone makes one of another family is asked of by all families", () => {
  for (const type of ["VFRAME", "MOSAIC"]) {
    for (const odd of [1, 2, 3]) {
      const files = makeSeries({
        count: 4,
        attributes: (k) => ({
          ImageType: ["ORIGINAL", "PRIMARY", "M", k === odd ? type : "ND"],
          "00651051": { vr: "SQ", value: [{ ImagePositionPatient: [9, 9, 9] }] },
        }),
      });
      const { frames } = checkAnswer(files.map(({ bytes }) => bytes));
      const positions = (frames as Frame[]).map(({ plane }) => plane.position);
      // The grid says where its slice lies; of the mosaic it is not known how many slices it has.
      const expected = [[0, 0, 0], [0, 0, 1], [0, 0, 2], [0, 0, 3]];
      expected.splice(odd, 1, ...(type === "VFRAME" ? [[9, 9, 9]] : []));
      deepEqual(positions, expected);
    }
  }
});

Deno.test("parts of an image are counted, although they have its UID in common", () => {
  const slices = slicesWith((k) => ({
    ConcatenationUID: "1.2.3",
    InConcatenationNumber: [1, 2, 4][k]!,
    InConcatenationTotalNumber: 5,
  }));
  const found = checkAnswer(slices);
  ok(findingsOf(found).includes("concatenation-incomplete"));
  const { findings } = found.reply!.volumes[0]!;
  equal(findings.find(({ code }) => code === "concatenation-incomplete")!["missing"], 2);
});

Deno.test("objects of many frames are stacks by themselves, although they say the same", () => {
  const objects = [0, 1].map((n) =>
    writeDicom({
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.20",
      SOPInstanceUID: `1.9.${n}`,
      ImageType: "ORIGINAL\\PRIMARY\\RECON TOMO\\EMISSION",
      NumberOfFrames: 4,
      SpacingBetweenSlices: 2,
      ImagePositionPatient: [0, 0, n],
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
      PixelSpacing: [1, 1],
      Rows: 2,
      Columns: 2,
      BitsAllocated: 16,
      PixelRepresentation: 0,
    }, { pixelBytes: 32 })
  );
  const { reply } = checkAnswer(objects);
  deepEqual(reply!.volumes.map(({ sizes }) => sizes[2]), [4, 4]);
});

Deno.test("a position in its macro behind one outside of it is not remarked", () => {
  const object = makeEnhanced({
    positions: [[0, 0, 0], [0, 0, 1]],
    frame: (k) => ({
      ImagePositionPatient: "0\\0\\0",
      PlanePositionSequence: [{ ImagePositionPatient: k === 0 ? "" : "0\\0\\1" }],
    }),
  });
  const { frames } = checkAnswer([object.bytes]);
  deepEqual(
    frames.map((frame) => (frame as { remarks?: unknown }).remarks),
    [["plane-outside-macros"], undefined],
  );
});

Deno.test("a position in the patient behind one in a volume is in the patient", () => {
  const inVolume = {
    PlanePositionVolumeSequence: [{ ImagePositionVolume: [0, 0, 0] }],
    PlaneOrientationVolumeSequence: [{ ImageOrientationVolume: [1, 0, 0, 0, 1, 0] }],
  };
  const object = makeEnhanced({
    positions: [[0, 0, 0], [0, 0, 1]],
    frame: (k) => ({
      ...inVolume,
      PlanePositionSequence: k === 0 ? [{}] : [{ ImagePositionPatient: [0, 0, 1] }],
    }),
  });
  const { frames } = checkAnswer([object.bytes]);
  deepEqual(
    frames.map((frame) => (frame as { coordinates?: unknown }).coordinates),
    ["volume", undefined],
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
  const slices = (count: number) =>
    makeSeries({
      count,
      thickness: 1,
      attributes: (k) => ({ AcquisitionTime: `1010${10 + k % 9}`, SliceLocation: k }),
    })
      .map(({ bytes }) => bytes);
  const [few, more] = [questions(slices(20)), questions(slices(120))];
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
