/** Planes that stand elsewhere than they should, and what is said of those that are not there. */

import { readHeader } from "../../lib/dicom/part10.ts";
import { imagePlane } from "../../lib/frames/image_plane.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { deepEqual, equal, nearAll, ok, throws } from "../assert.ts";
import { Random } from "../support/random.ts";
import { datasetOf, objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { type Attributes, writeDicom } from "../support/dicom_writer.ts";
import { codesOf, liesAt, refusedWith, replyTo, theVolume } from "../support/reply.ts";

const codesFor = (datasets: readonly Values[]): string[] => codesOf(theVolume(replyTo(datasets)));

/** Where an attribute of a frame may stand, and with which remark. */
const PLACES = ["own macro", "own item", "shared macro", "shared item", "top level"] as const;
type Place = (typeof PLACES)[number];

const PLANE = {
  ImagePositionPatient: "PlanePositionSequence",
  ImageOrientationPatient: "PlaneOrientationSequence",
  PixelSpacing: "PixelMeasuresSequence",
} as const;

Deno.test("random enhanced objects: the plane is read wherever it stands, and told where it should not", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 400; seed++) {
    const random = new Random(seed);
    const count = 2 + random.below(4);
    const step = 0.5 + random.below(40) / 8;
    const spacing = [1 + random.below(8) / 8, 1 + random.below(8) / 8];
    const start = [random.below(100) - 50, random.below(100) - 50, random.below(100) - 50];
    // Sagittal: columns go to posterior, rows to inferior, slices along left.
    const orientation = [0, 1, 0, 0, 0, -1];
    const values = (frame: number) => ({
      ImagePositionPatient: [start[0]! + frame * step, start[1]!, start[2]!],
      ImageOrientationPatient: orientation,
      PixelSpacing: spacing,
    });
    const places: Record<keyof typeof PLANE, Place> = {
      ImagePositionPatient: random.of(PLACES.slice(0, 2)),
      ImageOrientationPatient: random.of(PLACES),
      PixelSpacing: random.of(PLACES),
    };
    const keywords = Object.keys(PLANE) as (keyof typeof PLANE)[];
    const group = (frame: number, whose: "own" | "shared"): Values =>
      Object.fromEntries(keywords.flatMap((keyword): [string, unknown][] => {
        const value = values(frame)[keyword];
        if (places[keyword] === `${whose} item`) return [[keyword, value]];
        if (places[keyword] === `${whose} macro`) return [[PLANE[keyword], [{ [keyword]: value }]]];
        return [];
      })) as Values;
    const top = keywords.filter((keyword) => places[keyword] === "top level")
      .map((keyword) => [keyword, values(0)[keyword]] as const);
    const object: Values = {
      SOPClassUID: random.of(["1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.2"]),
      NumberOfFrames: count,
      Rows: 3,
      Columns: 4,
      BitsAllocated: 16,
      PixelRepresentation: 0,
      SharedFunctionalGroupsSequence: [group(0, "shared")],
      PerFrameFunctionalGroupsSequence: Array.from({ length: count }, (_, k) => group(k, "own")),
      ...Object.fromEntries(top),
    };
    const what = `seed ${seed}: ${JSON.stringify(places)}`;
    const volume = theVolume(replyTo([object], { order: "given" }));
    const { origin, directions } = volume.geometry;
    nearAll(origin, start, 1e-9, what);
    nearAll(directions[0], [0, spacing[1]!, 0], 1e-9, what);
    nearAll(directions[1], [0, 0, -spacing[0]!], 1e-9, what);
    nearAll(directions[2], [step, 0, 0], 1e-9, what);
    const outside = Object.values(places).some((place) => place.endsWith("item"));
    const told = volume.findings.some(({ code }) => code === "plane-outside-macros");
    equal(told, outside, what);
    seen.add(Object.values(places).join());
  }
  equal(seen.size, 2 * 5 * 5);
});

