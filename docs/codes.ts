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
  "Errors are `application/problem+json` (RFC 9457): `code` is stable and meant for programs, `detail` is a sentence with the numbers, which are also there as data; `type` links to the texts below. The library throws the same codes as `HeaderError`, and JSON replies list frames without a header under `refused` with them.";

const ABOUT_FINDINGS =
  "Remarks on a volume whose header is right. Findings are `#` lines in the header, codes in the response header `Dcm2nhdr-Findings`, and entries with their numbers in JSON replies. Read a finding of severity `warning` before trusting the result.";

const ABOUT_DIAGNOSES =
  "Mistakes that `POST /v1/check` finds in a header: each by name and with its numbers, together with the right header. A header may have several.";

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
