/** Numbers under VRs that are none of theirs: bytes and JSON give the same. */

import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { readJson } from "../../lib/dicom/json.ts";
import { readHeader } from "../../lib/dicom/part10.ts";
import { deepEqual } from "../assert.ts";
import { writeDicom } from "../support/dicom_writer.ts";

const TEXT_VRS = ["DS", "IS", "LO", "LT", "SH", "ST", "UC", "UT", "CS", "UN"] as const;

/** Attributes of several numbers, or names, as text; each with the components that it has. */
const TEXTS: readonly (readonly [Keyword, string, readonly number[]])[] = [
  ["PixelSpacing", "2.5000\\1.25 ", [2.5, 1.25]],
  ["ImagePositionPatient", "-1\\ 2.5\\1e2", [-1, 2.5, 100]],
  ["ImageOrientationPatient", "1\\0\\0\\0\\1\\0", [1, 0, 0, 0, 1, 0]],
  ["InstanceNumber", "7", [7]],
];

const bytesOf = (text: string) => new TextEncoder().encode(text);

const fromBytes = (keyword: Keyword, vr: string, text: string): Dataset =>
  readHeader(writeDicom({
    SOPInstanceUID: "1.2.3",
    [ATTRIBUTES[keyword][0]]: { vr, value: bytesOf(text) },
  })).dataset;

const fromJson = (keyword: Keyword, vr: string, text: string): Dataset => {
  const value = vr === "UN" ? { vr, InlineBinary: btoa(text) } : { vr, Value: [text] };
  return readJson([{ SOPInstanceUID: "1.2.3", [keyword]: value }]).objects[0]!.dataset;
};

Deno.test("numbers under every text VR are read alike from bytes and JSON", () => {
  for (const vr of TEXT_VRS) {
    for (const [keyword, text, numbers] of TEXTS) {
      // An even length, as every value of DICOM has.
      const padded = text.length % 2 === 0 ? text : `${text} `;
      for (const read of [fromBytes, fromJson]) {
        const dataset = read(keyword, vr, padded);
        deepEqual(dataset.numbers(keyword), numbers, `${keyword} as ${vr} by ${read.name}`);
        deepEqual(dataset.strings(keyword).map(Number), numbers);
      }
    }
  }
});

Deno.test("a comment has no components, whatever VR a file gives it", () => {
  for (const vr of ["LT", "LO", "UT"]) {
    for (const read of [fromBytes, fromJson]) {
      deepEqual(read("ImageComments", vr, "a\\bc").strings("ImageComments"), ["a\\bc"]);
    }
  }
});

Deno.test("JSON: binary numbers of an unknown VR", () => {
  const inline = (bytes: readonly number[]) => ({
    vr: "UN",
    InlineBinary: btoa(String.fromCharCode(...bytes)),
  });
  const { dataset } = readJson([{
    SOPInstanceUID: "1.2.3",
    Rows: inline([0x2c, 0x01]),
    RescaleSlope: inline([..."2.5 "].map((c) => c.charCodeAt(0))),
    EffectiveEchoTime: inline([0, 0, 0, 0, 0, 0, 0xf4, 0x3f]),
    TemporalPositionIndex: inline([1, 0, 0, 0, 2, 0]),
    SharedFunctionalGroupsSequence: inline([1, 2, 3, 4]),
    Columns: { vr: "UN", InlineBinary: "no base64 %" },
  }]).objects[0]!;
  deepEqual(dataset.numbers("Rows"), [300]);
  deepEqual(dataset.numbers("RescaleSlope"), [2.5]);
  deepEqual(dataset.numbers("EffectiveEchoTime"), [1.25]);
  deepEqual(dataset.numbers("TemporalPositionIndex"), [1]);
  deepEqual(dataset.items("SharedFunctionalGroupsSequence").length, 0);
  deepEqual(dataset.numbers("Columns"), []);
});
