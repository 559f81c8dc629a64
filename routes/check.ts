/**
 * `POST /v1/check`: a header that somebody wrote, against the series that it is meant for.
 *
 * @module
 */

import { checkHeader } from "../lib/check/mod.ts";
import { checkReport } from "../lib/check/report.ts";
import { HeaderError } from "../lib/errors.ts";
import { ClaimedParts } from "../lib/intake/claimed_parts.ts";
import { readBody } from "./read_body.ts";
import { timing } from "./header.ts";
import type { Limits } from "../lib/limits.ts";
import { type Format, MEDIA_TYPES, negotiate } from "./negotiation.ts";
import { checkBeside, readOptions } from "../lib/options/read.ts";

/** Forms of reply, the first where the client does not care. */
export const CHECK_FORMATS: readonly Format[] = ["json", "text"];

/**
 * Answers one request.
 *
 * @throws {HeaderError} bad-header; or when there is no true header to compare with
 * @throws {HttpProblem} when HTTP's own rules refuse
 */
export async function check(request: Request, limits: Limits): Promise<Response> {
  const started = performance.now();
  const given = new ClaimedParts();
  const query = [...new URL(request.url).searchParams].filter(([name, value]) =>
    !given.take(name, value)
  );
  // Looked at before the body, so that a misspelt option does not cost an upload.
  readOptions(query);
  const intake = await readBody(request, limits, given);
  // There the space is that of the numbers.
  checkBeside(intake.beside.filter((name) => name !== "space"));
  const options = readOptions(query, intake.options, intake.array);
  const format = formatOf(options.format, request.headers.get("Accept"));
  const header = given.read(options.header.space);
  const read = performance.now();
  const reply = checkHeader(header, intake.objects, intake.skipped, {
    ...options.header,
    orderStated: [...query, ...intake.options].some(([name]) => name === "order"),
    volume: options.volume,
  }, limits);
  return new Response(
    format === "text" ? checkReport(reply) : JSON.stringify(reply, null, 1) + "\n",
    {
      headers: {
        "Content-Type": format === "text"
          ? `${MEDIA_TYPES.text}; charset=utf-8`
          : MEDIA_TYPES[format],
        "Cache-Control": "no-store",
        "Vary": "Accept",
        "Server-Timing": timing({ read: read - started, check: performance.now() - read }),
      },
    },
  );
}

function formatOf(wanted: Format | undefined, accept: string | null): Format {
  if (wanted === undefined) return negotiate(accept, CHECK_FORMATS);
  if (CHECK_FORMATS.includes(wanted)) return wanted;
  throw new HeaderError(
    "bad-option",
    `Option "format" of a check must be ${CHECK_FORMATS.join(" or ")}`,
    {
      option: "format",
      valid: CHECK_FORMATS,
    },
  );
}
