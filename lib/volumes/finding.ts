/**
 * Findings: remarks on a volume that do not invalidate its header.
 *
 * @module
 */

import type { FindingCode, FINDINGS } from "../codes/findings.ts";

type CodeOf<Severity> = {
  [Code in FindingCode]: (typeof FINDINGS)[Code]["severity"] extends Severity | "either" ? Code
    : never;
}[FindingCode];

/** One finding: a sentence for people, the same numbers as data. */
export interface Finding {
  /** Stable, kebab-case. */
  readonly code: FindingCode;
  /** `warning`: to be read before the result is trusted. */
  readonly severity: "info" | "warning";
  /** For people, with both numbers. */
  readonly message: string;
  /** The numbers of the message. */
  readonly [number: string]: unknown;
}

/** A finding that changes nothing if it is not read. */
export function info(
  code: CodeOf<"info">,
  message: string,
  numbers: Readonly<Record<string, unknown>> = {},
): Finding {
  return { ...numbers, code, severity: "info", message };
}

/** A finding that a user should read before trusting the result. */
export function warning(
  code: CodeOf<"warning">,
  message: string,
  numbers: Readonly<Record<string, unknown>> = {},
): Finding {
  return { ...numbers, code, severity: "warning", message };
}