Deno.test("frames that lack macros are listed under the names of these", () => {
  const macros = (z: number, leave: readonly string[] = []): Values =>
    Object.fromEntries(
      Object.entries({
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        PixelMeasuresSequence: [{ PixelSpacing: [1, 1] }],
      }).filter(([macro]) => !leave.includes(macro)),
    );
  const object = (lacks: Readonly<Record<number, readonly string[]>>, count = 12): Values => ({
    Rows: 3,
    Columns: 4,
    PerFrameFunctionalGroupsSequence: Array.from(
      { length: count },
      (_, k) => macros(k, lacks[k + 1]),
    ),
  });
  const messageOf = (values: Values): unknown[] => {
    const [skipped] = readFrames(objectsOf([values])).frameless;
    return [skipped?.reason, skipped?.message, skipped?.details];
  };
  const [position, measures] = ["PlanePositionSequence", "PixelMeasuresSequence"];
  deepEqual(messageOf(object({ 3: [position!], 5: [position!], 6: [position!, measures!] })), [
    "no-geometry",
    "there is no image plane: Plane Position Sequence (0020,9113) is absent or empty in frames 3 and 5-6 of 12; Pixel Measures Sequence (0028,9110) is absent or empty in frame 6 of 12",
    {
      frame: 2,
      frames: 12,
      lacking: [{ macro: position, frames: 3 }, { macro: measures, frames: 1 }],
    },
  ]);
  deepEqual(messageOf(object({ 1: [measures!], 2: [measures!] }, 2)).slice(0, 2), [
    "bad-spacing",
    "Pixel Measures Sequence (0028,9110) is absent or empty in all 2 frames",
  ]);
  const all = ["PlanePositionSequence", "PlaneOrientationSequence", "PixelMeasuresSequence"];
  deepEqual(
    messageOf(object({ 1: all }, 1))[1],
    [
      "there is no image plane: Plane Position Sequence (0020,9113), Plane Orientation Sequence (0020,9116)",
      " and Pixel Measures Sequence (0028,9110) are absent or empty in the only frame",
    ].join(""),
  );
  // A list that nobody would read is cut.
  const odd = Object.fromEntries(Array.from({ length: 50 }, (_, k) => [2 * k + 1, [position!]]));
  ok(/frames 1, 3, 5, 7, 9, 11, 13, 15 and 42 more of 100$/.test(
    String(messageOf(object(odd, 100))[1]),
  ));
});

Deno.test("what is absent, empty or no number is told by name", () => {
  const without = (values: Values): Values => sliceAt([0, 0, 0], values);
  const cases: (readonly [Values, string, RegExp])[] = [
    [{ PixelSpacing: undefined! }, "bad-spacing", /^Pixel Spacing \(0028,0030\) is absent$/],
    [{ PixelSpacing: [] }, "bad-spacing", /^Pixel Spacing \(0028,0030\) is empty$/],
    [{ PixelSpacing: [1, 0] }, "bad-spacing", /is not two positive numbers$/],
    [{ PixelSpacing: [1, 5, 1, 5] }, "bad-spacing", /is not two positive numbers$/],
    [
      { PixelSpacing: undefined!, ImagerPixelSpacing: [0.1, 0.1] },
      "bad-spacing",
      /^Pixel Spacing .* is absent; Imager Pixel Spacing \(0018,1164\) is the size at the detector$/,
    ],
    [{ Rows: undefined! }, "bad-matrix", /^Rows \(0028,0010\) is absent$/],
    [{ Columns: 0 }, "bad-matrix", /^Columns \(0028,0011\) is not a whole number from 1 to 65535$/],
    [
      { Rows: undefined!, Columns: [] },
      "bad-matrix",
      /^Rows \(0028,0010\) is absent, Columns \(0028,0011\) is empty$/,
    ],
    [{ ImagePositionPatient: [] }, "no-geometry", /Image Position \(Patient\) .* is empty$/],
    [
      { ImageOrientationPatient: undefined! },
      "no-geometry",
      /Image Orientation \(Patient\) \(0020,0037\) is absent$/,
    ],
    [
      { ImageOrientationPatient: [1, 0, 0, 0, 0.9, 0] },
      "bad-orientation",
      /^the direction cosines of Image Orientation \(Patient\) \(0020,0037\) have lengths 1\.00000 and 0\.900000/,
    ],
  ];
  for (const [values, code, message] of cases) {
    throws(() => imagePlane(datasetOf(without(values))), refusedWith(code, message));
  }
});

