/**
 * What is said of an array in another format than NRRD, of which the array's own findings speak.
 *
 * @module
 */

import type { DescribedArray } from "../array/described_array.ts";
import { rescaleFormula } from "../array/pixel_findings.ts";
import type { FindingCode } from "../codes/findings.ts";
import type { FormName } from "../options/table.ts";
import type { Finding } from "../volumes/finding.ts";
import { readerFindings } from "./reader_faults.ts";

/** Remarks on the readers of NRRD alone. */
const OF_NRRD: ReadonlySet<FindingCode> = new Set(
  ["components-not-first", "list-not-last", "five-axes", "itk-lacks-bzip2"] as const,
);

/** Sentences for another format, by code. */
export type Words = Readonly<Partial<Record<FindingCode, (finding: Finding) => string>>>;

/**
 * The findings of an array without those about readers of NRRD, with the format's own sentences, and
 * what its readers fail on.
 *
 * @param besides What else is to be said in this format
 */
export function findingsIn(
  format: FormName,
  array: DescribedArray,
  words: Words,
  besides: readonly Finding[] = [],
): Finding[] {
  const own = array.findings.filter(({ code }) => !OF_NRRD.has(code)).map((finding) => {
    const message = words[finding.code]?.(finding);
    return message === undefined ? finding : { ...finding, message };
  });
  return [...own, ...besides, ...readerFindings(format, array)];
}

/** How stored values become real ones, by the finding that this is needed: `stored × 2 - 1024`. */
export function formulaOf({ slope, intercept }: Finding): string {
  return rescaleFormula({ slope: Number(slope), intercept: Number(intercept) });
}
