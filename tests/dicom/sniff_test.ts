import { looksLikeDicom } from "../../lib/dicom/sniff.ts";
import { equal } from "../assert.ts";
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
