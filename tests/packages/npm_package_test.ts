/** The package as npm has it: packed, judged, installed into an empty folder and used there. */

import { makePackage } from "../../tools/npm_package.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { dictionaries } from "../routes/support.ts";
import { run, runWell } from "../support/programs.ts";
import { withServerProcess } from "../support/server_process.ts";
import { skipped } from "../support/skip.ts";
import { checkTaskDone, lacksRegistry, lacksTools, NODE_FIRST, tool, withTask } from "./support.ts";

/** What somebody writes who has installed the package. */
const PROGRAM = `
import { describe, isHeaderError, type Reply } from "dcm2nhdr";
import { createApp } from "dcm2nhdr/app";
import { Client } from "dcm2nhdr/client";

const slices = JSON.parse(process.argv[2] ?? "");
const reply: Reply = describe(slices, { order: "given" });
// @ts-expect-error The compiler knows what volumes are.
export const number: number = reply.volumes;
try {
  describe(new Uint8Array(0));
} catch (error) {
  if (!isHeaderError(error, "not-dicom")) throw error;
}
const { fetch } = createApp();
const client = new Client("http://127.0.0.1:8000", {
  fetch: (input, init) => fetch(new Request(input, init)),
});
const { volumes } = await client.header(slices);
console.log(JSON.stringify([reply, { volumes }].map((one) => one.volumes[0]?.geometry.directions)));
`;

/** With the page and the documents, which `serve` hands out: four fifths of it. */
const MOST_PACKED_BYTES = 1.5e6;

const env = NODE_FIRST;
const lacking = await lacksTools(["publint", "attw", "tsc"]) ?? await lacksRegistry();

if (lacking !== undefined) {
  skipped("the npm package", lacking);
} else {
  Deno.test("the npm package", async (t) => {
    const made = await Deno.makeTempDir();
    try {
      await makePackage(made);
      const name = (await runWell("npm", ["pack", "--silent"], { cwd: made, env })).trim();
      const archive = `${made}/${name}`;
      await t.step("is small", async () => {
        const { size } = await Deno.stat(archive);
        ok(size < MOST_PACKED_BYTES, `${size} bytes`);
      });
      await t.step("publint and arethetypeswrong find nothing", async () => {
        await runWell(tool("publint"), ["--strict", archive], { env });
        // There is no CommonJS.
        await runWell(tool("attw"), ["--profile", "esm-only", archive], { env });
      });
      await withTask(async (folder) => {
        await Deno.writeTextFile(`${folder}/package.json`, '{ "private": true, "type": "module" }');
        const install = ["install", "--silent", "--no-audit", "--no-fund", "--prefer-offline"];
        await runWell("npm", [...install, archive, "@types/node@22.20.7"], { cwd: folder, env });
        await t.step("does the task by npx", () => doesTask(folder));
        await t.step("says that a Node is too old", () => refusesOldNode(folder));
        await t.step("is a library with types", () => isLibrary(folder));
        await t.step("serves", () => serves(folder));
      });
    } finally {
      await Deno.remove(made, { recursive: true });
    }
  });
}

async function doesTask(cwd: string): Promise<void> {
  for (const output of ["mask.nrrd", "mask.nii.gz"]) {
    const args = ["--no", "dcm2nhdr", "series", "mask.npy", "order=given", "-o", output];
    await runWell("npx", args, { cwd, env });
    await checkTaskDone(`${cwd}/${output}`);
  }
  const { success, stderr } = await run("npx", ["--no", "dcm2nhdr", "nowhere"], { cwd, env });
  equal(success, false);
  ok(stderr.includes("nowhere"), stderr);
}

/** The Node that runs says that it is an older one. */
async function refusesOldNode(cwd: string): Promise<void> {
  for (
    const [version, refused] of [["20.20.2", true], ["22.12.0", true], ["22.13.0", false]] as const
  ) {
    const older = `Object.defineProperty(process, "versions", {
      value: { ...process.versions, node: "${version}" } })`;
    const args = ["--import", `data:text/javascript,${encodeURIComponent(older)}`];
    const program = [`${cwd}/node_modules/dcm2nhdr/program.js`, "--version"];
    const { success, stderr } = await run(tool("node"), [...args, ...program], { cwd, env });
    equal(success, !refused, `${version}: ${stderr}`);
    equal(stderr.includes("needs Node 22.13 or newer"), refused, stderr);
  }
}

async function isLibrary(cwd: string): Promise<void> {
  await Deno.writeTextFile(`${cwd}/program.ts`, PROGRAM);
  const check = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  const modules = ["--module", "nodenext", "--target", "es2024", "--types", "node"];
  await runWell(tool("tsc"), [...check, ...modules, "program.ts"], { cwd, env });
  const written = await runWell(tool("node"), ["program.js", JSON.stringify(dictionaries)], {
    cwd,
  });
  const directions = [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 2.5]];
  deepEqual(JSON.parse(written), [directions, directions]);
}

async function serves(cwd: string): Promise<void> {
  const program = `${cwd}/node_modules/dcm2nhdr/program.js`;
  const start = { program: tool("node"), args: [program, "serve", "--port", "0"] };
  await withServerProcess(start, async ({ origin }) => {
    const page = await fetch(origin, { headers: { Accept: "text/html" } });
    equal(page.status, 200);
    ok((await page.text()).includes("<html"));
    const body = JSON.stringify(dictionaries);
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const reply = await fetch(`${origin}/v1/header`, { method: "POST", headers, body });
    deepEqual((await reply.json()).volumes[0].geometry.directions[2], [0, 0, 2.5]);
  });
}
