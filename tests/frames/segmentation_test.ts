import type { UnplacedFrame } from "../../lib/frames/frame.ts";
import { segmentation } from "../../lib/frames/segmentation.ts";
import { deepEqual, equal, nearAll, ok, throws } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { type Encoding, TRANSFER_SYNTAXES } from "../support/dicom_writer.ts";
import type { EnhancedFile } from "../support/enhanced.ts";
import { collect } from "../support/objects.ts";
import { refusedWith } from "../support/reply.ts";
import {
  code,
  makeSegmentation,
  segment,
  type SegmentationOptions,
} from "../support/segmentation.ts";
import { planesOf } from "../support/truth.ts";

function framesOf(file: EnhancedFile): readonly UnplacedFrame[] {
  const [object] = collect([file]).objects;
  const frames = segmentation.frames(object!);
  ok(frames, "no segmentation");
  return frames;
}

const read = (options: SegmentationOptions) => framesOf(makeSegmentation(options));

const utf8 = (text: string) => ({ vr: "LO", value: new TextEncoder().encode(text) });

Deno.test("segmentation: frames have a plane and a segment in every encoding", () => {
  for (const transferSyntax of Object.keys(TRANSFER_SYNTAXES)) {
    const frames = read({
      frames: [[[1, 2, 3], 1], [[1, 2, 5.5], 1], [[1, 2, 3], 2]],
      transferSyntax: transferSyntax as NonNullable<Encoding["transferSyntax"]>,
    });
    deepEqual(frames.map(({ number }) => number), [0, 1, 2], transferSyntax);
    deepEqual(frames.map(({ plane }) => plane.position), [[1, 2, 3], [1, 2, 5.5], [1, 2, 3]]);
    deepEqual(frames.map((frame) => frame.segmentation!.segment), [1, 1, 2]);
    equal(new Set(frames.map((frame) => frame.segmentation!.of)).size, 1);
    equal(frames[0]!.segmentation!.of.type, "BINARY");
  }
});

Deno.test("segmentation: segments with all that is said of them", () => {
  const [frame] = read({
    frames: [[[0, 0, 0], 1]],
    referencedSeries: "1.2.3",
    segments: [
      segment(1, {
        SegmentLabel: "Lesion",
        SegmentAlgorithmType: "SEMIAUTOMATIC",
        RecommendedDisplayCIELabValue: [34886, 53484, 50172],
        SegmentedPropertyCategoryCodeSequence: [code("SCT", "49755003", "Abnormal Structure")],
        SegmentedPropertyTypeCodeSequence: [{
          ...code("SCT", "4147007", "Mass"),
          SegmentedPropertyTypeModifierCodeSequence: [code("SCT", "86049000", "Primary")],
        }],
        AnatomicRegionSequence: [{
          ...code("SCT", "23451007", "Adrenal gland"),
          AnatomicRegionModifierSequence: [code("SCT", "24028007", "Right")],
        }],
      }),
      { SegmentNumber: 2, SegmentLabel: "Bare" },
      segment(3, {
        SegmentedPropertyTypeCodeSequence: [{
          LongCodeValue: { vr: "UC", value: "621566751000087104621566751000087104" },
          CodingSchemeDesignator: "99X",
          CodeMeaning: "Long",
        }],
      }),
    ],
  });
  const { segments, referencedSeries, mayOverlap } = frame!.segmentation!.of;
  deepEqual(referencedSeries, ["1.2.3"]);
  equal(mayOverlap, true);
  const [lesion, bare, long] = segments;
  const { color, ...rest } = lesion!;
  nearAll(color!, [1, 0, 0], 0.5 / 255);
  const coded = (scheme: string, value: string, meaning: string) => ({ scheme, value, meaning });
  deepEqual(rest, {
    number: 1,
    label: "Lesion",
    category: coded("SCT", "49755003", "Abnormal Structure"),
    type: coded("SCT", "4147007", "Mass"),
    typeModifier: coded("SCT", "86049000", "Primary"),
    region: coded("SCT", "23451007", "Adrenal gland"),
    regionModifier: coded("SCT", "24028007", "Right"),
    algorithmType: "SEMIAUTOMATIC",
  });
  equal(bare!.label, "Bare");
  equal(bare!.type, undefined);
  equal(long!.type!.value, "621566751000087104621566751000087104");
});

Deno.test("segmentation: labels in UTF-8 and in Latin-1", () => {
  const labelOf = (label: unknown) =>
    read({
      frames: [[[0, 0, 0], 1]],
      segments: [segment(1, { SegmentLabel: label as ReturnType<typeof utf8> })],
    })[0]!.segmentation!.of.segments[0]!.label;
  equal(labelOf(utf8("Läsion 肝臓")), "Läsion 肝臓");
  equal(labelOf({ vr: "LO", value: new Uint8Array([0x4c, 0xe4, 0x73]) }), "Läs");
});

