/** No code of an error, a finding or a diagnosis goes without a test that names it. */

import { DIAGNOSES } from "../../lib/codes/diagnoses.ts";
import { PROBLEMS } from "../../lib/codes/errors.ts";
import { FINDINGS } from "../../lib/codes/findings.ts";
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
  findings: FINDINGS,
  errors: PROBLEMS,
  diagnoses: DIAGNOSES,
};

for (const [what, table] of Object.entries(tables)) {
  Deno.test(`all ${what} are named by tests`, () => {
    const unnamed = Object.keys(table).filter((code) =>
      !texts.some((text) => text.includes(`"${code}"`))
    );
    deepEqual(unnamed, []);
  });
}
