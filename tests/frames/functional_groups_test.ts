import type { Keyword } from "../../lib/dicom/attributes.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { frameDatasets } from "../../lib/frames/functional_groups.ts";
import { deepEqual, equal } from "../assert.ts";
import { datasetOf, type Values } from "../support/dataset.ts";

const framesOf = (frames: readonly Values[], shared?: Values, top: Values = {}): Dataset[] =>
  frameDatasets(datasetOf({
    ...top,
    ...(shared ? { SharedFunctionalGroupsSequence: [shared] } : {}),
    PerFrameFunctionalGroupsSequence: frames,
  }));

const thicknesses = (...values: Parameters<typeof framesOf>): (readonly number[])[] =>
  framesOf(...values).map((frame) => frame.numbers("SliceThickness"));

Deno.test("frameDatasets(): the frame's own group answers first, then the shared one, then the top level", () => {
  const own = { PixelMeasuresSequence: [{ SliceThickness: 1 }] };
  const shared = { PixelMeasuresSequence: [{ SliceThickness: 2 }] };
  const top = { SliceThickness: 3 };
  deepEqual(thicknesses([own, {}], shared, top), [[1], [2]]);
  deepEqual(thicknesses([own, {}], undefined, top), [[1], [3]]);
  deepEqual(thicknesses([own, {}], shared), [[1], [2]]);
  deepEqual(thicknesses([own, {}]), [[1], []]);
  deepEqual(thicknesses([], shared, top), []);
});

Deno.test("frameDatasets(): an empty value counts as none, wherever it stands", () => {
  const empty = { PixelMeasuresSequence: [{ SliceThickness: [] }] };
  deepEqual(thicknesses([empty], empty, { SliceThickness: 3 }), [[3]]);
  deepEqual(thicknesses([{ PixelMeasuresSequence: [] }], empty, { SliceThickness: 3 }), [[3]]);
});

Deno.test("frameDatasets(): an attribute counts in its own macro alone", () => {
  const stray = { FrameContentSequence: [{ SliceThickness: 1 }] };
  deepEqual(thicknesses([stray], {}, { SliceThickness: 3 }), [[3]]);
});

Deno.test("frameDatasets(): sequences within sequences, and sequences themselves", () => {
  const [first, second] = framesOf([
    {
      MRDiffusionSequence: [{
        DiffusionBValue: 1000,
        DiffusionDirectionality: "DIRECTIONAL",
        DiffusionGradientDirectionSequence: [{ DiffusionGradientOrientation: [0, 0.6, 0.8] }],
        DiffusionBMatrixSequence: [{ DiffusionBValueXX: 0, DiffusionBValueYZ: 480 }],
      }],
    },
    { MRDiffusionSequence: [{ DiffusionBValue: 0, DiffusionDirectionality: "NONE" }] },
  ]) as [Dataset, Dataset];
  deepEqual(first.numbers("DiffusionBValue"), [1000]);
  deepEqual(first.numbers("DiffusionGradientOrientation"), [0, 0.6, 0.8]);
  deepEqual(first.numbers("DiffusionBValueYZ"), [480]);
  const [direction] = first.items("DiffusionGradientDirectionSequence");
  deepEqual(direction!.numbers("DiffusionGradientOrientation"), [0, 0.6, 0.8]);
  equal(first.items("MRDiffusionSequence").length, 1);
  deepEqual(second.numbers("DiffusionBValue"), [0]);
  deepEqual(second.numbers("DiffusionGradientOrientation"), []);
  equal(second.has("DiffusionGradientOrientation"), false);
});

Deno.test("frameDatasets(): Image Type is the frame's own type, in whichever macro its modality has", () => {
  const top = { ImageType: ["ORIGINAL", "PRIMARY", "MIXED", "NONE"] };
  const frameType = ["DERIVED", "PRIMARY", "PHASE", "NONE"];
  const macros: Keyword[] = [
    "MRImageFrameTypeSequence",
    "CTImageFrameTypeSequence",
    "PETFrameTypeSequence",
    "XRay3DFrameTypeSequence",
    "ParametricMapFrameTypeSequence",
    "USImageDescriptionSequence",
    "PhotoacousticImageFrameTypeSequence",
  ];
  for (const macro of macros) {
    const group = { [macro]: [{ FrameType: frameType }] };
    for (const [frame] of [framesOf([group], {}, top), framesOf([{}], group, top)]) {
      deepEqual(frame!.strings("ImageType"), frameType, macro);
      deepEqual(frame!.strings("FrameType"), frameType, macro);
    }
  }
  const [frame] = framesOf([{ CTImageFrameTypeSequence: [{}] }], {}, top);
  deepEqual(frame!.strings("ImageType"), top.ImageType);
  deepEqual(frame!.strings("FrameType"), []);
});

Deno.test("frameDatasets(): what a conversion from classic objects could not assign to a macro", () => {
  const [first, second] = framesOf(
    [
      { UnassignedPerFrameConvertedAttributesSequence: [{ InstanceNumber: 7, TriggerTime: 40 }] },
      {},
    ],
    { UnassignedSharedConvertedAttributesSequence: [{ TriggerTime: 20, EchoTime: 5 }] },
    { InstanceNumber: 1 },
  ) as [Dataset, Dataset];
  const values = (frame: Dataset) =>
    (["InstanceNumber", "TriggerTime", "EchoTime"] as const).map((k) => frame.numbers(k)[0]);
  deepEqual(values(first), [7, 40, 5]);
  deepEqual(values(second), [1, 20, 5]);
});

Deno.test("frameDatasets(): presence and raw bytes are looked up the same way", () => {
  const bytes = new Uint8Array([1, 2]);
  const [frame] = framesOf(
    [{ FrameContentSequence: [{ StackID: [] }] }],
    { UnassignedSharedConvertedAttributesSequence: [{ PixelData: bytes }] },
    { Rows: 3 },
  );
  deepEqual(
    (["StackID", "PixelData", "Rows", "Columns"] as const).map((k) => frame!.has(k)),
    [true, true, true, false],
  );
  equal(frame!.bytes("PixelData"), bytes);
  equal(frame!.bytes("FloatPixelData"), undefined);
});

Deno.test("frameDatasets() reads no macro before it is asked for", () => {
  const read: Keyword[] = [];
  const watch = (dataset: Dataset): Dataset => ({
    ...dataset,
    items: (keyword) => {
      read.push(keyword);
      return dataset.items(keyword).map(watch);
    },
  });
  const [, second] = frameDatasets(watch(datasetOf({
    PerFrameFunctionalGroupsSequence: [{}, { MREchoSequence: [{ EffectiveEchoTime: 30 }] }],
  })));
  deepEqual(read, ["SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"]);
  deepEqual(second!.numbers("EffectiveEchoTime"), [30]);
  equal(read.filter((keyword) => keyword === "MREchoSequence").length, 1);
});
