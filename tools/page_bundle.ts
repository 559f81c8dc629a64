/**
 * The page in three files: what `page/` is to a browser.
 *
 * @module
 */

const page = new URL("../page/", import.meta.url);

/** The page is to stay smaller than this, compressed. */
const LARGEST = 165_000;

/**
 * Bundles the page.
 *
 * @throws {Error} when it cannot be bundled or has become too large
 */
export async function pageFiles(): Promise<Readonly<Record<"html" | "css" | "js", string>>> {
  const files = {
    html: await Deno.readTextFile(new URL("index.html", page)),
    css: await Deno.readTextFile(new URL("page.css", page)),
    js: await script(),
  };
  const sizes = await Promise.all(Object.values(files).map(compressedSize));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > LARGEST) {
    throw new Error(`the page has become too large: ${total} bytes compressed of ${LARGEST}`);
  }
  return files;
}

async function script(): Promise<string> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [new URL("main.ts", page).pathname],
    platform: "browser",
    minify: true,
    write: false,
  });
  const [output] = outputFiles;
  if (!success || output === undefined) throw new Error(errors.map(({ text }) => text).join("\n"));
  return output.text();
}

async function compressedSize(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}
