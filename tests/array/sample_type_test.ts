import { nrrdType, typeOfPixels } from "../../lib/array/sample_type.ts";
import { deepEqual, equal } from "../assert.ts";

Deno.test("nrrdType() understands NRRD's and numpy's names", () => {
  const table: [string, ReturnType<typeof nrrdType>][] = [
    ["short", { type: "short" }],
    ["int16", { type: "short" }],
    ["<i2", { type: "short", endian: "little" }],
    [">u2", { type: "unsigned short", endian: "big" }],
    ["|u1", { type: "unsigned char" }],
    ["|b1", { type: "unsigned char" }],
    ["float64", { type: "double" }],
    ["Unsigned Char", { type: "unsigned char" }],
    ["long long int", { type: "long long" }],
  ];
  for (const [name, expected] of table) deepEqual(nrrdType(name), expected, name);
});

Deno.test("nrrdType() does not guess: plain char, half floats, blocks and text have no type", () => {
  for (const name of ["char", "float16", "<f2", "block", "U10", "object", "unsigned long", ""]) {
    equal(nrrdType(name), undefined, name);
  }
});

Deno.test("typeOfPixels() goes by the container, not by the bits stored", () => {
  const pixels = {
    bitsAllocated: 16,
    bitsStored: 12,
    signed: false,
    values: "integer",
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    planar: false,
  } as const;
  equal(typeOfPixels(pixels), "unsigned short");
  equal(typeOfPixels({ ...pixels, signed: true }), "short");
  equal(typeOfPixels({ ...pixels, bitsAllocated: 8, bitsStored: 8 }), "unsigned char");
  equal(typeOfPixels({ ...pixels, bitsAllocated: 32 }), "unsigned int");
  equal(typeOfPixels({ ...pixels, values: "float", bitsAllocated: 32 }), "float");
  equal(typeOfPixels({ ...pixels, values: "double" }), "double");
});
