/**
 * `deno task generate`: the modules in `routes/generated/`, which git does not keep.
 *
 * What is up to date stays. `deno.json` has the tasks that need them call this first.
 *
 * @module
 */

import { firstLine, hash, moduleOf } from "./generated_module.ts";

const root = new URL("../", import.meta.url);
const target = new URL("routes/generated/", root);

/** All that the modules are made of. */
const SOURCES = ["deno.json", "deno.lock", "lib", "page", "routes", "tools"];

/** What each module exports. */
const MODULES: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> = {
  // Imported late: compilers take longer to load than all files take to read.
  page: async () => (await import("./page_bundle.ts")).pageFiles(),
  openapi: async () => {
    const document = await (await import("./openapi/document.ts")).makeDocument();
    return { openapi: JSON.stringify(document) + "\n" };
  },
};

const sources = await hashOfSources();
const outdated = Object.keys(MODULES).filter((name) => !isUpToDate(name));
if (outdated.length > 0) Deno.mkdirSync(target, { recursive: true });
for (const name of outdated) {
  // Written aside and moved: whoever starts a second time meanwhile never reads half a module.
  const file = new URL(`${name}.ts`, target);
  const aside = new URL(`${name}.${Deno.pid}.tmp`, target);
  Deno.writeTextFileSync(aside, await moduleOf(sources, await MODULES[name]!()));
  Deno.renameSync(aside, file);
}

function isUpToDate(name: string): boolean {
  try {
    const text = Deno.readTextFileSync(new URL(`${name}.ts`, target));
    return text.startsWith(firstLine(sources) + "\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** One hash over the names and contents of all sources, and over the version of the bundler. */
async function hashOfSources(): Promise<string> {
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
