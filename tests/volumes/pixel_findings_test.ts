import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { makeReply, type VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";

function volumeOf(...others: Values[]): VolumeReply {
  const slices = others.map((values, k) => sliceAt([0, 0, 2 * k], values));
  return makeReply(objectsOf(slices), [], DEFAULT_OPTIONS).volumes[0]!;
}

/** Type, kinds and sizes of the array, and the codes of what is said about it. */
const described = ({ type, kinds, sizes, findings }: VolumeReply) => ({
  type,
  kinds: kinds.join(" "),
  sizes: sizes.join(" "),
  codes: findings.map(({ code }) => code).filter((code) => code !== "single-slice"),
});

const grey = { kinds: "domain domain domain", sizes: "4 3 1" };
const colour = { kinds: "RGB-color domain domain domain", sizes: "3 4 3 1", type: "unsigned char" };

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
    [{ ...rgb, PhotometricInterpretation: "RGB" }, { ...colour, codes: [] }],
    [{ ...rgb, PhotometricInterpretation: "YBR_FULL_422" }, {
      ...colour,
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
  deepEqual(volumeOf({ RescaleSlope: 1, RescaleIntercept: 0 }, {}).findings, []);
});

Deno.test("without a pixel description a type is assumed, and that is said", () => {
  const { BitsAllocated: _, ...bare } = sliceAt([0, 0, 0]);
  const [volume] = makeReply(objectsOf([bare]), [], DEFAULT_OPTIONS).volumes;
  equal(volume!.type, "short");
  equal(volume!.findings.some(({ code }) => code === "type-assumed"), true);
});
