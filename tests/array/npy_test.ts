import { fc } from "../support/property.ts";
import { HeaderError } from "../../lib/errors.ts";
import { npyOffset, numpyType, readNpy } from "../../lib/array/npy.ts";
import { deepEqual, equal, match, ok, throws } from "../assert.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { refusedWith } from "../support/reply.ts";

/** What numpy 2.4.6 wrote for `numpy.zeros((2, 3, 4), "<i2", order="F")`, byte for byte. */
const BY_NUMPY = new TextEncoder().encode(
  "?NUMPY\x01\0v\0{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3, 4), }".padEnd(127) + "\n",
);
BY_NUMPY[0] = 0x93;

Deno.test("readNpy() reads what numpy writes", () => {
  deepEqual(readNpy(BY_NUMPY), { shape: [2, 3, 4], dtype: "<i2", fortranOrder: true, offset: 128 });
});

Deno.test("readNpy() takes the offset from the header's own length, in every version", () => {
  for (const version of [1, 2, 3]) {
    for (const multiple of [16, 64, 4096]) {
      const data = Uint8Array.of(7, 8, 9);
      const bytes = writeNpy({ shape: [3], version, multiple, data });
      const { offset } = readNpy(bytes);
      equal(offset, bytes.length - data.length);
      equal(npyOffset(bytes.subarray(0, 11)), undefined);
    }
  }
});

Deno.test("readNpy() needs nothing behind the header", () => {
  const bytes = writeNpy({ shape: [20, 256, 256], descr: ">f8" });
  deepEqual(readNpy(bytes).shape, [20, 256, 256]);
  throws(() => readNpy(bytes.subarray(0, -1)), refusedWith("bad-array", /127 bytes/));
});

Deno.test("readNpy() reads Python 2's long integers", () => {
  const text = new TextDecoder("latin1").decode(writeNpy({ shape: [20, 5] }));
  const bytes = Uint8Array.from(
    text.replace("(20, 5), }  ", "(20L, 5L), }"),
    (c) => c.charCodeAt(0),
  );
  bytes[0] = 0x93;
  deepEqual(readNpy(bytes).shape, [20, 5]);
});

Deno.test("readNpy() refuses what no header can describe", () => {
  for (const shape of [[0, 3], [2.5], new Array(65).fill(1)]) {
    throws(() => readNpy(writeNpy({ shape })), refusedWith("bad-array"));
  }
  throws(() => readNpy(writeNpy({ shape: [3], version: 4 })), refusedWith("bad-array", /version/));
  const records = writeNpy({ shape: [3], descr: "[('a', '<i2')]" });
  const unquoted = new TextDecoder("latin1").decode(records).replace("'[", "[").replace("]'", "]");
  const bytes = Uint8Array.from(unquoted, (c) => c.charCodeAt(0));
  throws(() => readNpy(bytes), refusedWith("bad-array"));
});

Deno.test("readNpy() never throws anything else", () => {
  const damaged = fc.tuple(fc.nat({ max: 127 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(damaged, { maxLength: 5 }), fc.nat({ max: 128 }), (all, length) => {
      const bytes = BY_NUMPY.slice(0, length);
      for (const [at, value] of all) if (at < length) bytes[at] = value;
      try {
        ok(readNpy(bytes).shape.every((size) => size > 0));
      } catch (error) {
        ok(error instanceof HeaderError, String(error));
        equal(error.code, "bad-array");
      }
    }),
  );
});

Deno.test("numpyType() knows every dtype that NRRD has", () => {
  const types: Record<string, string> = {
    "|b1": "unsigned char",
    "bool": "unsigned char",
    "|i1": "signed char little",
    "uint8": "unsigned char",
    "<i2": "short little",
    ">u2": "unsigned short big",
    "<i4": "int little",
    ">u4": "unsigned int big",
    "int64": "long long",
    "<u8": "unsigned long long little",
    "float32": "float",
    ">f8": "double big",
    "<c8": "float little complex",
    ">c16": "double big complex",
    "complex64": "float complex",
    "complex128": "double complex",
  };
  for (const [dtype, expected] of Object.entries(types)) {
    const { type, endian, complex } = numpyType(dtype);
    const words = [type, dtype === "|i1" ? "little" : endian, complex ? "complex" : undefined];
    equal(words.filter((word) => word !== undefined).join(" "), expected, dtype);
  }
});

Deno.test("numpyType() refuses names whose size is numpy's own affair, and what NRRD lacks", () => {
  for (const dtype of ["<f2", "float", "int", "short", "<U4", "|O", "<M8[ns]", "<f16", "i3", ""]) {
    throws(() => numpyType(dtype), refusedWith("bad-array"));
  }
  try {
    numpyType("DOE^JANE");
  } catch (error) {
    match((error as HeaderError).message, /^NRRD has no type/);
  }
});
