/**
 * Text to values, the same for bytes and JSON.
 *
 * @module
 */

/** Decimal String and Integer String of PS3.5 6.2: no comma, no hexadecimal, no words. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Text VRs in which a backslash separates nothing (PS3.5 6.2). */
export const SINGLE_VALUED: ReadonlySet<string> = new Set(["LT", "ST", "UR", "UT"]);

/** Text without the blanks and NULs that pad values to even length. */
export function trimPadding(text: string): string {
  return text.replace(/^[\s\0]+|[\s\0]+$/g, "");
}

/** The double nearest to a decimal string with all its digits; NaN for anything else. */
export function decimal(text: string): number {
  const trimmed = trimPadding(text);
  return DECIMAL.test(trimmed) ? finiteOrNaN(Number(trimmed)) : NaN;
}

/** NaN for what is no finite number, so that callers have one case. */
export function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Components of a backslash-separated value; none when the whole is empty. */
export function components(text: string): string[] {
  const trimmed = trimPadding(text);
  return trimmed === "" ? [] : trimmed.split("\\").map(trimPadding);
}
