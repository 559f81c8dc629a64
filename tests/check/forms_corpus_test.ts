/** Right headers of real series in every form are right, and stay what they are. */

import { deepEqual } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import type { Grid } from "../support/header_forms.ts";
import { checkForm, FORMS, RIGID_FORMS } from "./forms_support.ts";
import { geometryOf, named } from "./support.ts";

/** Axes further from right angles than this are nothing for a quaternion. */
const RIGID = 1e-6;

/** Series that no header can be made of: without positions, or with holes in the fourth axis. */
const WITHOUT: ReadonlySet<string> = new Set([
  "dx_highdicom",
  "siemens_16echo_sparse",
  "us_modern_regions",
]);

for (const { id } of corpusSets().filter(({ id }) => !WITHOUT.has(id))) {
  Deno.test(`${id}: right in every form`, async () => {
    const { objects } = collect(await corpusFiles(id));
    const volumes = makeReply(objects, [], { ...DEFAULT_OPTIONS, uneven: "accept" }).volumes;
    for (const { header, index } of volumes.slice(0, 3)) {
      const grid = geometryOf(header);
      const forms = { ...FORMS, ...(isRigid(grid) ? RIGID_FORMS : {}) };
      for (const [name, make] of Object.entries(forms)) {
        const reply = checkForm(objects, make(grid), { uneven: "accept", volume: index });
        deepEqual([name, reply.status, named(reply)], [name, "ok", []]);
        deepEqual([name, reply.right.own?.changed, reply.right.changed], [name, [], []]);
      }
    }
  });
}

function isRigid({ directions }: Grid): boolean {
  const [i, j, k] = directions.map((v) => v.map((c) => c / Math.hypot(...v)));
  return [[i, j], [i, k], [j, k]].every(([a, b]) =>
    Math.abs(a!.reduce((sum, c, n) => sum + c * b![n]!, 0)) < RIGID
  );
}
