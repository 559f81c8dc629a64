/**
 * `GET /problems/<code>`: where the `type` of a problem leads.
 *
 * @module
 */

import { isProblemCode, PROBLEM_MEANINGS } from "../lib/codes/problem_meanings.ts";
import { HttpProblem, statusesOf, titleOf } from "./problems.ts";

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
  const { means, helps } = PROBLEM_MEANINGS[code];
  const text = `${titleOf(code)} (${code}, HTTP ${statusesOf(code).join(" or ")})

${means}

What helps: ${helps}
`;
  return new Response(text, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": `public, max-age=${MAX_AGE}`,
    },
  });
}
