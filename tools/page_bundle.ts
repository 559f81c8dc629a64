/**
 * The page in four files: what `page/` is to a browser. What reads DICOM is the worker's and comes when
 * it is needed.
 *
 * @module
 */

import { bundled } from "./bundled.ts";

const page = new URL("../page/", import.meta.url);

/** What the first sight of the page takes, in bytes compressed: half a second of a slow line. */
const LARGEST_FIRST = 130_000;
/** What the whole page takes: its worker, which reads DICOM and writes every format, comes behind the rest. */
const LARGEST = 220_000;

/** Files that are sent before anything is seen. */
const FIRST = ["html", "css", "js"] as const;

/** Names of the files. */
type FileName = (typeof FIRST)[number] | "worker";

/**
 * Bundles the page.
 *
 * @throws {Error} when it cannot be bundled or has become too large
 */
export async function pageFiles(): Promise<Readonly<Record<FileName, string>>> {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", page)));
  const files = {
    html: (await Deno.readTextFile(new URL("index.html", page)))
      .replace(/\{\{ ?version ?\}\}/, version),
    css: await Deno.readTextFile(new URL("page.css", page)),
    js: await bundled(new URL("main.ts", page)),
    worker: await bundled(new URL("worker_main.ts", page)),
  };
  const { first, all } = await pageSizes(files);
  if (first > LARGEST_FIRST || all > LARGEST) {
    throw new Error(
      `the page has become too large: ${first} bytes compressed of ${LARGEST_FIRST} at first, ${all} of ${LARGEST} in all`,
    );
  }
  return files;
}

/** Bytes of the page's files, compressed: of those that come first, and of all. */
export async function pageSizes(
  files: Readonly<Record<FileName, string>>,
): Promise<{ readonly first: number; readonly all: number }> {
  const sizes = await Promise.all(FIRST.map((name) => compressedSize(files[name])));
  const first = sizes.reduce((sum, size) => sum + size, 0);
  return { first, all: first + await compressedSize(files.worker) };
}

async function compressedSize(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}
