/**
 * The clients as files that stand alone: what `clients/` is to those who load it from the service.
 *
 * @module
 */

import { bundled } from "./bundled.ts";
import { declarationsOf } from "./declarations.ts";

const clients = new URL("../clients/", import.meta.url);

/** A module for browsers with its types, and the client for Python. */
export async function clientFiles(): Promise<Readonly<Record<"js" | "types" | "python", string>>> {
  const entry = new URL("typescript/mod.ts", clients);
  return {
    js: await bundled(entry),
    types: declarationsOf(entry),
    python: await Deno.readTextFile(new URL("python/dcm2nhdr.py", clients)),
  };
}
