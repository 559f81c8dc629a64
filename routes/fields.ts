/**
 * Header fields that every response has, whatever was asked.
 *
 * @module
 */

import { pagePolicy, type PageSettings } from "./page.ts";

/** Half a year of TLS alone, where there is TLS. Of hosts below, this service knows nothing. */
const ONLY_TLS_SECONDS = 180 * 86_400;

/** Headers that browsers let scripts of other origins read. */
const EXPOSED = "Dcm2nhdr-Findings,Content-Disposition,Server-Timing,X-Request-Id";

/** Names of requests that are kept: too plain and too short for anything else than a name. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Sets them. */
export type SetFields = (headers: Headers, request: Request) => void;

/**
 * What sets the fields of an app's responses.
 *
 * @throws {TypeError} as {@linkcode pagePolicy}
 */
export function fieldsOf(page?: PageSettings): SetFields {
  const fields = Object.entries({
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "Content-Security-Policy": pagePolicy(page),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Origin-Agent-Cluster": "?1",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": `max-age=${ONLY_TLS_SECONDS}`,
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Download-Options": "noopen",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-XSS-Protection": "0",
  });
  return (headers, request) => {
    for (const [name, value] of fields) headers.set(name, value);
    const asked = request.headers.get("X-Request-Id") ?? "";
    headers.set("X-Request-Id", REQUEST_ID.test(asked) ? asked : crypto.randomUUID());
  };
}
