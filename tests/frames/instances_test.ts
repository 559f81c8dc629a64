/** Objects of one SOP Instance UID: copies are used once, everything else is used. */

import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import type { Reply } from "../../lib/reply.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { Random } from "../support/random.ts";
import { type Attributes, writeDicom } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { makeSegmentation, segment } from "../support/segmentation.ts";
import { makeSeries, type Triple } from "../support/series.ts";

type File = { readonly name: string; readonly bytes: Uint8Array };

const UID = "1.2.840.99.1";

const replyTo = (files: readonly File[]): Reply => {
  const { objects, skipped } = collect(files);
  return makeReply(objects, skipped, DEFAULT_OPTIONS);
};

const codesOf = ({ volumes }: Reply): string[][] =>
  volumes.map(({ findings }) => findings.map(({ code }) => code));

const at = (...zs: readonly number[]): Triple[] => zs.map((z) => [1, 2, z]);

const dose = (offsets: readonly number[], z = 0, others: Attributes = {}): File => ({
  name: "dose.dcm",
  bytes: writeDicom({
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2",
    SOPInstanceUID: UID,
    SeriesInstanceUID: "1.2.3",
    FrameOfReferenceUID: "1.2.4",
    Modality: "RTDOSE",
    NumberOfFrames: offsets.length,
    Rows: 3,
    Columns: 4,
    BitsAllocated: 16,
    PixelRepresentation: 0,
    ImagePositionPatient: [0, 0, z],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [2, 2],
    GridFrameOffsetVector: offsets,
    DoseGridScaling: 0.001,
    ...others,
  }),
});

const liver = makeSegmentation({
  frames: [[[0, 0, 0], 1], [[0, 0, 1], 1], [[0, 0, 2], 1]],
  segments: [segment(1, { SegmentLabel: "liver" })],
  attributes: { SOPInstanceUID: UID },
});

const names = ({ volumes }: Reply): string[] =>
  volumes.flatMap(({ segments = [] }) => segments.map(({ name }) => name));

Deno.test("two segmentations under one UID keep all of their segments", () => {
  const others = [
    // Another segment, on more planes.
    makeSegmentation({
      frames: [0, 1, 2, 3, 4].map((z) => [[0, 0, z], 2] as const),
      segments: [segment(2, { SegmentLabel: "spleen" })],
      attributes: { SOPInstanceUID: UID },
    }),
    // The same number on the same planes, under another label.
    makeSegmentation({
      frames: [[[0, 0, 0], 1], [[0, 0, 1], 1], [[0, 0, 2], 1]],
      segments: [segment(1, { SegmentLabel: "spleen" })],
      attributes: { SOPInstanceUID: UID },
    }),
    // The last plane lies elsewhere, the first two do not.
    makeSegmentation({
      frames: [[[0, 0, 0], 1], [[0, 0, 1], 1], [[0, 0, 4], 1]],
      segments: [segment(1, { SegmentLabel: "spleen" })],
      attributes: { SOPInstanceUID: UID },
    }),
  ];
  for (const other of others) {
    const reply = replyTo([liver, other]);
    deepEqual(names(reply), ["liver", "spleen"]);
    deepEqual(reply.skipped, []);
    for (const codes of codesOf(reply)) {
      ok(codes.includes("uid-repeated"));
      ok(!codes.includes("duplicate-instances"));
    }
  }
  const same = replyTo([liver, liver]);
  deepEqual(names(same), ["liver"]);
  ok(codesOf(same)[0]!.includes("duplicate-instances"));
  ok(!codesOf(same)[0]!.includes("uid-repeated"));
});

Deno.test("two doses under one UID are two volumes, each with its own frames", () => {
  const reply = replyTo([dose([0, 2, 4]), dose([0, 2, 4, 6])]);
  deepEqual(reply.volumes.map(({ sizes }) => sizes), [[4, 3, 3], [4, 3, 4]]);
  ok(codesOf(reply).every((codes) => codes.includes("uid-repeated")));
  // As many frames, from the same first one, and other offsets.
  const apart = replyTo([dose([0, 2, 4]), dose([0, 3, 6])]);
  deepEqual(apart.volumes.map(({ geometry }) => geometry.directions[2]), [[0, 0, 2], [0, 0, 3]]);
});

Deno.test("three angiographic volumes under one UID, without times", () => {
  const volume = (zs: readonly number[], others: Attributes = {}) =>
    makeEnhanced({
      positions: at(...zs),
      attributes: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.13.1.1",
        SOPInstanceUID: UID,
        Modality: "XA",
        ...others,
      },
    });
  const { volumes, refused } = replyTo([
    volume([0, 1, 2], { SeriesInstanceUID: "1.1" }),
    volume([0, 1, 2], { SeriesInstanceUID: "1.2" }),
    volume([0, 1, 2, 3], { SeriesInstanceUID: "1.3" }),
  ]);
  deepEqual(volumes.map(({ sizes }) => sizes.at(-1)), [3, 3, 4]);
  deepEqual(refused, []);
});

