/** Voxels behind headers of every format land where DICOM has them, in every reader that is there. */

import { deepEqual, ok } from "../assert.ts";
import { corpusSets } from "../support/corpus.ts";
import { skipped } from "../support/skip.ts";
import { ABSENT } from "./landing.ts";
import { measure } from "./reader_matrix.ts";

for (const [what, why] of Object.entries(ABSENT)) if (why !== undefined) skipped(what, why);

const sets = corpusSets();

Deno.test({
  name: "no reader disagrees with DICOM's planes beyond what the table of faults says",
  ignore: Object.values(ABSENT).every((why) => why !== undefined),
  fn: async () => {
    const { unexpected, rows } = await measure(sets);
    deepEqual(unexpected, []);
    ok(rows.every(({ right }) => right > 0), JSON.stringify(rows));
  },
});
