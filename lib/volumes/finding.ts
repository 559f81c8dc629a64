/**
 * What a careful colleague would tell about a volume whose header is right.
 *
 * @module
 */

/** Stable, kebab-case. */
export type FindingCode =
  | "thickness-is-not-spacing"
  | "spacing-tag-disagrees"
  | "order-differs"
  | "left-handed"
  | "sheared"
  | "shear-is-rounding"
  | "shear-removed"
  | "uneven-spacing"
  | "uneven-accepted"
  | "missing-filled"
  | "split-where-uneven"
  | "possibly-missing-slices"
  | "orientation-varies"
  | "not-patient-coordinates"
  | "duplicate-instances"
  | "copies-left-out"
  | "entries-left-out"
  | "itk-lacks-bzip2"
  | "single-slice"
  | "type-assumed"
  | "rescale-needed"
  | "rescale-varies"
  | "palette-indices"
  | "colour-decoded"
  | "bits-unpacked"
  | "compressed-pixels"
  | "axis4-found"
  | "axis4-unnamed"
  | "list-not-last"
  | "diffusion-without-directions"
  | "segmentation-own-grid"
  | "planes-without-segments"
  | "segments-may-overlap"
  | "several-segmentations"
  | "fractional-segment"
  | "background-not-zero"
  | "array-ambiguous"
  | "data-file-list"
  | "trailing-bytes"
  | "components-not-first"
  | "not-rgb"
  | "wide-integers"
  | "names-changed"
  | "several-volumes";

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
  code: FindingCode,
  message: string,
  numbers: Readonly<Record<string, unknown>> = {},
): Finding {
  return { ...numbers, code, severity: "info", message };
}

/** A finding that a user should read before trusting the result. */
export function warning(
  code: FindingCode,
  message: string,
  numbers: Readonly<Record<string, unknown>> = {},
): Finding {
  return { ...numbers, code, severity: "warning", message };
}

/** A number for a sentence: at most five significant digits, no exponent for everyday sizes. */
export function brief(value: number): string {
  return String(Number(value.toPrecision(5)));
}
