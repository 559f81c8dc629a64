/**
 * `POST /v1/header`: a request to a reply.
 *
 * @module
 */

import { makeReply } from "../lib/mod.ts";
import { readBody } from "./read_body.ts";
import type { Limits } from "../lib/limits.ts";
import { negotiate } from "./negotiation.ts";
import { checkBeside, readOptions } from "../lib/options/read.ts";
import { replyResponse } from "./replies.ts";

/**
 * Answers one request.
 *
 * @throws {HeaderError} when no header can be made
 * @throws {HttpProblem} when HTTP's own rules refuse
 */
export async function header(request: Request, limits: Limits): Promise<Response> {
  const started = performance.now();
  const query = [...new URL(request.url).searchParams];
  // Looked at before the body, so that a misspelt option does not cost an upload.
  readOptions(query);
  const intake = await readBody(request, limits);
  checkBeside(intake.beside);
  const options = readOptions(query, intake.options, intake.array);
  const format = options.format ?? negotiate(request.headers.get("Accept"));
  const read = performance.now();
  const reply = makeReply(intake.objects, intake.skipped, options.header, limits);
  const response = replyResponse(reply, format, options.volume);
  response.headers.set(
    "Server-Timing",
    timing({ read: read - started, header: performance.now() - read }),
  );
  return response;
}

/** Durations in milliseconds, as Server Timing writes them. */
export function timing(durations: Readonly<Record<string, number>>): string {
  return Object.entries(durations).map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(", ");
}
