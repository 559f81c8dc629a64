/**
 * `deno task generate`: the modules in `routes/generated/`, which git does not keep.
 *
 * What is up to date stays. `deno.json` has the tasks that need them call this first.
 *
 * @module
 */

import { firstLine, moduleOf } from "./generated_module.ts";
import { hashOfSources, target } from "./sources.ts";

/** What each module exports. */
const MODULES: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> = {
  // Imported late: compilers take longer to load than all files take to read.
  page: async () => (await import("./page_bundle.ts")).pageFiles(),
  docs: async () => (await import("./site/service.ts")).docsFiles(),
  clients: async () => (await import("./client_files.ts")).clientFiles(),
  openapi: async () => {
    const document = await (await import("./openapi/document.ts")).makeDocument();
    return { openapi: JSON.stringify(document) + "\n" };
  },
};

const sources = await hashOfSources();
const outdated = Object.keys(MODULES).filter((name) => !isUpToDate(name));
if (outdated.length > 0) Deno.mkdirSync(target, { recursive: true });
for (const name of outdated) {
  // Written aside and moved, so that a second run meanwhile never reads half a module.
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
