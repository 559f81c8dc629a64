/** No code of an error, a finding or a diagnosis goes without a test that names it. */

import { DIAGNOSIS_MEANINGS } from "../../lib/codes/diagnosis_meanings.ts";
import { FINDING_MEANINGS } from "../../lib/codes/finding_meanings.ts";
import { PROBLEM_MEANINGS } from "../../lib/codes/problem_meanings.ts";
import { deepEqual } from "../assert.ts";

const tests = new URL("../", import.meta.url);

/** Everything that tests and what they share say. */
function textsOf(folder: URL): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? textsOf(new URL(`${name}/`, folder))
      : name.endsWith(".ts")
      ? [Deno.readTextFileSync(new URL(name, folder))]
      : []
  );
}

const texts = textsOf(tests);
const tables = {
  findings: FINDING_MEANINGS,
  errors: PROBLEM_MEANINGS,
  diagnoses: DIAGNOSIS_MEANINGS,
};

for (const [what, table] of Object.entries(tables)) {
  Deno.test(`all ${what} are named by tests`, () => {
    const unnamed = Object.keys(table).filter((code) =>
      !texts.some((text) => text.includes(`"${code}"`))
    );
    deepEqual(unnamed, []);
  });
}
