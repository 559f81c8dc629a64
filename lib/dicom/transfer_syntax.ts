/**
 * Transfer syntaxes as far as geometry and byte layout care (PS3.5 section 10 and annex A).
 *
 * @module
 */

/** Implicit VR Little Endian. */
export const IMPLICIT_LITTLE = "1.2.840.10008.1.2";
/** Explicit VR Little Endian. */
export const EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
/** Deflated Explicit VR Little Endian: everything behind the meta group is one raw deflate stream. */
export const DEFLATED_LITTLE = "1.2.840.10008.1.2.1.99";
/** Explicit VR Big Endian, retired but found. */
export const EXPLICIT_BIG = "1.2.840.10008.1.2.2";

/**
 * GE's private one: the dataset is Implicit VR Little Endian, the words of its pixels are big-endian.
 */
export const GE_IMPLICIT_BIG_PIXELS = "1.2.840.113619.5.2";

const NATIVE: ReadonlySet<string> = new Set([
  IMPLICIT_LITTLE,
  EXPLICIT_LITTLE,
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  GE_IMPLICIT_BIG_PIXELS,
]);

/** Whether pixel data come in fragments, compressed as a rule: every syntax but the native ones. */
export function isEncapsulated(transferSyntax: string): boolean {
  return !NATIVE.has(transferSyntax);
}

/** Whether the words of native pixel data have their high byte first. */
export function hasBigEndianPixels(transferSyntax: string | undefined): boolean {
  return transferSyntax === EXPLICIT_BIG || transferSyntax === GE_IMPLICIT_BIG_PIXELS;
}
