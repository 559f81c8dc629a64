/** The library as npm has it: packed, installed somewhere else, type-checked and run by Node. */

import { makePackage, TYPESCRIPT } from "../../tools/npm_package.ts";
import { deepEqual } from "../assert.ts";
import { dictionaries } from "../routes/support.ts";
import { node, runWell } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";

const folder = Deno.env.get("DCM2NHDR_RUNTIMES") || undefined;

/** What somebody writes who has installed the package. */
const PROGRAM = `
import { describe, isHeaderError, type Reply } from "dcm2nhdr";

const reply: Reply = describe(JSON.parse(process.argv[2] ?? ""), { order: "given" });
// @ts-expect-error The compiler knows what volumes are.
export const number: number = reply.volumes;
try {
  describe(new Uint8Array(0));
} catch (error) {
  if (!isHeaderError(error, "not-dicom")) throw error;
}
console.log(JSON.stringify(reply.volumes[0]?.geometry.directions));
`;

if (folder === undefined) {
  skipped("the npm package", "DCM2NHDR_RUNTIMES is not set");
} else {
  Deno.test("the npm package installs, type-checks and runs in Node", async () => {
    const made = await Deno.makeTempDir({ dir: folder });
    await makePackage(made);
    const packed = await runWell("npm", ["pack", "--silent"], { cwd: made });
    const cwd = await Deno.makeTempDir({ dir: folder });
    await Deno.writeTextFile(`${cwd}/package.json`, '{ "private": true, "type": "module" }');
    await Deno.writeTextFile(`${cwd}/program.ts`, PROGRAM);
    const install = ["install", "--silent", "--no-audit", "--no-fund", "@types/node@20"];
    await runWell("npm", [...install, `${made}/${packed.trim()}`], { cwd });
    const check = ["--strict", "--module", "nodenext", "--target", "es2024"];
    await runWell("npx", ["--yes", "--package", TYPESCRIPT, "tsc", ...check, "program.ts"], {
      cwd,
    });
    const written = await runWell(node!, ["program.js", JSON.stringify(dictionaries)], { cwd });
    deepEqual(JSON.parse(written), [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 2.5]]);
  });
}
