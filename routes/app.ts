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

import { honoApp, type Settings } from "./hono_app.ts";

export type { Limits } from "../lib/limits.ts";
export type { Settings } from "./hono_app.ts";
export type { PageSettings } from "./page.ts";

/** The service. */
export interface App {
  /** Answers a request; throws nothing. */
  fetch(request: Request): Promise<Response>;
  /** Answers a request to a path, such as `/health`, without a server. */
  request(path: string | URL, init?: RequestInit): Promise<Response>;
}

/** Where requests to a path go, which no server hears. */
const ORIGIN = "http://localhost";

/**
 * Makes an app. No state: every call gives an app of its own.
 *
 * @param settings What differs from the defaults
 */
export function createApp(settings: Settings = {}): App {
  const app = honoApp(settings);
  const fetch = async (request: Request) => await app.fetch(request);
  return {
    fetch,
    request: (path, init) => fetch(new Request(path instanceof URL ? path : ORIGIN + path, init)),
  };
}
