/** Which bytes end before their geometry, and which have none. */

import { HeaderCollector } from "../../lib/dicom/collector.ts";
import { isHeaderError } from "../../lib/errors.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { type Attributes, type Encoding, writeDicom } from "../support/dicom_writer.ts";

/** Why there is no header: as the object is read, or as its frames are; undefined if there is one. */
function faultOf(bytes: Uint8Array): { code: string; message: string } | undefined {
  const collector = new HeaderCollector();
  collector.push(bytes);
  try {
    const { frameless: [skipped] } = readFrames([{ given: 0, ...collector.finish() }]);
    return skipped && { code: skipped.reason, message: skipped.message };
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    return error;
  }
}

const STORAGE = "1.2.840.10008.5.1.4.1.1";

const CT: Attributes = {
  ImageType: ["ORIGINAL", "PRIMARY", "AXIAL"],
  SOPClassUID: `${STORAGE}.2`,
  SOPInstanceUID: "1.2.3",
  Modality: "CT",
  SliceThickness: 2,
  SeriesInstanceUID: "1.2.3.4",
  ImagePositionPatient: [0, 0, 1],
  ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
  Rows: 3,
  Columns: 4,
  PixelSpacing: [1, 1],
  BitsAllocated: 16,
  PixelRepresentation: 0,
  // Private, behind everything else.
  "00910010": { vr: "LO", value: "SOMEBODY" },
  "00911001": { vr: "LO", value: "x".repeat(60) },
};

/** Offset behind an element, by what it looks like in the bytes. */
function endOf(bytes: Uint8Array, tag: readonly number[]): number {
  const at = bytes.findIndex((_, k) => tag.every((byte, n) => bytes[k + n] === byte));
  ok(at > 0);
  return at + 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(at + 6, true);
}

const PIXEL_SPACING = [0x28, 0, 0x30, 0, 0x44, 0x53];

Deno.test("a CT is truncated where its bytes end before its plane, at every byte, and nowhere else", () => {
  const whole = writeDicom(CT, { pixelBytes: 24 });
  const enough = endOf(whole, PIXEL_SPACING);
  for (let size = 400; size <= whole.length; size++) {
    const fault = faultOf(whole.subarray(0, size));
    if (size < enough) equal(fault?.code, "truncated-header", `${size} of ${enough} bytes`);
    else equal(fault, undefined, `${size} of ${whole.length} bytes`);
  }
});

Deno.test("what a CT lacks is named, wherever behind it the bytes end", () => {
  const lacking: readonly (readonly [keyof typeof CT, string, RegExp])[] = [
    ["Rows", "bad-matrix", /^Rows \(0028,0010\) is absent$/],
    ["Columns", "bad-matrix", /^Columns \(0028,0011\) is absent$/],
    ["ImagePositionPatient", "no-geometry", /Image Position \(Patient\) .* is absent$/],
    ["ImageOrientationPatient", "no-geometry", /Image Orientation \(Patient\) .* is absent$/],
    ["PixelSpacing", "bad-spacing", /^Pixel Spacing \(0028,0030\) is absent$/],
  ];
  for (const [keyword, code, message] of lacking) {
    for (const pixelBytes of [0, 24]) {
      const bytes = writeDicom({ ...CT, [keyword]: undefined }, { pixelBytes });
      // Up to the middle of the private element: an element that is cut.
      for (const size of [bytes.length, bytes.length - pixelBytes - 40]) {
        const fault = faultOf(bytes.subarray(0, size));
        equal(fault?.code, code, `${keyword}, ${size} of ${bytes.length} bytes`);
        match(fault!.message, message);
      }
    }
  }
});

Deno.test("objects that name an Image Type and hold no image are told by their class", () => {
  const classes = [
    // A Phoenix report of a Siemens scanner is an Enhanced SR; CSA Non-Image is private.
    [`${STORAGE}.88.22`, "structured report objects have no image"],
    ["1.3.12.2.1107.5.9.1", "Siemens raw data objects have no image"],
    [`${STORAGE}.66`, "raw data objects have no image"],
    [`${STORAGE}.481.5`, "RT plan objects have no image"],
  ] as const;
  for (const [uid, message] of classes) {
    const bytes = writeDicom({
      ImageType: ["ORIGINAL", "PRIMARY", "OTHER", "CSA REPORT"],
      SOPClassUID: uid,
      SOPInstanceUID: "1.2.3",
      Modality: "SR",
      SeriesInstanceUID: "1.2.3.4",
      "00291010": { vr: "OB", value: new Uint8Array(100) },
    });
    for (const size of [bytes.length, bytes.length - 50]) {
      const fault = faultOf(bytes.subarray(0, size));
      deepEqual([fault?.code, fault?.message], ["unsupported-object", message]);
    }
  }
});

