/**
 * `GET /`, `/page.js`, `/page.css`: the page, from memory.
 *
 * @module
 */

import { fileResponse } from "./generated_file.ts";

/** Media type and name of the page's files, by path. */
const FILES: ReadonlyMap<string, readonly [type: string, name: "html" | "js" | "css"]> = new Map([
  ["/", ["text/html", "html"]],
  ["/page.js", ["text/javascript", "js"]],
  ["/page.css", ["text/css", "css"]],
]);

/**
 * What the page may do: run and style itself with its own files, and read from the DICOMweb server
 * whose address a person enters, which may be one on the same machine. Nothing else leaves it.
 */
export const PAGE_POLICY: Readonly<Record<string, string[]>> = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:", "blob:"],
  connectSrc: ["'self'", "https:", "http://localhost:*", "http://127.0.0.1:*"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The page's files, by path. */
export const PAGE_PATHS: readonly string[] = [...FILES.keys()];

/** A file of the page, with its tag. */
export async function pageFile(path: string): Promise<Response> {
  const [type, name] = FILES.get(path)!;
  const file = (await import("./generated/page.ts"))[name];
  // The three files belong together, so each is asked for anew; the tag makes that cheap.
  return fileResponse(file, `${type}; charset=utf-8`, "no-cache");
}
