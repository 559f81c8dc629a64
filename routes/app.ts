/**
 * The service as a fetch handler. No state: every call gives an app of its own.
 *
 * @module
 */

import { Hono } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import { frontPage } from "./front_page.ts";
import { header } from "./header.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { HttpProblem, problemResponse } from "./problems.ts";

export type { Limits } from "./limits.ts";

/** What can be set where the runtime allows. */
export interface Settings {
  /** Limits that differ from {@linkcode DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
}

/** Methods of every path. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ["/v1/header", "POST, OPTIONS"],
  ["/", "GET, HEAD, OPTIONS"],
  ["/health", "GET, HEAD, OPTIONS"],
]);

/** Headers that browsers let scripts of other origins read. */
const EXPOSED_HEADERS = [
  "Dcm2nhdr-Findings",
  "Content-Disposition",
  "Server-Timing",
  "X-Request-Id",
];

/** Seconds for which browsers remember that a cross-origin request is fine. */
const PREFLIGHT_MAX_AGE = 86_400;

/**
 * Makes an app.
 *
 * @example
 * ```ts
 * import { createApp } from "./app.ts";
 * const response = await createApp().request("/health");
 * console.assert(response.status === 200);
 * ```
 */
export function createApp(settings: Settings = {}): Hono {
  const limits: Limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const app = new Hono();

  app.use(async (c, next) => {
    await next();
    c.header("X-Request-Id", crypto.randomUUID());
    const allowed = ALLOWED.get(c.req.path);
    if (c.req.method === "OPTIONS" && allowed) c.header("Allow", allowed);
  });
  app.use(secureHeaders({
    crossOriginResourcePolicy: "cross-origin",
    contentSecurityPolicy: { defaultSrc: ["'self'"], frameAncestors: ["'none'"] },
  }));
  app.use(cors({
    origin: "*",
    allowMethods: ["GET", "POST", "OPTIONS"],
    allowHeaders: ["Accept", "Content-Encoding", "Content-Type"],
    exposeHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_MAX_AGE,
  }));

  app.post("/v1/header", (c) => header(c.req.raw, limits));
  app.get("/", (c) => c.html(frontPage(new URL(c.req.url).origin)));
  app.get("/health", (c) => c.json({ status: "ok" }, 200, { "Cache-Control": "no-store" }));

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
