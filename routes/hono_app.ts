/**
 * The paths of the service, in Hono.
 *
 * @module
 */

import { etag } from "hono/etag";
import { Hono } from "hono/tiny";
import { CLIENT_PATHS, clientFile, openapi } from "./clients.ts";
import { DOCS_PATHS, docsFile, docsFolder } from "./docs.ts";
import { PAGE_PATHS, pageFile } from "./page.ts";
import { problemPage, problemsPage, refusal } from "./problem_page.ts";
import { HttpProblem } from "./problems.ts";
import { replyOf } from "./reply.ts";

/** What is answered here besides the files. */
const OWN_PATHS = ["/health", "/openapi.json", "/problems", "/problems/:code"] as const;

/** Methods of every path. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ["/v1/header", "POST, OPTIONS"],
  ["/v1/check", "POST, OPTIONS"],
  ...[...PAGE_PATHS, ...DOCS_PATHS, ...CLIENT_PATHS, ...OWN_PATHS].map((path) =>
    [path, "GET, HEAD, OPTIONS"] as const
  ),
]);

/** Paths with a name in them, and what the map of methods has for it. */
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/^\/problems\/[^/]+$/, "/problems/:code"],
  [/^\/docs\/[^/]+$/, "/docs/:file"],
];

/** At the end of any path but the first, where it means nothing. */
const SLASH = /(?<=.)\/$/;

/** What a browser is told that asks whether a script of another origin may ask. */
const PREFLIGHT = {
  "Access-Control-Allow-Headers": "Accept,Content-Encoding,Content-Type,X-Request-Id",
  "Access-Control-Allow-Methods": "GET,POST,OPTIONS",
  // Seconds for which it need not ask again.
  "Access-Control-Max-Age": "86400",
  "Vary": "Access-Control-Request-Headers",
} as const;

/** What `GET /health` says. */
const HEALTHY = JSON.stringify({ status: "ok" });

/**
 * Makes the app. No state: every call gives an app of its own.
 *
 * @param questions What answers the questions, by path
 */
export function honoApp(
  questions: ReadonlyMap<string, (request: Request) => Promise<Response>>,
): Hono {
  const app = new Hono();

  app.use(async (c, next) => {
    if (c.req.method !== "OPTIONS") return await next();
    const path = c.req.path.replace(SLASH, "");
    const allowed = ALLOWED.get(NAMED.find(([named]) => named.test(path))?.[1] ?? path);
    const headers = allowed ? { ...PREFLIGHT, "Allow": allowed } : PREFLIGHT;
    return new Response(null, { status: 204, headers });
  });

  for (const [path, answer] of questions) app.post(path, (c) => answer(c.req.raw));
  for (const path of PAGE_PATHS) app.get(path, etag(), (c) => pageFile(path, c.req.raw));
  app.get("/docs", etag(), (c) => docsFolder(c.req.raw));
  app.get("/docs/:file", etag(), (c) => docsFile(c.req.param("file"), c.req.raw));
  for (const path of CLIENT_PATHS) app.get(path, etag(), (c) => clientFile(path, c.req.raw));
  app.get("/health", () =>
    replyOf(HEALTHY, {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
    }));
  app.get("/problems", (c) => problemsPage(c.req.raw));
  app.get("/problems/:code", (c) => problemPage(c.req.param("code"), c.req.raw));
  app.get("/openapi.json", etag(), (c) => openapi(c.req.raw));

  for (const [path, allowed] of ALLOWED) {
    app.all(path, () => {
      const message = `This method is not allowed here; allowed: ${allowed}`;
      throw new HttpProblem("method-not-allowed", message, { allowed }, { Allow: allowed });
    });
  }
  app.notFound((c) => refusal(new HttpProblem("not-found", "There is nothing here"), c.req.raw));
  app.onError((error, c) => refusal(error, c.req.raw));
  return app;
}
