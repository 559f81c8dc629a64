/** The notebooks show what somebody will see who executes them. */

import { deepEqual, equal, ok } from "../assert.ts";
import { pythonLacks } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";
import { executed, NOTEBOOKS } from "./executed.ts";

/** What each prints last, if its assertions hold, and what it needs. */
const EXPECTED = [
  {
    name: "python.ipynb",
    last: "The mask lies on the image.\n",
    needs: ["jupyter_client", "ipykernel", "numpy", "pydicom", "nrrd", "SimpleITK"],
  },
  {
    name: "deno.ipynb",
    last: "The image lies where DICOM has it.\n",
    needs: ["jupyter_client"],
  },
];

/** What tells of the machine that a notebook was executed on: folders, addresses, clocks. */
const OF_A_MACHINE =
  /\/(tmp|home|root|Users|usr|var)\/|[A-Z]:\\|\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d|0x[0-9a-f]{6}/;

interface Cell {
  readonly cell_type: string;
  readonly metadata: object;
  readonly outputs: readonly { readonly name: string; readonly text: readonly string[] }[];
  readonly execution_count: number;
}

for (const { name, last, needs } of EXPECTED) {
  const text = Deno.readTextFileSync(new URL(name, NOTEBOOKS));
  const { cells, metadata }: { readonly cells: readonly Cell[]; readonly metadata: object } = JSON
    .parse(text);
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const stored = code.map(({ outputs }) => outputs.flatMap(({ text }) => text).join(""));

  Deno.test(`${name} is kept with its outputs, and without the machine that made them`, () => {
    ok(stored.filter((output) => output !== "").length > 3);
    equal(stored.at(-1), last);
    for (const output of stored) ok(!OF_A_MACHINE.test(output), output);
    deepEqual(code.map(({ execution_count }) => execution_count), code.map((_, k) => k + 1));
    ok(cells.every(({ metadata }) => Object.keys(metadata).length === 0));
    ok(!/version|timestamp/.test(JSON.stringify(metadata)));
  });

  const lacks = pythonLacks(needs);
  if (lacks !== undefined) skipped(name, lacks);
  Deno.test({
    name: `${name} writes what it is kept with`,
    ignore: lacks !== undefined,
    fn: async () => deepEqual(await executed(name), stored),
  });
}
