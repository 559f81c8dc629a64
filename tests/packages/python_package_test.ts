/** The package as PyPI has it: built, judged, installed into an empty environment and used there. */

import { dirname } from "node:path";
import { makePythonPackage } from "../../tools/python_package.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { node, python, pythonLacks, run, runWell } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";
import { checkTaskDone, withTask } from "./support.ts";

/** Builds and judges packages, as tests/packages/requirements.txt has it. */
const lacks = pythonLacks(["build", "hatchling", "twine"]);

/** Nothing but the standard library is there; the client starts its service by itself. */
const PROGRAM = `
import dcm2nhdr, json, os, sys

volume = dcm2nhdr.header("series", order="given")
address = dcm2nhdr.local()
assert address == dcm2nhdr.local()
print(json.dumps([volume.affine, address]), flush=True)
if sys.argv[1] == "killed":
    os.kill(os.getpid(), 9)
`;

/** Stands in the place of the service, and says what it may. */
const PRYING = `
import { readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

const tried = {
  read: () => readFileSync("series/brain_001.dcm"),
  write: () => writeFileSync("stolen", ""),
  run: () => execFileSync("true"),
};
const may = Object.keys(tried).filter((name) => {
  try {
    tried[name]();
    return true;
  } catch {
    return false;
  }
});
console.log("http://127.0.0.1/may:" + may.join());
process.stdin.resume();
`;

/** What runs the program, by the folders that are on the path. */
const RUNTIMES: readonly (readonly [string, string | undefined])[] = [
  ["Deno", dirname(Deno.execPath())],
  ["Node", node === undefined ? undefined : await folderOf(node)],
];

async function folderOf(program: string): Promise<string> {
  const print = ["-p", "require('path').dirname(process.execPath)"];
  return (await runWell(program, print)).trim();
}

if (lacks !== undefined) {
  skipped("the Python package", lacks);
} else {
  Deno.test("the Python package", async (t) => {
    const made = await Deno.makeTempDir();
    try {
      await makePythonPackage(made);
      await runWell(python!, ["-m", "build", "--no-isolation"], { cwd: made });
      const files = [...Deno.readDirSync(`${made}/dist`)].map(({ name }) => `dist/${name}`);
      equal(files.length, 2);
      const wheel = files.find((name) => name.endsWith(".whl"))!;
      await t.step("twine finds nothing", async () => {
        await runWell(python!, ["-m", "twine", "check", "--strict", ...files], { cwd: made });
      });
      const lacksTypes = pythonLacks(["mypy", "numpy"]);
      await t.step({
        name: "is typed",
        ignore: lacksTypes !== undefined,
        fn: async () => {
          await runWell(python!, ["-m", "mypy", "--strict", "-p", "dcm2nhdr"], { cwd: made });
        },
      });
      await runWell(python!, ["-m", "venv", "--without-pip", "venv"], { cwd: made });
      const bin = `${made}/venv/bin`;
      const install = ["install", "--quiet", "--no-deps", "--no-index", wheel];
      const pip = ["-m", "pip", "--disable-pip-version-check", "--python", `${bin}/python`];
      await runWell(python!, [...pip, ...install], { cwd: made });
      await withTask(async (folder) => {
        for (const [name, path] of RUNTIMES) {
          const ignore = path === undefined;
          // No other runtime is found, and no service is named.
          const at: Place = { bin, folder, env: { PATH: path ?? "", DCM2NHDR_URL: "" } };
          await t.step({ name: `does the task by ${name}`, ignore, fn: () => doesTask(at) });
          await t.step({ name: `has a service in ${name}`, ignore, fn: () => hasService(at) });
        }
        await t.step("says what is missing where there is neither", () => saysWhatIsMissing(bin));
        await Deno.writeTextFile(await mainOf(bin), PRYING);
        for (const [name, path] of RUNTIMES) {
          const ignore = path === undefined;
          const at: Place = { bin, folder, env: { PATH: path ?? "", DCM2NHDR_URL: "" } };
          await t.step({
            name: `its service may nothing in ${name}`,
            ignore,
            fn: () => mayNothing(at),
          });
        }
      });
    } finally {
      await Deno.remove(made, { recursive: true });
    }
  });
}

interface Place {
  /** The environment's programs. */
  readonly bin: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

async function doesTask({ bin, folder, env }: Place): Promise<void> {
  for (const output of ["mask.nrrd", "mask.nii.gz"]) {
    const args = ["series", "mask.npy", "order=given", "--force", "-o", output];
    await runWell(`${bin}/dcm2nhdr`, args, { cwd: folder, env });
    await checkTaskDone(`${folder}/${output}`);
    await Deno.remove(`${folder}/${output}`);
  }
}

async function hasService({ bin, folder, env }: Place): Promise<void> {
  for (const end of ["ended", "killed"]) {
    const { stdout, stderr } = await run(`${bin}/python`, ["-c", PROGRAM, end], {
      cwd: folder,
      env,
    });
    ok(stdout !== "", stderr);
    const [affine, address] = JSON.parse(stdout) as [number[][], string];
    // RAS: the step from slice to slice, and the first slice.
    nearAll(affine.map((row) => row[2]!), [0, 0.942, 6.937, 0], 0.01);
    nearAll(affine.map((row) => row[3]!), [110.5, 78.306, -72.758, 1], 0.01);
    await ends(address);
  }
}

/** A service hears of the end of its program at once; this is for a machine that is busy. */
const MOST_TRIES = 100;

async function ends(address: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const answers = await fetch(`${address}/health`).then((reply) => reply.body?.cancel())
      .then(() => true, () => false);
    if (!answers) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  ok(false, `${address} still answers`);
}

async function saysWhatIsMissing(bin: string): Promise<void> {
  const { success, stderr } = await run(`${bin}/python`, [`${bin}/dcm2nhdr`, "--version"], {
    env: { PATH: bin },
  });
  equal(success, false);
  ok(/^no-runtime: .*pip install "dcm2nhdr\[local\]"/.test(stderr), stderr);
}

async function mayNothing({ bin, folder, env }: Place): Promise<void> {
  const print = "import dcm2nhdr; print(dcm2nhdr.local())";
  const said = await runWell(`${bin}/python`, ["-c", print], { cwd: folder, env });
  deepEqual(said.trim(), "http://127.0.0.1/may:");
}

/** The file of the program within the environment. */
async function mainOf(bin: string): Promise<string> {
  const print = "import dcm2nhdr._program as program; print(program._MAIN)";
  return (await runWell(`${bin}/python`, ["-c", print])).trim();
}
