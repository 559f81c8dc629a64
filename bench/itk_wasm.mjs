// deno-lint-ignore-file no-console
/**
 * Times what @itk-wasm/dicom takes to read a folder's files as a series, in Node, where it takes
 * files alone.
 *
 * Usage: node itk_wasm.mjs FOLDER ROUNDS PACKAGES, the last a folder in which npm has installed it.
 * Prints JSON as `python.py` does; an empty list where it is not installed.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, rounds, packages] = process.argv.slice(2);
const home = join(packages, "node_modules/@itk-wasm/dicom");
const found = [];

if (existsSync(home)) {
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const module = pathToFileURL(join(home, "dist/index-node.js")).href;
  const { readImageDicomFileSeriesNode } = await import(module);
  const inputImages = readdirSync(folder).map((name) => join(folder, name));
  const taken = [];
  for (let round = 0; round <= Number(rounds); round++) {
    const started = performance.now();
    const { outputImage } = await readImageDicomFileSeriesNode({ inputImages });
    if (outputImage.size[2] !== inputImages.length) throw new Error(`size ${outputImage.size}`);
    if (round > 0) taken.push(performance.now() - started);
  }
  const files = taken.sort((a, b) => a - b)[taken.length >> 1];
  const work = "reads the series";
  found.push({ name: "@itk-wasm/dicom", version, work, files, memory: null });
}
console.log(JSON.stringify(found));
