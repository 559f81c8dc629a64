import dcmjs from "dcmjs";
import { fc } from "./property.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";
import { decimalString, TRANSFER_SYNTAXES, writeDicom } from "./dicom_writer.ts";

const attributes = {
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
  SOPInstanceUID: "1.2.3",
  Rows: 2,
  Columns: 3,
  BitsAllocated: 16,
  PixelSpacing: ["0.9", "0.5"],
  ImagePositionPatient: [-1.5, 2, 0.000001],
  DiffusionBValue: 1000.5,
  SharedFunctionalGroupsSequence: [{
    PixelMeasuresSequence: { items: [{ SliceThickness: 2.5 }, { SliceThickness: 3 }] },
  }],
  "00191008": { vr: "LO", value: "private" },
};

for (const transferSyntax of ["implicit", "explicit", "big-endian", "deflated"] as const) {
  Deno.test(`another reader reads what is written, ${transferSyntax}`, () => {
    const pixels = new Uint8Array(12).fill(7);
    const bytes = writeDicom(attributes, { transferSyntax, pixelBytes: pixels });
    const { meta, dict } = dcmjs.data.DicomMessage.readFile(bytes.buffer);
    deepEqual(meta["00020010"].Value, [TRANSFER_SYNTAXES[transferSyntax]]);
    deepEqual(dict["00280010"].Value, [2]);
    deepEqual(dict["00280030"].Value, [0.9, 0.5]);
    deepEqual(dict["00200032"].Value, [-1.5, 2, 0.000001]);
    deepEqual(dict["00189087"].Value, [1000.5]);
    const measures = dict["52009229"].Value[0]["00289110"].Value;
    deepEqual(measures[0]["00180050"].Value, [2.5]);
    deepEqual(measures[1]["00180050"].Value, [3]);
    deepEqual(new Uint8Array(dict["7FE00010"].Value[0]), pixels);
  });
}

Deno.test("an element stands byte for byte as PS3.5 7.1 says", () => {
  const only = { preamble: false, meta: false } as const;
  const rows = (
    transferSyntax: "implicit" | "explicit" | "big-endian",
  ) => [...writeDicom({ Rows: 258 }, { ...only, transferSyntax })];
  deepEqual(rows("implicit"), [0x28, 0, 0x10, 0, 2, 0, 0, 0, 2, 1]);
  deepEqual(rows("explicit"), [0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, 2, 1]);
  deepEqual(rows("big-endian"), [0, 0x28, 0, 0x10, 0x55, 0x53, 0, 2, 1, 2]);
  deepEqual(
    [...writeDicom({ "00091001": { vr: "UN", value: new Uint8Array([5]) } }, only)],
    [9, 0, 1, 0x10, 0x55, 0x4e, 0, 0, 2, 0, 0, 0, 5, 0],
  );
});

Deno.test("preamble and meta group can be left out", () => {
  const whole = writeDicom(attributes);
  equal(new TextDecoder().decode(whole.subarray(128, 132)), "DICM");
  const bare = writeDicom(attributes, { preamble: false, meta: false });
  deepEqual([...bare.subarray(0, 6)], [0x08, 0, 0x16, 0, 0x55, 0x49]);
  ok(whole.length > bare.length + 132);
});

Deno.test("a decimal string has 16 characters at most and is the nearest of them", () => {
  equal(decimalString(-0.1), "-0.1");
  equal(decimalString(-185.39132000516), "-185.39132000516");
  equal(decimalString(-123.456789012345678), "-123.45678901235");
  equal(decimalString(1 / 3), "0.33333333333333");
  equal(decimalString(-0.0000011628111116281112), "-1.1628111116e-6");
  equal(decimalString(0.001), "0.001");
  equal(decimalString(1e-7 / 3), "3.33333333333e-8");
  equal(decimalString(-1e22 / 3), "-3.3333333333e21");
  // 16 characters with a sign, a point and an exponent of three digits leave nine digits: half a
  // unit of the ninth. What lies below the smallest normal number is a multiple of MIN_VALUE.
  const bound = (value: number) => 0.5e-8 * Math.abs(value) + Number.MIN_VALUE;
  fc.assert(fc.property(fc.double({ noNaN: true, min: -1e308, max: 1e308 }), (value) => {
    const text = decimalString(value);
    ok(text.length <= 16, text);
    near(Number(text), value, bound(value), text);
  }));
  // As far as coordinates go, in millimetres, there is room for two or three digits more.
  const coordinate = fc.double({ noNaN: true, min: -1e6, max: 1e6 })
    .filter((value) => value === 0 || Math.abs(value) >= 1e-9);
  fc.assert(fc.property(coordinate, (value) => {
    near(Number(decimalString(value)), value, 0.5e-10 * Math.abs(value));
  }));
});
