/**
 * Sources of the generated modules.
 *
 * @module
 */

import { hash } from "./generated_module.ts";

const root = new URL("../", import.meta.url);

/** Where the modules are. */
export const target: URL = new URL("routes/generated/", root);

/** All that they are made of. */
const SOURCES = ["clients", "deno.json", "deno.lock", "docs", "lib", "page", "routes", "tools"];

/** One hash over the names and contents of all sources, and over the version of the bundler. */
export async function hashOfSources(): Promise<string> {
  const parts: Uint8Array[] = [new TextEncoder().encode(Deno.version.deno)];
  for (const path of SOURCES.flatMap(filesBelow)) {
    const bytes = Deno.readFileSync(new URL(path, root));
    parts.push(new TextEncoder().encode(`\0${path}\0${bytes.length}\0`), bytes);
  }
  return await hash(new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()));
}

/** Files as paths from the root, sorted; the path itself if it is a file. */
function filesBelow(path: string): string[] {
  const url = new URL(path, root);
  if (url.href + "/" === target.href) return [];
  if (Deno.statSync(url).isFile) return [path];
  const names = [...Deno.readDirSync(url)].map(({ name }) => name).sort();
  return names.flatMap((name) => filesBelow(`${path}/${name}`));
}
