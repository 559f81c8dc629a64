/**
 * The service as a fetch handler, for any runtime that has `Request` and `Response`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createApp } from "@dcm2nhdr/dcm2nhdr/app";
 *
 * const response = await createApp({ limits: { objects: 500 } }).request("/health");
 * assertEquals(response.status, 200);
 * ```
 *
 * @module
 */

import { HeaderError } from "../lib/errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../lib/limits.ts";
import { once } from "../lib/once.ts";
import { compressed } from "./compressed.ts";
import { fieldsOf } from "./fields.ts";
import type { PageSettings } from "./page.ts";
import { refusal } from "./problem_page.ts";

export type { Limits } from "../lib/limits.ts";
export type { PageSettings } from "./page.ts";

/** What can be set where the runtime allows. */
export interface Settings {
  /** Limits that differ from {@linkcode DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** What differs of the page. */
  readonly page?: PageSettings;
}

/** The service. */
export interface App {
  /** Answers a request; throws nothing. */
  fetch(request: Request): Promise<Response>;
  /** Answers a request to a path, such as `/health`, without a server. */
  request(path: string | URL, init?: RequestInit): Promise<Response>;
}

/**
 * What answers the questions, by path. It takes long to load: it comes with the first one that is asked.
 * To import it once more for each request would take ten microseconds.
 */
const ANSWERS = {
  "/v1/header": once(() => import("./answer.ts")),
  "/v1/check": once(() => import("./check_answer.ts")),
} as const;

/** Where requests to a path go, which no server hears. */
const ORIGIN = "http://localhost";

/** What ends a host in an address: behind it, the field Host would be read as path or query. */
const BEYOND_HOST = /[\s/?#@\\]/;

/**
 * Makes an app. No state: every call gives an app of its own.
 *
 * @param settings What differs from the defaults
 */
export function createApp(settings: Settings = {}): App {
  const limits: Limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const setFields = fieldsOf(settings.page);
  const questions = new Map(
    Object.entries(ANSWERS).map(([path, load]) => [
      path,
      async (request: Request) => await (await load()).answer(request, limits),
    ]),
  );
  const others = once(async () => (await import("./hono_app.ts")).honoApp(questions));
  const answered = async (request: Request): Promise<Response> => {
    // What is asked most goes without the router, which takes its time to load and in each request.
    const answer = questions.get(pathOf(request));
    return await (request.method === "POST" && answer || (await others()).fetch)(request);
  };
  const fetch = async (request: Request): Promise<Response> => {
    const response = await answered(request).catch((error) => refusal(error, request));
    setFields(response.headers, request);
    return compressed(response, request);
  };
  return {
    fetch,
    request: (path, init) => fetch(new Request(path instanceof URL ? path : ORIGIN + path, init)),
  };
}

/** Runtimes put the address together from Host and target, and hand over what is none, too. */
function pathOf({ url, headers }: Request): string {
  if (URL.canParse(url) && !BEYOND_HOST.test(headers.get("Host") ?? "")) {
    return new URL(url).pathname;
  }
  throw new HeaderError("bad-request", "The target of the request or its Host is malformed");
}
