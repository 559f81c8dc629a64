import { readFrames } from "../../lib/frames/mod.ts";
import { groupFrames } from "../../lib/volumes/group.ts";
import { fc } from "../support/property.ts";
import { deepEqual, equal, ok } from "../assert.ts";
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
        Math.cos(2e-3),
        Math.sin(2e-3),
        0,
        -Math.sin(2e-3),
        Math.cos(2e-3),
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

/** A plane turned about its normal and its row, radians. */
const turned = (about: number, tilt: number): number[] => [
  Math.cos(about),
  Math.sin(about),
  0,
  -Math.sin(about) * Math.cos(tilt),
  Math.cos(about) * Math.cos(tilt),
  Math.sin(tilt),
];

Deno.test("what a corner moves counts, against the mean and in whatever order", () => {
  const angle = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({
        jitter: fc.array(fc.tuple(angle, angle), { minLength: 3, maxLength: 20 }),
        base: fc.tuple(angle, angle),
        size: fc.constantFrom(64, 256, 512),
        pixel: fc.constantFrom(0.5, 1, 3),
        part: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        seed: fc.integer(),
      }),
      ({ jitter, base, size, pixel, part, seed }) => {
        // The far corner is moved by at most √2 · size · pixel times the angles' sum.
        const limit = Math.max(0.05, 0.1 * pixel) / (Math.SQRT2 * size * pixel) / 3;
        const most = Math.min(limit, 1e-4) * part;
        const slices = jitter.map(([a, b], k) =>
          sliceAt([0, 0, 3 * k], {
            ImageOrientationPatient: turned(base[0] + most * a, base[1] + most * b),
            PixelSpacing: [pixel, pixel],
            Rows: size,
            Columns: size,
            InstanceNumber: k + 1,
          })
        );
        const shuffled = slices.map((values, n) => ({ values, key: Math.sin(seed + 31 * n) }))
          .sort((a, b) => a.key - b.key).map(({ values }) => values);
        for (const sent of [slices, shuffled]) {
          deepEqual(
            groupFrames(readFrames(objectsOf(sent)).frames).map(({ length }) => length),
            [slices.length],
          );
        }
      },
    ),
    { numRuns: 100 },
  );
});

Deno.test("which frames are together does not depend on their order", () => {
  // A fan whose neighbours are closer than any tolerance, and whose ends are not.
  const fan = [...Array(30).keys()].map((k) =>
    sliceAt([0, 0, k], { ImageOrientationPatient: turned(k * 7e-5, 0), InstanceNumber: k })
  );
  const together = (sent: readonly Values[]): string =>
    groupFrames(readFrames(objectsOf(sent)).frames)
      .map((group) =>
        group.map(({ object }) => sent[object.given]!.InstanceNumber).toSorted().join()
      )
      .toSorted().join(" | ");
  const expected = together(fan);
  ok(expected.includes("|"));
  for (const shift of [7, 11, 13, 17]) {
    equal(together(fan.map((_, k) => fan[(k * shift) % 30]!)), expected);
  }
  equal(together(fan.toReversed()), expected);
});

Deno.test("jitter is told, and the volume is the same whatever was sent first", () => {
  const scatter = [0, 1, 2, 1, 1, 0, 1, 1];
  const slices = scatter.map((n, k) =>
    sliceAt([0, 0, 3 * k], {
      ImageOrientationPatient: [0.9962, 0.0871 + n * 1e-4, 0, -0.0871 - n * 1e-4, 0.9962, 0],
      Rows: 256,
      Columns: 256,
    })
  );
  const fields = (sent: readonly Values[]) => {
    const { header, findings } = theVolume(replyTo(sent));
    ok(findings.some(({ code }) => code === "orientation-varies"));
    return header.split("\n").filter((line) => !line.startsWith("#"));
  };
  for (let first = 1; first < slices.length; first++) {
    deepEqual(fields([slices[first]!, ...slices.toSpliced(first, 1)]), fields(slices));
  }
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
