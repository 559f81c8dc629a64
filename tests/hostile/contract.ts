/**
 * What every reply to a hostile request must be, whatever it says.
 *
 * @module
 */

import { PROBLEMS } from "../../lib/codes/errors.ts";

/** The limits by name, as `docs/limits.md` has them. */
const LIMITS: ReadonlySet<string> = new Set(
  [
    ...Deno.readTextFileSync(new URL("../../docs/limits.md", import.meta.url))
      .matchAll(/^\|.*$/gm),
  ].flatMap(([line]) => [...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)),
);

/** A reply as it came. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

/** What a reply says of itself, and what is wrong with it. */
export interface Judged {
  readonly code: string | undefined;
  readonly limit: string | undefined;
  readonly fault: string | undefined;
}

/** Looks at a reply: no 5xx; a refusal is a problem with a code, and a limit, that are documented. */
export function judge({ status, type, body }: Reply): Judged {
  const told = { code: undefined, limit: undefined, fault: undefined };
  if (status >= 500) return { ...told, fault: `status ${status}` };
  if (status === 200) return told;
  const problem = problemIn(body);
  const { code, limit } = problem ?? {};
  const names = {
    code: typeof code === "string" ? code : undefined,
    limit: typeof limit === "string" ? limit : undefined,
  };
  const fault = !type.startsWith("application/problem+json") || problem === undefined
    ? `status ${status} without a problem`
    : problem["status"] !== status
    ? "the problem has another status"
    : names.code === undefined || !(names.code in PROBLEMS)
    ? `unknown code ${code}`
    : names.code === "limit-exceeded" && !LIMITS.has(names.limit ?? "")
    ? `docs/limits.md has no limit ${limit}`
    : undefined;
  return { ...names, fault };
}

function problemIn(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const problem = JSON.parse(new TextDecoder().decode(body));
    return typeof problem === "object" && problem !== null ? problem : undefined;
  } catch {
    return undefined;
  }
}