Deno.test("an enhanced object is truncated up to the end of its frames' groups", () => {
  const encodings: readonly NonNullable<Encoding["transferSyntax"]>[] = ["explicit", "implicit"];
  for (const transferSyntax of encodings) {
    const bytes = writeDicom({
      SOPClassUID: `${STORAGE}.2.1`,
      SOPInstanceUID: "1.2.3",
      ImageType: ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"],
      NumberOfFrames: 2,
      Rows: 3,
      Columns: 4,
      "00400555": { vr: "LO", value: "x".repeat(60) },
      SharedFunctionalGroupsSequence: [{
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        PixelMeasuresSequence: [{ PixelSpacing: [1, 1] }],
      }],
      PerFrameFunctionalGroupsSequence: [1, 2].map((z) => ({
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
      })),
    }, { transferSyntax, pixelBytes: 48 });
    const pixels = 48 + (transferSyntax === "explicit" ? 12 : 8);
    const header = bytes.length - pixels;
    for (const back of [3, 40, 100, 200]) {
      equal(faultOf(bytes.subarray(0, header - back))?.code, "truncated-header", `${back}`);
    }
    equal(faultOf(bytes.subarray(0, bytes.length - 48)), undefined);
  }
});

Deno.test("a dose cut before its offsets is truncated, one without them says so", () => {
  const dose = (others: Attributes): Uint8Array =>
    writeDicom({
      ...CT,
      SOPClassUID: `${STORAGE}.481.2`,
      NumberOfFrames: 2,
      GridFrameOffsetVector: [0, 2],
      ...others,
    });
  const whole = dose({});
  equal(faultOf(whole), undefined);
  equal(faultOf(whole.subarray(0, whole.length - 2))?.code, "truncated-header");
  match(
    faultOf(dose({ GridFrameOffsetVector: undefined, "30060002": { vr: "SH", value: "x" } }))!
      .message,
    /no Grid Frame Offset Vector/,
  );
});

/** Attributes of the CT up to a tag, then others. */
const upTo = (last: string, others: Attributes = {}): Attributes => {
  const keywords = Object.keys(CT);
  const kept = keywords.slice(0, keywords.indexOf(last) + 1);
  return { ...Object.fromEntries(kept.map((keyword) => [keyword, CT[keyword]])), ...others };
};

Deno.test("a greater tag shows that a smaller one is absent, also where its element is cut", () => {
  // Straight from the orientation to a private element.
  const sparse = writeDicom(
    upTo("ImageOrientationPatient", { "00911001": { vr: "LO", value: "x".repeat(60) } }),
  );
  match(faultOf(sparse.subarray(0, sparse.length - 30))!.message, /^Pixel Spacing .* is absent$/);
  // The tag right behind Pixel Spacing.
  const next = writeDicom(upTo("Columns", { "00280031": { vr: "DS", value: "1.0\\1.0 " } }));
  equal(faultOf(next.subarray(0, next.length - 4))?.code, "bad-spacing");
});

Deno.test("what stands before noise is not to be trusted, and counts as not there", () => {
  const noise = Uint8Array.from({ length: 64 }, (_, k) => (k * 89 + 7) % 256);
  for (
    const [last, code] of [["Columns", "truncated-header"], ["PixelSpacing", "truncated-header"], [
      "BitsAllocated",
      undefined,
    ]] as const
  ) {
    const bytes = writeDicom(upTo(last));
    equal(faultOf(Uint8Array.of(...bytes, ...noise))?.code, code, last);
  }
});

Deno.test("a report that ends early is a report all the same", () => {
  for (const uid of [`${STORAGE}.88.22`, "1.3.12.2.1107.5.9.1"]) {
    const bytes = writeDicom({
      ImageType: ["ORIGINAL", "PRIMARY", "OTHER", "CSA REPORT"],
      SOPClassUID: uid,
      Modality: "SR",
      "00081090": { vr: "LO", value: "x".repeat(40) },
    });
    for (const size of [bytes.length, bytes.length - 10]) {
      equal(faultOf(bytes.subarray(0, size))?.code, "unsupported-object", `${uid} ${size}`);
    }
  }
});