Deno.test("slices that an anonymiser gave one UID are told, with how many", () => {
  const series = makeSeries({ count: 4, attributes: { SOPInstanceUID: UID } });
  const { volumes: [volume] } = replyTo([...series, series[1]!]);
  equal(volume!.sizes[2], 4);
  const finding = volume!.findings.find(({ code }) => code === "uid-repeated");
  equal(finding?.["objects"], 4);
  equal(volume!.findings.find(({ code }) => code === "duplicate-instances")?.["copies"], 1);
  const own = replyTo(makeSeries({ count: 4 }));
  ok(!codesOf(own)[0]!.includes("uid-repeated"));
});

/** Objects made by kind; each changed in one thing, or in none. */
interface World {
  readonly kind: string;
  readonly change: string;
  readonly first: File;
  readonly second: File;
}

function classicWorld(random: Random): World {
  const changes: readonly (readonly [string, Attributes])[] = [
    ["none", {}],
    ["position", { ImagePositionPatient: ["0", "0", String(1 + random.below(9))] }],
    ["spacing", { PixelSpacing: [1, 1 + random.next()] }],
    ["columns", { Columns: 9 }],
    ["echo", { EchoTime: 20 + random.below(9) }],
    ["content time", { "00080033": { vr: "TM", value: "120001" } }],
    ["series", { SeriesInstanceUID: "1.2.77" }],
    ["kernel", { "00181210": { vr: "SH", value: "B70f" } }],
    // What tells no images apart: a copy that came through another archive.
    ["none: manufacturer", { "00080070": { vr: "LO", value: "x" } }],
  ];
  const [change, attributes] = random.of(changes);
  const common = { SOPInstanceUID: UID, SeriesInstanceUID: "1.2.3", FrameOfReferenceUID: "1.2.4" };
  const make = (others: Attributes): File =>
    makeSeries({ positions: [[0, 0, 0]], attributes: { ...common, ...others } })[0]!;
  return { kind: "classic", change, first: make({}), second: make(attributes) };
}

function enhancedWorld(random: Random): World {
  const count = 2 + random.below(6);
  const zs = Array.from({ length: count }, (_, k) => k);
  const moved = zs.with(1 + random.below(count - 1), 50 + random.below(50));
  const echo = (from: number) => (k: number): Attributes => ({
    MREchoSequence: [{ EffectiveEchoTime: k < from ? 10 : 20 }],
  });
  const options = { positions: at(...zs), frame: echo(99), attributes: { SOPInstanceUID: UID } };
  const changes = [
    ["none", options],
    ["a later position", { ...options, positions: at(...moved) }],
    ["one frame more", { ...options, positions: at(...zs, count) }],
    ["a later echo", { ...options, frame: echo(1 + random.below(count - 1)) }],
    ["orientation", { ...options, orientation: [1, 0, 0, 0, 0, 1] }],
  ] as const;
  const [change, other] = random.of(changes);
  return {
    kind: "enhanced",
    change,
    first: makeEnhanced(options),
    second: makeEnhanced(other),
  };
}

function doseWorld(random: Random): World {
  const offsets = Array.from({ length: 2 + random.below(5) }, (_, k) => 2 * k);
  const [change, second] = random.of(
    [
      ["none", dose(offsets)],
      ["offsets", dose(offsets.with(-1, 99))],
      ["one offset more", dose([...offsets, 100])],
      ["position", dose(offsets, 7)],
      ["scaling", dose(offsets, 0, { DoseGridScaling: 0.002 })],
    ] as const,
  );
  return { kind: "dose", change, first: dose(offsets), second };
}

function segmentationWorld(random: Random): World {
  const count = 2 + random.below(4);
  const frames = Array.from({ length: count }, (_, k) => [[0, 0, k] as Triple, 1 + k % 2] as const);
  const make = (others: Partial<Parameters<typeof makeSegmentation>[0]>): File =>
    makeSegmentation({ frames, attributes: { SOPInstanceUID: UID }, ...others });
  const both = [segment(1), segment(2)];
  const changes = [
    ["none", {}],
    ["segments of frames", { frames: frames.map(([p, s]) => [p, 3 - s] as const), segments: both }],
    ["a label", { segments: [segment(1), segment(2, { SegmentLabel: "other" })] }],
    ["a frame less", { frames: frames.slice(0, -1), segments: both }],
  ] as const;
  const [change, others] = random.of(changes);
  return {
    kind: "segmentation",
    change,
    first: make({ segments: both }),
    second: make({ segments: both, ...others }),
  };
}

Deno.test("random pairs under one UID: copies once, different objects both", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const random = new Random(seed);
    const make = random.of([classicWorld, enhancedWorld, doseWorld, segmentationWorld]);
    const { kind, change, first, second } = make(random);
    seen.add(`${kind} ${change}`);
    const { objects } = collect([first, second]);
    const { frames, frameless } = readFrames(objects);
    const what = `seed ${seed}: ${kind}, ${change}`;
    const copy = change.startsWith("none");
    deepEqual(frameless.map(({ reason }) => reason), copy ? ["duplicate-instance"] : [], what);
    deepEqual(new Set(frames.map(({ object }) => object.given)).size, copy ? 1 : 2, what);
    equal(frames.every(({ remarks }) => remarks?.includes("uid-repeated") === true), !copy, what);
  }
  equal(seen.size, 23);
});
