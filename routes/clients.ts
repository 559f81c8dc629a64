/**
 * `GET /client.js`, `/client.d.ts`, `/dcm2nhdr.py`: the clients; and `/openapi.json`, made by
 * `tools/openapi/`, from which others can be made. All from memory.
 *
 * @module
 */

import { fileResponse } from "./generated_file.ts";

/** Media type and name of the files, by path. */
const FILES: ReadonlyMap<string, readonly [type: string, name: "js" | "types" | "python"]> =
  new Map([
    ["/client.js", ["text/javascript", "js"]],
    ["/client.d.ts", ["text/typescript", "types"]],
    ["/dcm2nhdr.py", ["text/x-python", "python"]],
  ]);

/** A copy may be used unasked for so many seconds: all of these change with the version only. */
const CACHED = "public, max-age=3600";

/** The clients' files, by path. */
export const CLIENT_PATHS: readonly string[] = [...FILES.keys()];

/** A client, with its tag. */
export async function clientFile(path: string, request: Request): Promise<Response> {
  const [type, name] = FILES.get(path)!;
  const file = (await import("./generated/clients.ts"))[name];
  const response = await fileResponse(file, request, `${type}; charset=utf-8`, CACHED);
  // By which Deno finds the types of a script.
  if (name === "js") response.headers.set("X-TypeScript-Types", "/client.d.ts");
  return response;
}

/** The document of the service, with its tag. */
export async function openapi(request: Request): Promise<Response> {
  const file = (await import("./generated/openapi.ts")).openapi;
  return fileResponse(file, request, "application/json", CACHED);
}
