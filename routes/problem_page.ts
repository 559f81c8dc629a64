/**
 * `GET /problems/<code>`: where the `type` of a problem leads.
 *
 * @module
 */

import { isProblemCode, PROBLEMS } from "../lib/codes/errors.ts";
import { titleOf } from "../lib/text.ts";
import { HttpProblem } from "./problems.ts";
import { replyOf } from "./reply.ts";

/** Explanations change with versions of the service only. */
const MAX_AGE = 86_400;

/**
 * What a problem means and what helps, as text.
 *
 * @throws {HttpProblem} not-found for a code that there is not
 */
export function problemPage(code: string): Response {
  if (!isProblemCode(code)) {
    throw new HttpProblem("not-found", "There is no problem of this name; /openapi.json lists all");
  }
  const { status, means, helps } = PROBLEMS[code];
  const text = `${titleOf(code)} (${code}, HTTP ${status.join(" or ")})

${means}

What helps: ${helps}
`;
  return replyOf(text, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": `public, max-age=${MAX_AGE}`,
  });
}
