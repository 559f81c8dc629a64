import { readFrames } from "../../lib/frames/mod.ts";
import { groupFrames } from "../../lib/volumes/group.ts";
import { deepEqual } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { collect } from "../support/objects.ts";
import { replyTo, theVolume } from "../support/reply.ts";
import { evenly } from "../support/series.ts";

const sizesOf = (others: readonly Values[]): number[] => {
  const slices = others.map((values, k) => sliceAt([0, 0, k], values));
  return groupFrames(readFrames(objectsOf(slices)).frames).map((group) => group.length);
};

Deno.test("groupFrames() separates what cannot stand in one volume", () => {
  const differing: Values[] = [
    { SeriesInstanceUID: "1.2" },
    { Rows: 5 },
    { Columns: 5 },
    { BitsAllocated: 8 },
    { PixelRepresentation: 0 },
    { SamplesPerPixel: 3, PhotometricInterpretation: "RGB" },
    { PixelSpacing: [1, 1.0001] },
    { ImageOrientationPatient: [1, 0, 0, 0, 0, -1] },
    { ImageOrientationPatient: [-1, 0, 0, 0, 1, 0] },
    {
      ImageOrientationPatient: [
        Math.cos(2e-4),
        Math.sin(2e-4),
        0,
        -Math.sin(2e-4),
        Math.cos(2e-4),
        0,
      ],
    },
  ];
  for (const values of differing) {
    deepEqual(sizesOf([{}, values, {}]), [2, 1], JSON.stringify(values));
  }
});

Deno.test("groupFrames() overlooks jitter", () => {
  deepEqual(
    sizesOf([
      {},
      { ImageOrientationPatient: [1, 3e-6, 0, -3e-6, 1, 0] },
      { PixelSpacing: [1.000001, 1] },
      { BitsStored: 12 },
    ]),
    [4],
  );
});

Deno.test("groupFrames(): two frames of reference keep frames apart", () => {
  const [a, b] = [{ FrameOfReferenceUID: "1.2" }, { FrameOfReferenceUID: "1.3" }];
  deepEqual(sizesOf([a, b, a]), [2, 1]);
  deepEqual(sizesOf([a, b]), [1, 1]);
  deepEqual(sizesOf([a, a, {}, b]), [2, 1, 1]);
  const other = { SeriesInstanceUID: "1.9", FrameOfReferenceUID: "1.4" };
  deepEqual(sizesOf([a, a, a, other]), [3, 1]);
});

Deno.test("groupFrames(): a series has one frame of reference, said or not", () => {
  const own = [..."2345"].map((n) => ({ FrameOfReferenceUID: `1.${n}` }));
  deepEqual(sizesOf(own), [4]);
  deepEqual(sizesOf([own[0]!, {}, own[0]!]), [3]);
});

Deno.test("groupFrames(): frames of reference of objects with many frames are meant", () => {
  const files = [1, 2, 3].map((n) =>
    makeEnhanced({
      name: `${n}.dcm`,
      positions: evenly([0, 0, 0], [0, 0, 3], 4),
      attributes: { FrameOfReferenceUID: `1.2.${n}` },
    })
  );
  const groups = groupFrames(readFrames(collect(files).objects).frames);
  deepEqual(groups.map((group) => group.length), [4, 4, 4]);
});

Deno.test("a frame of reference for every object is told", () => {
  for (const [step, expected] of [[1, [4, 3, 3]], [0, [4, 3, 1, 3]]] as const) {
    const slices = [0, 1, 2].map((k) =>
      sliceAt([0, 0, step * k], { FrameOfReferenceUID: `1.${k}`, InstanceNumber: k })
    );
    const { findings, sizes } = theVolume(replyTo(slices));
    deepEqual(sizes, expected);
    const found = findings.find(({ code }) => code === "frames-of-reference-differ");
    deepEqual([found!.severity, found!.framesOfReference], ["warning", 3]);
  }
});
