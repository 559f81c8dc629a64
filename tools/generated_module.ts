/**
 * Modules that hold files, so that the service needs none to send them.
 *
 * @module
 */

import { brotliCompressSync, gzipSync } from "node:zlib";

/** Made once, and sent often. */
const GZIP = { level: 9 };

/** Bytes of a text as the service sends it to whoever does not take Brotli. */
export function compressedSize(text: string): number {
  return gzipSync(text, GZIP).length;
}

/**
 * The text of a module.
 *
 * @param sources Hash of what it is made of, for the first line
 * @param files Texts by the name under which the module exports them
 */
export async function moduleOf(
  sources: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const exports = await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const bytes = new TextEncoder().encode(text);
      return `export const ${name}: GeneratedFile = {
  tag: ${JSON.stringify(await hash(bytes))},
  gzip: "${gzipSync(bytes, GZIP).toString("base64")}",
  brotli: "${brotliCompressSync(bytes).toString("base64")}",
};
`;
    }),
  );
  return `${firstLine(sources)}
import type { GeneratedFile } from "../generated_file.ts";

${exports.join("\n")}`;
}

/** The line by which a module is known to be up to date. */
export function firstLine(sources: string): string {
  return `// Written by \`deno task generate\` from ${sources}; not to be edited.`;
}

/** The first 96 bits of SHA-256, in hexadecimal. */
export async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest, 0, 12)].map((b) => b.toString(16).padStart(2, "0")).join("");
}
