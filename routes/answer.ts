/**
 * `POST /v1/header` and `POST /v1/check`: a request to a reply.
 *
 * @module
 */

import { HeaderError } from "../lib/errors.ts";
import type { Limits } from "../lib/limits.ts";
import { type Question, ServiceRequest } from "../lib/service.ts";
import { MEDIA_TYPES, type Written, writtenCheck, writtenHeader } from "../lib/written.ts";
import { negotiate } from "./negotiation.ts";
import { NEGOTIATED, replyOf } from "./reply.ts";
import { readBody } from "./read_body.ts";

/**
 * Answers one request.
 *
 * @throws {HeaderError} when there is no header, or no true one to compare with
 * @throws {HttpProblem} when HTTP's own rules refuse
 */
export async function answer(
  question: Question,
  request: Request,
  limits: Limits,
): Promise<Response> {
  const started = performance.now();
  const asked = new ServiceRequest(question, new URL(request.url).searchParams, {
    limits,
    chooseFormat: (forms) => negotiate(request.headers.get("Accept"), forms),
  });
  await readBody(request, asked.intake);
  const read = performance.now();
  const response = question === "header" ? headerResponse(asked) : checkResponse(asked);
  response.headers.set(
    "Server-Timing",
    timing({ read: read - started, [question]: performance.now() - read }),
  );
  return response;
}

function headerResponse(asked: ServiceRequest): Response {
  const { reply, budget, format, forms, volume } = asked.header();
  if (forms.length > 0 && format !== "json" && format !== "zip") throw formsNotShown();
  const written = writtenHeader(reply, format, forms, volume, budget);
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

function checkResponse(asked: ServiceRequest): Response {
  const { reply, budget, format } = asked.check();
  return respond(writtenCheck(reply, format, budget));
}

function respond({ format, content }: Written): Response {
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
