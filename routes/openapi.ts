/**
 * `GET /openapi.json`: made by `tools/openapi/`, loaded by the first request for it.
 *
 * @module
 */

import { openapi as file } from "./generated/openapi.ts";
import { fileResponse } from "./generated_file.ts";

/** Seconds for which a copy may be used unasked; the document changes with the version only. */
const MAX_AGE = 3600;

/** The document as a response. */
export function openapi(request: Request): Response {
  return fileResponse(file, request, "application/json", `public, max-age=${MAX_AGE}`);
}
