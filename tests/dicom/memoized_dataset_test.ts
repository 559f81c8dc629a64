import type { Keyword } from "../../lib/dicom/attributes.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { MemoizedDataset } from "../../lib/dicom/memoized_dataset.ts";
import { deepEqual, equal } from "../assert.ts";

Deno.test("a value is decoded once, as text and as numbers, an absent one too", () => {
  const asked: string[] = [];
  const answer = <T>(kind: string, value: T) => (keyword: Keyword) => {
    asked.push(`${kind} ${keyword}`);
    return value;
  };
  const dataset: Dataset = {
    strings: answer("strings", [] as string[]),
    numbers: answer("numbers", [1, 2]),
    items: answer("items", []),
    bytes: answer("bytes", undefined),
    has: answer("has", true),
  };
  const remembering = new MemoizedDataset(dataset);
  for (let time = 0; time < 3; time++) {
    deepEqual(remembering.strings("ImageType"), []);
    deepEqual(remembering.numbers("PixelSpacing"), [1, 2]);
  }
  deepEqual(asked, ["strings ImageType", "numbers PixelSpacing"]);
  equal(remembering.has("Rows"), true);
});
