// deno-lint-ignore-file no-console
/**
 * Times what @itk-wasm/dicom takes to read the geometry of a folder's files, in Node.
 *
 * Usage: node itk_wasm.mjs FOLDER PACKAGES, the latter a folder in which npm has installed it.
 * Prints JSON: milliseconds for all files, by the median of some; nothing where it is not installed.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Enough for a median: each takes as long as hundreds of other readers'. */
const FILES = 11;

const TAGS = ["0020|0032", "0020|0037", "0028|0030", "0028|0010", "0028|0011"];

const [folder, packages] = process.argv.slice(2);
const module = join(packages, "node_modules/@itk-wasm/dicom/dist/index-node.js");
const times = {};

if (existsSync(module)) {
  const { readDicomTagsNode } = await import(pathToFileURL(module).href);
  const names = readdirSync(folder);
  const each = [];
  for (const name of names.slice(0, FILES)) {
    const started = performance.now();
    const { tags } = await readDicomTagsNode(join(folder, name), { tagsToRead: { tags: TAGS } });
    each.push(performance.now() - started);
    if (tags.length !== TAGS.length) throw new Error(`${tags.length} tags were read`);
  }
  const median = each.sort((a, b) => a - b)[each.length >> 1];
  times["@itk-wasm/dicom, reading alone"] = median * names.length;
}
console.log(JSON.stringify(times));
