import { dicomStart } from "../../lib/dicom/part10.ts";
import { equal } from "../assert.ts";
import { writeDicom } from "../support/dicom_writer.ts";

const object = { ImageType: ["ORIGINAL", "PRIMARY"], Rows: 2, Columns: 2 };

Deno.test("every way to start a DICOM object is recognised", () => {
  for (const transferSyntax of ["implicit", "explicit", "big-endian"] as const) {
    for (const preamble of [true, false]) {
      for (const meta of [true, false]) {
        const bytes = writeDicom(object, { transferSyntax, preamble, meta });
        equal(
          dicomStart(bytes),
          preamble ? 132 : 0,
          `${transferSyntax} ${preamble} ${meta}`,
        );
      }
    }
  }
});

Deno.test("eight bytes are enough where there is no preamble", () => {
  equal(dicomStart(writeDicom(object, { preamble: false }).subarray(0, 8)), 0);
  equal(dicomStart(writeDicom(object, { preamble: false, meta: false }).subarray(0, 8)), 0);
});
