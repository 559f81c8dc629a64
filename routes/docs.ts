/**
 * `GET /docs/` and what is below: the documentation, from memory.
 *
 * @module
 */

import { fileResponse, type GeneratedFile, textOf } from "./generated_file.ts";
import { HttpProblem } from "./problems.ts";
import { replyOf } from "./reply.ts";

/** Media types by the extensions of the files. */
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
};

/** The name of a file: nothing else is asked of the module. */
const NAME = /^[a-z0-9-]+\.(html|css|js)$/;

/** Paths of the documentation, as routes. */
export const DOCS_PATHS: readonly string[] = ["/docs", "/docs/:file"];

/** `GET /docs`: its links are relative to the folder. */
export function docsFolder(request: Request): Response | Promise<Response> {
  if (new URL(request.url).pathname.endsWith("/")) return docsFile("index.html", request);
  return replyOf("", { "Location": "/docs/", "Cache-Control": "no-cache" }, 308);
}

/**
 * A file with its tag; for a code the way to where it is explained.
 *
 * @throws {HttpProblem} not-found
 */
export async function docsFile(name: string, request: Request): Promise<Response> {
  const { codes, ...files } = await import("./generated/docs.ts");
  const [, extension] = NAME.exec(name) ?? [];
  if (extension === undefined) return explanation(name, JSON.parse(await textOf(codes)));
  const file = (files as Readonly<Record<string, GeneratedFile>>)[exportOf(name)];
  if (file === undefined) throw missing();
  // The files belong together, so each is asked for anew; the tag makes that cheap.
  return fileResponse(file, request, `${TYPES[extension]}; charset=utf-8`, "no-cache");
}

/** Name under which the generated module exports a file. */
export function exportOf(name: string): string {
  return `_${name.replace(/\W/g, "_")}`;
}

function explanation(code: string, codes: Readonly<Record<string, string>>): Response {
  if (!Object.hasOwn(codes, code)) throw missing();
  const place = `/docs/${codes[code]}#${code}`;
  return replyOf("", { "Location": place, "Cache-Control": "no-cache" }, 303);
}

function missing(): HttpProblem {
  return new HttpProblem("not-found", "The documentation has no such page; /docs/ lists all");
}