Deno.test("segmentation: whether segments may overlap", () => {
  const mayOverlap = (options: Partial<SegmentationOptions>) =>
    read({ frames: [[[0, 0, 0], 1]], ...options })[0]!.segmentation!.of.mayOverlap;
  equal(mayOverlap({}), true);
  equal(mayOverlap({ overlap: "YES" }), true);
  equal(mayOverlap({ overlap: "UNDEFINED" }), true);
  equal(mayOverlap({ overlap: "NO" }), false);
  equal(mayOverlap({ type: "LABELMAP", frames: [[[0, 0, 0]]] }), false);
});

Deno.test("segmentation: the background of a label map is no segment", () => {
  const numbersOf = (attributes: SegmentationOptions["attributes"]) =>
    read({
      type: "LABELMAP",
      frames: [[[0, 0, 0]], [[0, 0, 1]]],
      segments: [
        segment(0),
        segment(3),
        segment(7, {
          SegmentedPropertyTypeCodeSequence: [code("DCM", "125040", "Background")],
        }),
        segment(9),
      ],
      ...(attributes ? { attributes } : {}),
    })[0]!.segmentation!.of.segments.map(({ number }) => number);
  deepEqual(numbersOf(undefined), [3, 9]);
  deepEqual(numbersOf({ PixelPaddingValue: 9 }), [3]);
});

Deno.test("segmentation: a segment that nobody describes is one all the same", () => {
  const [frame] = read({ frames: [[[0, 0, 0], 5], [[0, 0, 0], 2]], segments: [segment(2)] });
  const { segments } = frame!.segmentation!.of;
  deepEqual(segments.map(({ number, label }) => [number, label]), [[2, "Organ 2"], [5, undefined]]);
});

Deno.test("segmentation: an object is one by its class, or by its segments if it names none", () => {
  const accepted = (SOPClassUID: string | undefined, segments: boolean) => {
    const file = makeSegmentation({
      frames: [[[0, 0, 0], 1]],
      attributes: { SOPClassUID, ...(segments ? {} : { SegmentSequence: undefined }) },
    });
    return segmentation.frames(collect([file]).objects[0]!) !== undefined;
  };
  const storage = "1.2.840.10008.5.1.4.1.1";
  equal(accepted(`${storage}.66.4`, false), true);
  equal(accepted(`${storage}.66.7`, true), true);
  equal(accepted(undefined, true), true);
  equal(accepted(undefined, false), false);
  equal(accepted(`${storage}.4.1`, true), false);
});

Deno.test("segmentation: what cannot be read is refused", () => {
  const refused = (options: SegmentationOptions, error: string, message: RegExp) =>
    throws(() => read(options), refusedWith(error, message));
  const frames = [[[0, 0, 0], 1]] as const;
  refused({ frames, type: "SURFACE" }, "unsupported-object", /0062,0001/);
  refused({ frames: [[[0, 0, 0]]] }, "unsupported-object", /frame 1 .*0062,000B/);
  refused(
    { frames, segments: [segment(1), segment(1)] },
    "unsupported-object",
    /segment 1 is described twice/,
  );
  refused({ frames, segments: [{ SegmentLabel: "x" }] }, "unsupported-object", /0062,0004/);
  refused({ frames, attributes: { TotalPixelMatrixColumns: 50 } }, "no-geometry", /whole-slide/);
  refused({ frames, attributes: { NumberOfFrames: 2 } }, "bad-frame-count", /2/);
});

const sets = new Set(corpusSets().map(({ id }) => id));

for (const id of ["seg_liver", "seg_23x38x3", "seg_highdicom"].filter((id) => sets.has(id))) {
  Deno.test(`${id}: frames lie where their functional groups say`, async () => {
    for (const file of await corpusFiles(id)) {
      const truth = planesOf(file.bytes);
      if (truth.length === 0) {
        throws(() => framesOf(file), refusedWith("no-geometry"), file.name);
        continue;
      }
      const frames = framesOf(file);
      equal(frames.length, truth.length, file.name);
      frames.forEach(({ plane }, k) => {
        deepEqual(plane.position, truth[k]!.position);
        deepEqual(plane.row.map((c) => c * plane.columnSpacing), truth[k]!.columnStep);
        deepEqual(plane.column.map((c) => c * plane.rowSpacing), truth[k]!.rowStep);
        deepEqual([plane.columns, plane.rows], [truth[k]!.columns, truth[k]!.rows]);
      });
    }
  });
}
