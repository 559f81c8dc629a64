/**
 * Errors as `application/problem+json` (RFC 9457).
 *
 * @module
 */

import {
  ERRORS,
  HTTP_ERRORS,
  type HttpCode,
  type ProblemCode,
  PROBLEMS,
} from "../lib/codes/errors.ts";
import { type HeaderError, isHeaderError } from "../lib/errors.ts";
import { SIZE_LIMITS } from "../lib/limits.ts";
import { titleOf } from "../lib/text.ts";
import { NEGOTIATED, replyOf } from "./reply.ts";

/** Any error (RFC 9457), with the numbers behind it. */
export interface Problem {
  /**
   * Leads to an explanation.
   *
   * @pattern ^/problems/
   */
  readonly type: string;
  /** The code for people. */
  readonly title: string;
  /**
   * Of HTTP.
   *
   * @asType integer
   * @minimum 400
   * @maximum 599
   */
  readonly status: number;
  /** Stable, kebab-case. */
  readonly code: ProblemCode;
  /** One sentence, with the numbers. */
  readonly detail: string;
  /** The option that would get a header, or what else helps. */
  readonly help: string;
  /** The same numbers, by name. */
  readonly [number: string]: unknown;
}

/** A request that HTTP's own rules refuse. */
export class HttpProblem extends Error {
  /**
   * @param code Stable code, kebab-case
   * @param message One sentence for a person
   * @param details Further members of the problem
   * @param headers Headers that HTTP asks for with this status, such as Allow
   */
  constructor(
    readonly code: HttpCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "HttpProblem";
  }
}

/**
 * The response for anything that was thrown. What is neither a {@linkcode HeaderError} nor an
 * {@linkcode HttpProblem} is a fault of the service and says nothing but that.
 */
export function problemResponse(error: unknown): Response {
  if (isHeaderError(error)) {
    const { code, message, details } = error;
    return respond(statusOf(error), code, message, details);
  }
  if (error instanceof HttpProblem) {
    const { code, message, details, headers } = error;
    return respond(HTTP_ERRORS[code].status[0], code, message, details, headers);
  }
  return respond(
    HTTP_ERRORS.internal.status[0],
    "internal",
    "The service failed; the request is not at fault",
  );
}

/** Where a code has two statuses, the first is that of too many bytes. */
function statusOf({ code, details }: HeaderError): number {
  const [status, other = status]: readonly number[] = ERRORS[code].status;
  return SIZE_LIMITS.has(String(details["limit"])) ? status! : other!;
}

function respond(
  status: number,
  code: ProblemCode,
  detail: string,
  details: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  const standard: Omit<Problem, "help"> = {
    type: `/problems/${code}`,
    title: titleOf(code),
    status,
    code,
    detail,
  };
  // Spread twice: the standard members come first and cannot be overwritten.
  const body = { ...standard, help: PROBLEMS[code].helps, ...details, ...standard };
  return replyOf(JSON.stringify(body, null, 2) + "\n", {
    ...headers,
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...NEGOTIATED,
  }, status);
}
