/**
 * `GET /problems` and `/problems/<code>`: where the `type` of a problem leads; and what browsers show
 * of a problem.
 *
 * @module
 */

import { isProblemCode, type ProblemCode, PROBLEMS } from "../lib/codes/errors.ts";
import { titleOf } from "../lib/text.ts";
import { isAccepted } from "./accept.ts";
import { HttpProblem, type Problem, problemResponse } from "./problems.ts";
import { NEGOTIATED, replyOf } from "./reply.ts";

/** Explanations change with versions of the service only. */
const MAX_AGE = 86_400;

/** Whether a person asks, by a browser: programs name JSON, or take whatever comes. */
function isPerson({ method, headers }: Request): boolean {
  return (method === "GET" || method === "HEAD") && isAccepted("text/html", headers.get("Accept"));
}

/** What was thrown, as JSON or for people. */
export function refusal(error: unknown, request: Request): Response | Promise<Response> {
  const response = problemResponse(error);
  return isPerson(request) ? shownProblem(response) : response;
}

/** All codes: as a list, or for people where the documentation has them. */
export function problemsPage(request: Request): Response {
  if (isPerson(request)) return elsewhere("/docs/errors.html");
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return explanation(codes.map((code) => `${code}: ${PROBLEMS[code].means}\n`).join(""));
}

/**
 * What a problem means and what helps: as text, or for people where the documentation has it.
 *
 * @throws {HttpProblem} not-found for a code that there is not
 */
export function problemPage(code: string, request: Request): Response {
  if (!isProblemCode(code)) {
    throw new HttpProblem("not-found", "There is no problem of this name; /problems lists all");
  }
  if (isPerson(request)) return elsewhere(`/docs/errors.html#${code}`);
  const { status, means, helps } = PROBLEMS[code];
  return explanation(`${titleOf(code)} (${code}, HTTP ${status.join(" or ")})

${means}

What helps: ${helps}
`);
}

function elsewhere(place: string): Response {
  return replyOf("", { "Location": place, "Cache-Control": "no-store", ...NEGOTIATED }, 303);
}

function explanation(text: string): Response {
  return replyOf(text, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": `public, max-age=${MAX_AGE}`,
    ...NEGOTIATED,
  });
}

/** A problem as a page for people, with the header fields of the response that programs get. */
async function shownProblem(response: Response): Promise<Response> {
  const { title, status, code, detail, help }: Problem = await response.json();
  const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}: dcm2nhdr</title>
<link rel="stylesheet" href="/page.css">
</head>
<body>
<main>
<div class="intro">
<h1>${escaped(title)}</h1>
<p class="lead">${escaped(detail)}. ${escaped(help)}</p>
<p class="muted">HTTP ${status}, <a href="/docs/errors.html#${code}">${code}</a></p>
</div>
<p><a href="/">The page for people</a> · <a href="/docs/">Documentation</a></p>
</main>
</body>
</html>
`;
  const fields = Object.fromEntries(response.headers);
  return replyOf(html, { ...fields, "content-type": "text/html; charset=utf-8" }, status);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
