/**
 * What a careful colleague would tell about a volume whose header is right.
 *
 * @module
 */

/**
 * Every code, and how loud it is. `warning`: to be read before the result is trusted; `info`: nothing
 * changes if it is not read; `either`: what was sent decides.
 */
export const FINDING_SEVERITIES = {
  "thickness-is-not-spacing": "info",
  "spacing-tag-disagrees": "warning",
  "order-differs": "either",
  "left-handed": "info",
  "sheared": "warning",
  "shear-is-rounding": "info",
  "shear-removed": "warning",
  "uneven-spacing": "warning",
  "uneven-accepted": "warning",
  "missing-filled": "warning",
  "split-where-uneven": "info",
  "possibly-missing-slices": "warning",
  "orientation-varies": "info",
  "positions-vary": "warning",
  "not-patient-coordinates": "warning",
  "duplicate-instances": "info",
  "copies-left-out": "warning",
  "entries-left-out": "warning",
  "one-data-file": "warning",
  "concatenation-incomplete": "warning",
  "itk-lacks-bzip2": "warning",
  "single-slice": "warning",
  "type-assumed": "warning",
  "rescale-needed": "info",
  "rescale-varies": "warning",
  "rescale-assumed": "info",
  "palette-indices": "info",
  "colour-decoded": "info",
  "bits-unpacked": "info",
  "compressed-pixels": "info",
  "axis4-found": "info",
  "axis4-unnamed": "warning",
  "list-not-last": "warning",
  "diffusion-without-directions": "warning",
  "segmentation-own-grid": "either",
  "planes-without-segments": "info",
  "segments-may-overlap": "info",
  "several-segmentations": "info",
  "fractional-segment": "warning",
  "background-not-zero": "warning",
  "array-ambiguous": "info",
  "data-file-list": "info",
  "encoding-doubtful": "warning",
  "trailing-bytes": "info",
  "components-not-first": "info",
  "five-axes": "warning",
  "not-rgb": "warning",
  "wide-integers": "warning",
  "names-changed": "warning",
  "slices-between": "warning",
  "frames-of-reference-differ": "warning",
  "several-volumes": "info",
} as const;

/** Stable, kebab-case. */
export type FindingCode = keyof typeof FINDING_SEVERITIES;

type CodeOf<Severity> = {
  [Code in FindingCode]: (typeof FINDING_SEVERITIES)[Code] extends Severity | "either" ? Code
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

/** A number for a sentence: at most five significant digits, no exponent for everyday sizes. */
export function brief(value: number): string {
  return String(Number(value.toPrecision(5)));
}
