import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, match } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { codesOf, makeReply } from "../support/reply.ts";

const volumeOf = (...others: Values[]): VolumeReply => volumeAs({}, ...others);

function volumeAs(options: Partial<HeaderOptions>, ...others: Values[]): VolumeReply {
  const slices = others.map((values, k) => sliceAt([0, 0, 2 * k], values));
  return makeReply(objectsOf(slices), [], { ...DEFAULT_OPTIONS, ...options }).volumes[0]!;
}

/** Type, kinds and sizes of the array, and the codes of what is said about it. */
const described = ({ type, kinds, sizes, findings }: VolumeReply) => ({
  type,
  kinds: kinds.join(" "),
  sizes: sizes.join(" "),
  codes: codesOf({ findings }).filter((code) => code !== "single-slice"),
});

const grey = { kinds: "domain domain domain", sizes: "4 3 1" };
const color = { kinds: "RGB-color domain domain domain", sizes: "3 4 3 1", type: "unsigned char" };

Deno.test("type, kinds and axes follow the pixel description", () => {
  const rgb = { SamplesPerPixel: 3, BitsAllocated: 8, PixelRepresentation: 0 };
  const table: [Values, ReturnType<typeof described>][] = [
    [{}, { ...grey, type: "short", codes: [] }],
    [{ PixelRepresentation: 0 }, { ...grey, type: "unsigned short", codes: [] }],
    [{ BitsAllocated: 8, PixelRepresentation: 0 }, { ...grey, type: "unsigned char", codes: [] }],
    [{ BitsAllocated: 32 }, { ...grey, type: "int", codes: [] }],
    [{ BitsAllocated: 32, FloatPixelData: 0 }, { ...grey, type: "float", codes: [] }],
    [{ BitsAllocated: 64, DoubleFloatPixelData: 0 }, { ...grey, type: "double", codes: [] }],
    [
      { BitsAllocated: 1, PixelRepresentation: 0 },
      { ...grey, type: "unsigned char", codes: ["bits-unpacked"] },
    ],
    [{ ...rgb, PhotometricInterpretation: "RGB" }, { ...color, codes: [] }],
    [{ ...rgb, PhotometricInterpretation: "YBR_FULL_422" }, {
      ...color,
      codes: ["colour-decoded"],
    }],
    [
      { BitsAllocated: 8, PixelRepresentation: 0, PhotometricInterpretation: "PALETTE COLOR" },
      { ...grey, type: "unsigned char", codes: ["palette-indices"] },
    ],
  ];
  for (const [values, expected] of table) {
    deepEqual(described(volumeOf(values)), expected, JSON.stringify(values));
  }
});

Deno.test("what has to be rescaled, and how, is told", () => {
  const same = volumeOf(
    { RescaleSlope: 2, RescaleIntercept: -1024 },
    { RescaleSlope: 2, RescaleIntercept: -1024 },
  );
  const needed = same.findings.find(({ code }) => code === "rescale-needed");
  deepEqual([needed?.slope, needed?.intercept], [2, -1024]);
  const varying = volumeOf({ RescaleSlope: 2 }, { RescaleSlope: 3 });
  equal(varying.findings.some(({ code }) => code === "rescale-varies"), true);
  deepEqual(codesOf(volumeOf({ RescaleSlope: 1, RescaleIntercept: 0 }, {})), []);
  // As parametric maps have it, with and without a Modality LUT that changes nothing.
  for (const others of [{}, { RescaleSlope: 1, RescaleIntercept: 0 }]) {
    const map = { RealWorldValueSlope: 0.5, RealWorldValueIntercept: 3, ...others };
    const told = volumeOf(map, map).findings.find(({ code }) => code === "rescale-needed");
    deepEqual([told?.slope, told?.intercept], [0.5, 3]);
  }
});

Deno.test("an array of floats is taken for rescaled, and that is said instead", () => {
  const about = (options: Partial<HeaderOptions>, ...slices: Values[]) =>
    volumeAs(options, ...slices).findings.filter(({ code }) => code.startsWith("rescale"));
  const hounsfield = { RescaleSlope: 1, RescaleIntercept: -1024 };
  for (const type of ["float", "<f8"]) {
    const [finding, ...rest] = about({ type }, hounsfield);
    deepEqual([finding?.code, finding?.slope, finding?.intercept, rest], [
      "rescale-assumed",
      1,
      -1024,
      [],
    ]);
    match(finding!.message, /real values: stored × 1 - 1024;/);
  }
  const varying = about({ type: "double" }, { RescaleSlope: 2 }, { RescaleSlope: 3 });
  deepEqual(varying.map(({ code, slope }) => [code, slope]), [["rescale-assumed", undefined]]);
  // Integers may be either, masks are neither, and floats that DICOM stores are stored values.
  equal(about({ type: "short" }, hounsfield)[0]?.code, "rescale-needed");
  deepEqual(about({ as: "labelmap" }, hounsfield), []);
  const stored = { ...hounsfield, BitsAllocated: 32, FloatPixelData: 0 };
  equal(about({ type: "float" }, stored)[0]?.code, "rescale-needed");
});

Deno.test("without a pixel description a type is assumed, and that is said", () => {
  const { BitsAllocated: _, ...bare } = sliceAt([0, 0, 0]);
  const [volume] = makeReply(objectsOf([bare]), [], DEFAULT_OPTIONS).volumes;
  equal(volume!.type, "short");
  equal(volume!.findings.some(({ code }) => code === "type-assumed"), true);
});

Deno.test("compressed-pixels: of how many slices, by their transfer syntax", () => {
  const told = (...syntaxes: readonly string[]) => {
    const objects = objectsOf(syntaxes.map((_, k) => sliceAt([0, 0, 2 * k])))
      .map((object, k) => ({ ...object, transferSyntax: syntaxes[k]! }));
    return makeReply(objects, [], DEFAULT_OPTIONS).volumes[0]!.findings
      .filter(({ code }) => code === "compressed-pixels")
      .map(({ severity, compressed }) => [severity, compressed]);
  };
  // JPEG Lossless, RLE; explicit VR little endian, deflated, which compresses no pixels by themselves.
  const [jpeg, rle] = ["1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.5"];
  const [plain, deflated] = ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"];
  deepEqual(told(jpeg, plain, rle), [["info", 2]]);
  deepEqual(told(plain, deflated, plain), []);
});

Deno.test("a number of bits that no pixel has is told, and a type that is stated is none", () => {
  const fine = [1, 8, 12, 16, 32, 64];
  for (let BitsAllocated = 0; BitsAllocated <= 64; BitsAllocated++) {
    const told = (options: Partial<HeaderOptions>) =>
      volumeAs(options, { BitsAllocated }).findings.filter(({ code }) => code === "type-assumed");
    const expected = fine.includes(BitsAllocated) ? [] : [["warning", BitsAllocated]];
    deepEqual(told({}).map(({ severity, bitsAllocated }) => [severity, bitsAllocated]), expected);
    deepEqual(told({ type: "short" }), []);
    deepEqual(told({ as: "labelmap" }), []);
  }
  match(
    volumeOf({ BitsAllocated: 13 }).findings.find(({ code }) => code === "type-assumed")!.message,
    /is 13, which no pixel of DICOM has/,
  );
});
