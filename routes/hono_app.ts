/**
 * The paths of the service, in Hono.
 *
 * @module
 */

import { Hono } from "hono/quick";
import { compress } from "hono/compress";
import { cors } from "hono/cors";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";
import { HeaderError } from "../lib/errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../lib/limits.ts";
import { CLIENT_PATHS, clientFile } from "./clients.ts";
import { DOCS_PATHS, docsFile, docsFolder } from "./docs.ts";
import { PAGE_PATHS, pageFile, pagePolicy, type PageSettings } from "./page.ts";
import { isPerson, problemPage, problemsPage, shownProblem } from "./problem_page.ts";
import { HttpProblem, problemResponse } from "./problems.ts";
import { replyOf, WORTH_COMPRESSING } from "./reply.ts";

/** What can be set where the runtime allows. */
export interface Settings {
  /** Limits that differ from {@linkcode DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** What differs of the page. */
  readonly page?: PageSettings;
}

/** Methods of every path. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ["/v1/header", "POST, OPTIONS"],
  ["/v1/check", "POST, OPTIONS"],
  ...[...PAGE_PATHS, ...DOCS_PATHS, ...CLIENT_PATHS].map((path) =>
    [path, "GET, HEAD, OPTIONS"] as const
  ),
  ["/health", "GET, HEAD, OPTIONS"],
  ["/openapi.json", "GET, HEAD, OPTIONS"],
  ["/problems", "GET, HEAD, OPTIONS"],
  ["/problems/:code", "GET, HEAD, OPTIONS"],
]);

/** Paths with a name in them, and what the map of methods has for it. */
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/^\/problems\/[^/]+$/, "/problems/:code"],
  [/^\/docs\/[^/]+$/, "/docs/:file"],
];

/** At the end of any path but the first, where it means nothing. */
const SLASH = /(?<=.)\/$/;

/** Headers that browsers let scripts of other origins read. */
const EXPOSED_HEADERS = [
  "Dcm2nhdr-Findings",
  "Content-Disposition",
  "Server-Timing",
  "X-Request-Id",
];

/** Names of requests that are kept: too plain and too short for anything else than a name. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** What a 304 keeps: without the first, scripts of other origins could not read it. */
const ETAG = { retainedHeaders: ["access-control-allow-origin", ...RETAINED_304_HEADERS] };

/** Seconds for which browsers remember that a cross-origin request is fine. */
const PREFLIGHT_MAX_AGE = 86_400;

/** Half a year of TLS alone, where there is TLS. Of hosts below, this service knows nothing. */
const ONLY_TLS_SECONDS = 180 * 86_400;

/** What ends a host in an address: behind it, the field Host would be read as path or query. */
const BEYOND_HOST = /[\s/?#@\\]/;

/** What `GET /health` says. */
const HEALTHY = JSON.stringify({ status: "ok" });

/** Makes the app. No state: every call gives an app of its own. */
export function honoApp(settings: Settings = {}): Hono {
  const limits: Limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const app = new Hono({ strict: false });

  app.use(async (c, next) => {
    await next();
    const asked = c.req.header("X-Request-Id") ?? "";
    c.header("X-Request-Id", REQUEST_ID.test(asked) ? asked : crypto.randomUUID());
    const path = c.req.path.replace(SLASH, "");
    const allowed = ALLOWED.get(NAMED.find(([named]) => named.test(path))?.[1] ?? path);
    if (c.req.method === "OPTIONS" && allowed) c.header("Allow", allowed);
  });
  // No other coding is both cheap to make and known to all runtimes.
  app.use(compress({ encoding: "gzip", threshold: WORTH_COMPRESSING }));
  app.use(secureHeaders({
    crossOriginResourcePolicy: "cross-origin",
    contentSecurityPolicy: pagePolicy(settings.page),
    strictTransportSecurity: `max-age=${ONLY_TLS_SECONDS}`,
  }));
  app.use(cors({
    origin: "*",
    allowMethods: ["GET", "POST", "OPTIONS"],
    allowHeaders: ["Accept", "Content-Encoding", "Content-Type", "X-Request-Id"],
    exposeHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_MAX_AGE,
  }));

  // Runtimes put the address together from Host and target, and hand over what is none, too.
  app.use(async (c, next) => {
    if (!URL.canParse(c.req.url) || BEYOND_HOST.test(c.req.header("Host") ?? "")) {
      throw new HeaderError("bad-request", "The target of the request or its Host is malformed");
    }
    await next();
  });

  // What takes long to load is loaded on first use, for a fast cold start.
  for (const question of ["header", "check"] as const) {
    app.post(`/v1/${question}`, async (c) => {
      const { answer } = await import("./answer.ts");
      return await answer(question, c.req.raw, limits);
    });
  }
  for (const path of PAGE_PATHS) app.get(path, etag(ETAG), (c) => pageFile(path, c.req.raw));
  app.get("/docs", etag(ETAG), (c) => docsFolder(c.req.raw));
  app.get("/docs/:file", etag(ETAG), (c) => docsFile(c.req.param("file"), c.req.raw));
  for (const path of CLIENT_PATHS) {
    app.get(path, etag(ETAG), (c) => clientFile(path, c.req.raw));
  }
  app.get("/health", () =>
    replyOf(HEALTHY, {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
    }));
  app.get("/problems", (c) => problemsPage(c.req.raw));
  app.get("/problems/:code", (c) => problemPage(c.req.param("code"), c.req.raw));
  app.get(
    "/openapi.json",
    etag(ETAG),
    async (c) => (await import("./openapi.ts")).openapi(c.req.raw),
  );

  for (const [path, allowed] of ALLOWED) {
    app.all(path, () => {
      throw methodNotAllowed(allowed);
    });
  }
  app.notFound((c) => refusal(new HttpProblem("not-found", "There is nothing here"), c.req.raw));
  app.onError((error, c) => refusal(error, c.req.raw));
  return app;
}

/** A problem, as JSON or for people. */
function refusal(error: unknown, request: Request): Response | Promise<Response> {
  const response = problemResponse(error);
  return isPerson(request) ? shownProblem(response) : response;
}

function methodNotAllowed(allowed: string): HttpProblem {
  const message = `This method is not allowed here; allowed: ${allowed}`;
  return new HttpProblem("method-not-allowed", message, { allowed }, { Allow: allowed });
}
