/**
 * `GET /docs`, `/docs.js`, `/docs.css`: the documentation, from memory.
 *
 * @module
 */

import { fileResponse } from "./generated_file.ts";

/** Media type and name of the files, by path. */
const FILES: ReadonlyMap<string, readonly [type: string, name: "html" | "js" | "css"]> = new Map([
  ["/docs", ["text/html", "html"]],
  ["/docs.js", ["text/javascript", "js"]],
  ["/docs.css", ["text/css", "css"]],
]);

/** The documentation's files, by path. */
export const DOCS_PATHS: readonly string[] = [...FILES.keys()];

/** A file of the documentation, with its tag. */
export async function docsFile(path: string, request: Request): Promise<Response> {
  const [type, name] = FILES.get(path)!;
  const file = (await import("./generated/docs.ts"))[name];
  // The files belong together, so each is asked for anew; the tag makes that cheap.
  return fileResponse(file, request, `${type}; charset=utf-8`, "no-cache");
}
