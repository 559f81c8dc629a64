/** Voxels behind headers of every format land where DICOM has them, in every reader that is there. */

import { deepEqual, equal } from "../assert.ts";
import { corpusSets } from "../support/corpus.ts";
import { skipped } from "../support/skip.ts";
import { ABSENT } from "./landing.ts";
import { measure } from "./reader_matrix.ts";
import { readersPage } from "./readers_page.ts";

for (const [what, why] of Object.entries(ABSENT)) if (why !== undefined) skipped(what, why);

const sets = corpusSets();

Deno.test({
  name: "no reader disagrees with DICOM's planes beyond what the table of faults says",
  ignore: Object.values(ABSENT).every((why) => why !== undefined),
  fn: async () => {
    const matrix = await measure(sets);
    deepEqual(matrix.unexpected, []);
    // The page is that of all readers and all series.
    if (sets.length === 0 || Object.values(ABSENT).some((why) => why !== undefined)) return;
    const page = await Deno.readTextFile(new URL("../../docs/readers.md", import.meta.url));
    equal(words(page), words(await readersPage(matrix)), "deno task readers writes it anew");
  },
});

/** What is left where lines are broken and tables drawn in another way. */
function words(text: string): string {
  return text.replace(/[\s|-]+/g, " ");
}
