/** The command line as one file that Node runs by itself. */

import { fileURLToPath } from "node:url";
import { deepEqual, equal } from "../assert.ts";
import { NO_NODE, node, run, runWell } from "../support/programs.ts";
import { withSeriesFolder } from "../support/series_folder.ts";
import { skipped } from "../support/skip.ts";
import { header } from "./support.ts";

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

async function sameInNode(): Promise<void> {
  await withSeriesFolder(async (folder) => {
    const bundle = `${folder}/header.mjs`;
    await runWell(Deno.execPath(), ["bundle", "--quiet", "--minify", "--output", bundle, main]);
    const args = ["series", "--space", "RAS", "--format", "json"];
    const inNode = await run(node!, [bundle, ...args], { cwd: folder });
    deepEqual([inNode.success, inNode.stderr], [true, ""]);
    equal(inNode.stdout, (await header(args, { from: folder })).stdout);
    equal((await run(node!, [bundle, "nowhere"], { cwd: folder })).success, false);
  });
}

if (node) {
  Deno.test("the command line runs in Node, too, as one file", sameInNode);
} else {
  skipped("the command line in Node", NO_NODE);
}
