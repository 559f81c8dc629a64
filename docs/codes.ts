/**
 * `errors.md`, `findings.md` and `diagnoses.md`, from the tables that the service itself uses.
 *
 * @module
 */

import { DIAGNOSES } from "../lib/codes/diagnoses.ts";
import { type ProblemCode, PROBLEMS } from "../lib/codes/errors.ts";
import { type FindingCode, FINDINGS } from "../lib/codes/findings.ts";
import { filled, section } from "./words.ts";

const ABOUT_ERRORS =
  "Errors are `application/problem+json` (RFC 9457): `code` is stable and made to branch on, `detail` is a sentence with the numbers, which stand beside it as data; `type` leads to the texts below. The library throws the same codes as `HeaderError`, and JSON replies list frames without a header under `refused` with them.";

const ABOUT_FINDINGS =
  "What a careful colleague would tell about a volume whose header is right. Findings stand as `#` lines in the header, as codes in the response header `Dcm2nhdr-Findings`, and with their numbers in JSON replies. A finding of severity `warning` should be read before the result is trusted.";

const ABOUT_DIAGNOSES =
  "What `POST /v1/check` says of a header that is wrong: the mistake by name, with its numbers beside it, and the right header. A header may have several.";

/** Every code of a problem, with its statuses. */
export function errorsPage(): string {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const sections = codes.map((code) => {
    const { status, means, helps } = PROBLEMS[code];
    const statuses = status.join(" or ");
    return section(code, `HTTP ${statuses}. ${means}`, `What helps: ${helps}`);
  });
  return `# Errors

${filled(ABOUT_ERRORS)}

${sections.join("\n")}`;
}

/** Every code of a finding. */
export function findingsPage(): string {
  const codes = Object.keys(FINDINGS) as FindingCode[];
  const sections = codes.map((code) => {
    const { severity, means } = FINDINGS[code];
    const said = severity === "either" ? "`info` or `warning`" : `\`${severity}\``;
    return section(code, `Severity ${said}. ${means}`);
  });
  return `# Findings

${filled(ABOUT_FINDINGS)}

${sections.join("\n")}`;
}

/** Every code of a diagnosis. */
export function diagnosesPage(): string {
  const sections = Object.entries(DIAGNOSES).map(([code, means]) => section(code, means));
  return `# Diagnoses

${filled(ABOUT_DIAGNOSES)}

${sections.join("\n")}`;
}
