/**
 * The page as files: what `page/` is to a browser. What reads DICOM is the worker's and comes when it is
 * needed, and of the worker what is not needed for a first header comes later still.
 *
 * @module
 */

import { bundled, bundledInParts } from "./bundled.ts";
import { compressedSize } from "./generated_module.ts";

const page = new URL("../page/", import.meta.url);

/** What the page may take, in bytes compressed. */
const LARGEST: PageSizes = {
  // A fifth of a second of a slow line.
  first: 40_000,
  use: 165_000,
  all: 220_000,
};

/** Bytes of the page's files, compressed. */
export interface PageSizes {
  /** Until something is seen. */
  readonly first: number;
  /** Until a series has a header. */
  readonly use: number;
  /** With everything that can be done to it. */
  readonly all: number;
}

/**
 * Bundles the page.
 *
 * @returns Texts by name: `html`, `css`, `page`, `worker`, and what these scripts import
 * @throws {Error} when it cannot be bundled or has become too large
 */
export async function pageFiles(): Promise<Readonly<Record<string, string>>> {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", page)));
  const files = {
    html: (await Deno.readTextFile(new URL("index.html", page)))
      .replace(/\{\{ ?version ?\}\}/, version),
    css: await bundled(new URL("page.css", page)),
    ...Object.fromEntries([
      ...await bundledInParts(new URL("main.ts", page), "page"),
      ...await bundledInParts(new URL("worker_main.ts", page), "worker"),
    ]),
  };
  const sizes = pageSizes(files);
  for (const name of Object.keys(sizes) as (keyof PageSizes)[]) {
    if (sizes[name] <= LARGEST[name]) continue;
    throw new Error(
      `the page has become too large (${name}): ${sizes[name]} bytes compressed of ${
        LARGEST[name]
      }`,
    );
  }
  return files;
}

/** How large the page's files are. */
export function pageSizes(files: Readonly<Record<string, string>>): PageSizes {
  const sizes = new Map(Object.entries(files).map(([name, text]) => [name, compressedSize(text)]));
  const sum = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + sizes.get(name)!, 0);
  const first = ["html", "css", ...importedBy("page", files)];
  return {
    first: sum(first),
    use: sum([...first, ...importedBy("worker", files)]),
    all: sum(sizes.keys()),
  };
}

/** A script and those that it imports at once. */
function importedBy(
  name: string,
  files: Readonly<Record<string, string>>,
  found = new Set<string>(),
): Set<string> {
  found.add(name);
  for (const [, other] of files[name]!.matchAll(/(?:from|import)"\.\/(\w+)\.js"/g)) {
    if (!found.has(other!)) importedBy(other!, files, found);
  }
  return found;
}
