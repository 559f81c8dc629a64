/**
 * What is said of an array in another format than NRRD, of which the array's own findings speak.
 *
 * @module
 */

import { rescaleFormula } from "../array/pixel_findings.ts";
import type { FindingCode } from "../codes/findings.ts";
import type { Finding } from "../volumes/finding.ts";

/** Remarks on the readers of NRRD alone. */
const OF_NRRD: ReadonlySet<FindingCode> = new Set(
  [
    "components-not-first",
    "list-not-last",
    "five-axes",
    "itk-lacks-bzip2",
  ] as const,
);

/** Sentences for another format, by code. */
export type Words = Readonly<Partial<Record<FindingCode, (finding: Finding) => string>>>;

/** The findings without those about readers of NRRD, and with the format's own sentences. */
export function findingsOutsideNrrd(findings: readonly Finding[], words: Words): Finding[] {
  return findings.filter(({ code }) => !OF_NRRD.has(code)).map((finding) => {
    const message = words[finding.code]?.(finding);
    return message === undefined ? finding : { ...finding, message };
  });
}

/** How stored values become real ones, by the finding that this is needed: `stored × 2 - 1024`. */
export function formulaOf({ slope, intercept }: Finding): string {
  return rescaleFormula({ slope: Number(slope), intercept: Number(intercept) });
}