Deno.test("decimal commas are told by that name, in bytes and in JSON alike", () => {
  const object: Attributes = {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
    SOPInstanceUID: "1.2.3",
    ImagePositionPatient: ["0", "0", "2"],
    ImageOrientationPatient: ["1", "0", "0", "0", "1", "0"],
    PixelSpacing: ["0.5", "0.5"],
    Rows: 3,
    Columns: 4,
  };
  const cases = [
    ["PixelSpacing", ["0,143", "0,143"], "bad-spacing", /^Pixel Spacing .* comma \(0,143\)/],
    ["ImagePositionPatient", ["-1", "2,5", "0"], "bad-position", /^Image Position .*\(2,5\)/],
    [
      "ImageOrientationPatient",
      ["1", "0", "0", "0", ",99", "0"],
      "bad-orientation",
      /^Image Orientation .* comma \(,99\)/,
    ],
  ] as const;
  for (const [keyword, value, code, message] of cases) {
    const attributes = { ...object, [keyword]: value };
    const { dataset } = readHeader(writeDicom(attributes));
    throws(() => imagePlane(dataset), refusedWith(code, message));
    throws(() => imagePlane(datasetOf(attributes as Values)), refusedWith(code, message));
  }
  // Text that is no number is not repeated.
  throws(
    () => imagePlane(datasetOf({ ...object, PixelSpacing: ["a,1", "Doe,1"] } as Values)),
    refusedWith("bad-spacing", /two positive numbers$/),
  );
});

Deno.test("pixels of a lost decimal comma are told: no patient is 73 m wide", () => {
  const series = (spacing: number, side: number): Values[] =>
    [0, 2, 4].map((z) =>
      sliceAt([0, 0, z], { PixelSpacing: [spacing, spacing], Rows: side, Columns: side })
    );
  ok(codesFor(series(143, 512)).includes("implausible-pixel-size"));
  // 2,5 mm of 128 pixels, read as 25.
  ok(codesFor(series(25, 128)).includes("implausible-pixel-size"));
  // The coarsest that there is, and a whole body on one picture.
  for (const [spacing, side] of [[15, 64], [50, 8], [1, 2100]] as const) {
    deepEqual(codesFor(series(spacing, side)), []);
  }
});

Deno.test("the nominal spacing of a scanned film stands in for a Pixel Spacing that is absent", () => {
  const captures = (others: Values): Values[] =>
    [0, 1, 2].map((z) =>
      sliceAt([0, 0, z], {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.7",
        PixelSpacing: undefined!,
        NominalScannedPixelSpacing: [0.25, 0.5],
        ...others,
      })
    );
  const volume = theVolume(replyTo(captures({})));
  liesAt(volume, [[0, 0, 0], [0, 0, 1], [0, 0, 2]]);
  deepEqual(volume.geometry.directions.slice(0, 2), [[0.5, 0, 0], [0, 0.25, 0]]);
  equal(volume.findings.find(({ code }) => code === "nominal-spacing")?.["objects"], 3);
  // Where both are there, Pixel Spacing is the one.
  const both = theVolume(replyTo(captures({ PixelSpacing: [1, 1] })));
  deepEqual(both.geometry.directions[0], [1, 0, 0]);
  deepEqual(codesFor(captures({ PixelSpacing: [1, 1] })), []);
  // A Pixel Spacing that is wrong is not mended.
  throws(() => replyTo(captures({ PixelSpacing: [0, 1] })), refusedWith("bad-spacing"));
  throws(
    () => replyTo(captures({ NominalScannedPixelSpacing: [0, 1] })),
    refusedWith("bad-spacing", /is absent$/),
  );
});
