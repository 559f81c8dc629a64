/**
 * Errors as `application/problem+json` (RFC 9457).
 *
 * @module
 */

import { type ErrorCode, HeaderError, type UnreadableCode } from "../lib/errors.ts";

/** Codes of problems that HTTP knows and the library does not. */
export type HttpCode =
  | "not-found"
  | "method-not-allowed"
  | "not-acceptable"
  | "unsupported-media-type"
  | "internal";

const HTTP_STATUS: Readonly<Record<HttpCode, number>> = {
  "not-found": 404,
  "method-not-allowed": 405,
  "not-acceptable": 406,
  "unsupported-media-type": 415,
  "internal": 500,
};

/** What cannot be read is a bad request; what is read but allows no true header is not (422). */
const UNREADABLE_STATUS: Readonly<Record<UnreadableCode, number>> = {
  "empty-request": 400,
  "bad-request": 400,
  "bad-json": 400,
  "bad-archive": 400,
  "not-dicom": 400,
  "truncated-header": 400,
  "bad-option": 400,
  "bad-array": 400,
  "header-injection": 400,
  "bad-header": 400,
  "limit-exceeded": 422,
};

/** Limits on a number of bytes speak of the content's size, which HTTP calls 413; others do not. */
const SIZE_LIMIT = /bytes|ratio/i;

/** Statuses that a code comes with. */
export function statusesOf(code: ErrorCode | HttpCode): readonly number[] {
  if (code === "limit-exceeded") return [413, 422];
  const statuses: Readonly<Record<string, number>> = { ...UNREADABLE_STATUS, ...HTTP_STATUS };
  return [statuses[code] ?? 422];
}

/** A request that HTTP's own rules refuse. */
export class HttpProblem extends Error {
  /** Stable, kebab-case. */
  readonly code: HttpCode;
  /** Further members of the problem. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Headers that HTTP asks for with this status, such as Allow. */
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param code Stable code, kebab-case
   * @param message One sentence for a person
   * @param details Further members of the problem
   * @param headers Headers that HTTP asks for with this status
   */
  constructor(
    code: HttpCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "HttpProblem";
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/**
 * The response for anything that was thrown. What is neither a {@linkcode HeaderError} nor an
 * {@linkcode HttpProblem} is a fault of the service and says nothing but that.
 */
export function problemResponse(error: unknown): Response {
  if (error instanceof HeaderError) {
    const { code, message, details } = error;
    return respond(headerErrorStatus(error), code, message, details);
  }
  if (error instanceof HttpProblem) {
    const { code, message, details, headers } = error;
    return respond(HTTP_STATUS[code], code, message, details, headers);
  }
  return respond(
    HTTP_STATUS.internal,
    "internal",
    "The service failed; the request is not at fault",
  );
}

function headerErrorStatus({ code, details }: HeaderError): number {
  if (code === "limit-exceeded" && SIZE_LIMIT.test(String(details["limit"]))) return 413;
  return (UNREADABLE_STATUS as Readonly<Record<string, number>>)[code] ?? 422;
}

function respond(
  status: number,
  code: string,
  detail: string,
  details: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  const standard = { type: `/problems/${code}`, title: titleOf(code), status, code, detail };
  // Spread twice: the standard members come first and cannot be overwritten.
  const body = { ...standard, ...details, ...standard };
  return new Response(JSON.stringify(body, null, 2) + "\n", {
    status,
    headers: {
      ...headers,
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
    },
  });
}

/** `missing-slices` → `Missing slices`. */
export function titleOf(code: string): string {
  const words = code.replaceAll("-", " ").replace(/\b(dicom|json|4d)\b/g, (w) => w.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
