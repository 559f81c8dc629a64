/**
 * The paths of the service, in Hono.
 *
 * @module
 */

import { Hono } from "hono";
import { cors } from "hono/cors";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";
import { HeaderError } from "../lib/errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../lib/limits.ts";
import { PAGE_PATHS, pageFile, pagePolicy, type PageSettings } from "./page.ts";
import { problemPage } from "./problem_page.ts";
import { HttpProblem, problemResponse } from "./problems.ts";

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
  ...PAGE_PATHS.map((path) => [path, "GET, HEAD, OPTIONS"] as const),
  ["/health", "GET, HEAD, OPTIONS"],
  ["/openapi.json", "GET, HEAD, OPTIONS"],
  ["/problems/:code", "GET, HEAD, OPTIONS"],
]);

/** Paths with a name in them, as the map of methods has them. */
const NAMED = /^(\/problems\/)[^/]+$/;

/** Headers that browsers let scripts of other origins read. */
const EXPOSED_HEADERS = [
  "Dcm2nhdr-Findings",
  "Content-Disposition",
  "Server-Timing",
  "X-Request-Id",
];

/** What a 304 keeps: without the first, scripts of other origins could not read it. */
const ETAG = { retainedHeaders: ["access-control-allow-origin", ...RETAINED_304_HEADERS] };

/** Seconds for which browsers remember that a cross-origin request is fine. */
const PREFLIGHT_MAX_AGE = 86_400;

/** Half a year of TLS alone, where there is TLS. Of hosts below, this service knows nothing. */
const ONLY_TLS_SECONDS = 180 * 86_400;

/** What ends a host in an address: behind it, the field Host would be read as path or query. */
const BEYOND_HOST = /[\s/?#@\\]/;

/** Makes the app. No state: every call gives an app of its own. */
export function honoApp(settings: Settings = {}): Hono {
  const limits: Limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const app = new Hono();

  app.use(async (c, next) => {
    await next();
    c.header("X-Request-Id", crypto.randomUUID());
    const allowed = ALLOWED.get(c.req.path.replace(NAMED, "$1:code"));
    if (c.req.method === "OPTIONS" && allowed) c.header("Allow", allowed);
  });
  app.use(secureHeaders({
    crossOriginResourcePolicy: "cross-origin",
    contentSecurityPolicy: pagePolicy(settings.page),
    strictTransportSecurity: `max-age=${ONLY_TLS_SECONDS}`,
  }));
  app.use(cors({
    origin: "*",
    allowMethods: ["GET", "POST", "OPTIONS"],
    allowHeaders: ["Accept", "Content-Encoding", "Content-Type"],
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
  for (const path of PAGE_PATHS) app.get(path, etag(ETAG), () => pageFile(path));
  app.get("/health", (c) => c.json({ status: "ok" }, 200, { "Cache-Control": "no-store" }));
  app.get("/problems/:code", (c) => problemPage(c.req.param("code")));
  app.get("/openapi.json", etag(ETAG), async () => (await import("./openapi.ts")).openapi());

  for (const [path, allowed] of ALLOWED) app.all(path, () => methodNotAllowed(allowed));
  app.notFound(() =>
    problemResponse(new HttpProblem("not-found", "There is nothing here; try POST /v1/header"))
  );
  app.onError((error) => problemResponse(error));
  return app;
}

function methodNotAllowed(allowed: string): Response {
  const message = `This method is not allowed here; allowed: ${allowed}`;
  return problemResponse(
    new HttpProblem("method-not-allowed", message, { allowed }, { Allow: allowed }),
  );
}
