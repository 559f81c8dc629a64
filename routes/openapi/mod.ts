/**
 * `GET /openapi.json`. Loaded by the first request for it.
 *
 * @module
 */

import { makeDocument } from "./document.ts";

/** Seconds for which a copy may be used unasked; the document changes with the version only. */
const MAX_AGE = 3600;

let text: Promise<string> | undefined;

/** The document as a response; made once. */
export async function openapi(): Promise<Response> {
  text ??= makeDocument().then((document) => JSON.stringify(document, null, 1) + "\n");
  return new Response(await text, {
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": `public, max-age=${MAX_AGE}`,
    },
  });
}
