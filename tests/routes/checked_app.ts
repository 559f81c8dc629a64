/**
 * The service, each of whose replies is held against the published document: what a test asks in
 * passing proves that it says the truth.
 *
 * @module
 */

import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { PROBLEMS } from "../../lib/codes/errors.ts";
import { type App, createApp as createPlainApp, type Settings } from "../../routes/app.ts";
import type { Problem } from "../../routes/problems.ts";
import { equal, ok } from "../assert.ts";
import { faults, isDocumented, operationOf } from "../openapi/support.ts";

export type { Settings } from "../../routes/app.ts";

/** Where requests to a path go. */
const ORIGIN = "http://localhost";

/** As in `routes/app.ts`; a reply that is not as published is an error. */
export function createApp(settings?: Settings): App {
  const app = createPlainApp(settings);
  const fetch = async (request: Request): Promise<Response> => {
    const { method } = request;
    const { pathname } = new URL(request.url);
    const response = await app.fetch(request);
    if (method !== "HEAD" && method !== "OPTIONS") {
      const read = await unpacked(response.clone());
      if (read.headers.get("Content-Type") === "application/problem+json") {
        await isProblem(read.clone());
      }
      const place = operationOf(method, pathname);
      if (place) await isDocumented(place, read);
    }
    return response;
  };
  return {
    fetch,
    request: (path, init) => fetch(new Request(path instanceof URL ? path : ORIGIN + path, init)),
  };
}

const UNPACK = { gzip: gunzipSync, br: brotliDecompressSync };

/** The response as `fetch` would give it. */
async function unpacked(response: Response): Promise<Response> {
  const coding = response.headers.get("Content-Encoding");
  if (coding === null) return response;
  const bytes = UNPACK[coding as keyof typeof UNPACK](await response.arrayBuffer());
  return new Response(new Uint8Array(bytes), response);
}

/** Fails unless a problem is one and agrees with itself. */
async function isProblem(response: Response): Promise<void> {
  const problem: Problem = await response.json();
  equal(faults("Problem", problem), undefined);
  equal(problem.status, response.status);
  equal(problem.type, `/problems/${problem.code}`);
  ok(PROBLEMS[problem.code].status.includes(problem.status), problem.code);
}
