/**
 * `POST /v1/header`: a request to a reply.
 *
 * @module
 */

import { HeaderError } from "../lib/errors.ts";
import type { Limits } from "../lib/limits.ts";
import type { RawOption } from "../lib/options/types.ts";
import { type Question, ServiceRequest, type Settings } from "../lib/service.ts";
import { MEDIA_TYPES, type Written, writtenHeader } from "../lib/written.ts";
import { negotiate } from "./negotiation.ts";
import { NEGOTIATED, replyOf } from "./reply.ts";
import { readBody } from "./read_body.ts";

/** Makes a request of the options in the address. */
type Make = (stated: Iterable<RawOption>, settings: Settings) => ServiceRequest;

/**
 * Makes the header that a request asks for.
 *
 * @throws {HeaderError} when there is none
 * @throws {HttpProblem} when HTTP's own rules refuse
 */
export function answer(request: Request, limits: Limits): Promise<Response> {
  const make: Make = (...asked) => new ServiceRequest("header", ...asked);
  return answerOf("header", request, limits, make, headerResponse);
}

/**
 * Answers one request.
 *
 * @param make What is asked
 * @param respond The answer to it, when the body was read
 */
export async function answerOf(
  question: Question,
  request: Request,
  limits: Limits,
  make: Make,
  respond: (asked: ServiceRequest) => Response | Promise<Response>,
): Promise<Response> {
  const started = performance.now();
  const { search, searchParams } = new URL(request.url);
  const asked = make(search === "" ? [] : searchParams, {
    limits,
    chooseFormat: (forms) => negotiate(request.headers.get("Accept"), forms),
  });
  await readBody(request, asked.intake);
  const read = performance.now();
  const response = await respond(asked);
  response.headers.set(
    "Server-Timing",
    timing({ read: read - started, [question]: performance.now() - read }),
  );
  return response;
}

async function headerResponse(asked: ServiceRequest): Promise<Response> {
  const { reply, budget, format, forms, volume } = asked.header();
  if (forms.length > 0 && format !== "json" && format !== "zip") throw formsNotShown();
  const written = await writtenHeader(reply, format, forms, volume, budget);
  const response = respond(written);
  const { headers } = response;
  if (format !== "json") {
    headers.set("Content-Disposition", `attachment; filename="${written.name}"`);
  }
  if (written.findings.length > 0) {
    headers.set("Dcm2nhdr-Findings", written.findings.join(", "));
  }
  return response;
}

/** One header has no room for others. */
function formsNotShown(): HeaderError {
  return new HeaderError(
    "bad-option",
    'Option "forms" adds to a reply that holds several headers: JSON or zip',
    { option: "forms", help: "format=json or format=zip" },
  );
}

/** What was written, as a response. */
export function respond({ format, content }: Written): Response {
  const type = MEDIA_TYPES[format];
  return replyOf(content, {
    "Content-Type": format === "text" ? `${type}; charset=utf-8` : type,
    "Cache-Control": "no-store",
    ...NEGOTIATED,
  });
}

/** Durations in milliseconds, as Server Timing writes them. */
function timing(durations: Readonly<Record<string, number>>): string {
  return Object.entries(durations).map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(", ");
}
