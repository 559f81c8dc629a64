/**
 * `GET /openapi.json`: made by `tools/openapi/`, loaded by the first request for it.
 *
 * @module
 */

import { fileResponse } from "./generated_file.ts";

/** Seconds for which a copy may be used unasked; the document changes with the version only. */
const MAX_AGE = 3600;

/** The document as a response. */
export async function openapi(): Promise<Response> {
  const { openapi } = await import("./generated/openapi.ts");
  return fileResponse(openapi, "application/json", `public, max-age=${MAX_AGE}`);
}
