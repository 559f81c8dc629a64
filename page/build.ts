/**
 * Bundles the page into `routes/page_assets.ts`, so that the server needs no file to serve it.
 *
 * `deno task page` writes it, `deno task page --check` says whether it is up to date.
 *
 * @module
 */
// deno-lint-ignore-file no-console

/// <reference lib="deno.ns" />

import { encodeHex } from "@std/encoding/hex";

const root = new URL("../", import.meta.url);
const target = new URL("routes/page_assets.ts", root);

/** The page is to stay smaller than this, compressed. */
const LARGEST = 150_000;

const files = {
  html: await Deno.readTextFile(new URL("index.html", import.meta.url)),
  css: await Deno.readTextFile(new URL("page.css", import.meta.url)),
  js: await bundle(),
};
const generated = await moduleOf(files);

if (Deno.args.includes("--check")) {
  if (await Deno.readTextFile(target).catch(() => "") !== generated) {
    fail("routes/page_assets.ts is not what page/ and lib/ make: run deno task page");
  }
} else {
  await Deno.writeTextFile(target, generated);
}

let total = 0;
for (const [name, text] of Object.entries(files)) {
  const size = await compressedSize(text);
  total += size;
  console.log(`${name}: ${text.length} characters, ${size} bytes compressed`);
}
console.log(`page: ${total} bytes compressed of ${LARGEST}`);
if (total > LARGEST) fail("the page has become too large");

async function bundle(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--minify", "page/main.ts"],
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (!success) fail(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

async function moduleOf(files: Readonly<Record<string, string>>): Promise<string> {
  const assets = await Promise.all(
    Object.entries(files).map(async ([name, text]) =>
      `/** The page's ${name.toUpperCase()}. */
export const ${name}: Asset = {
  tag: ${JSON.stringify(await hash(text))},
  text: ${JSON.stringify(text)},
};
`
    ),
  );
  return `// Written by \`deno task page\` from page/ and lib/; not to be edited.
// deno-fmt-ignore-file
// deno-lint-ignore-file

/** A file of the page. */
export interface Asset {
  /** Hash of the text. */
  readonly tag: string;
  readonly text: string;
}

${assets.join("\n")}`;
}

/** The first 96 bits of SHA-256, in hexadecimal. */
async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return encodeHex(new Uint8Array(digest, 0, 12));
}

async function compressedSize(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

function fail(message: string): never {
  console.error(message);
  Deno.exit(1);
}
