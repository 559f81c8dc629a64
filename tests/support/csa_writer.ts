/**
 * Writes Siemens CSA headers, independently of the library.
 *
 * @module
 */

/** One element; values as text. */
export interface CsaWritten {
  readonly name: string;
  readonly vr: string;
  readonly multiplicity: number;
  readonly values: readonly string[];
}

/** Items that are written at least: scanners fill up with empty ones. */
const LEAST_ITEMS = 6;

/** A CSA header in the old form or in the new one (`SV10`), memory rubbish included. */
export function csaBytes(form: "old" | "new", elements: readonly CsaWritten[]): Uint8Array {
  const bytes: number[] = form === "new" ? [...ascii("SV10"), 4, 3, 2, 1] : [];
  bytes.push(...number(elements.length), ...number(77));
  for (const { name, vr, multiplicity, values } of elements) {
    const items = values.length === 0 ? 0 : Math.max(LEAST_ITEMS, values.length);
    bytes.push(...field(name, 64), ...number(multiplicity), ...field(vr, 4), ...number(0));
    bytes.push(...number(items), ...number(items > 0 ? 77 : 205));
    for (let n = 0; n < items; n++) {
      const value = n < values.length ? [...ascii(values[n]!), 0] : [];
      // The old form counts something else besides the length in the first number.
      const first = form === "old" ? value.length + items : value.length;
      bytes.push(...number(first), ...number(value.length));
      bytes.push(...number(n < values.length ? 77 : 205), ...number(value.length));
      bytes.push(...value);
      while (bytes.length % 4 !== 0) bytes.push(form === "old" ? 0xcd : 0);
    }
  }
  return new Uint8Array([...bytes, 0, 0, 0, 0]);
}

/** NUL-terminated, and what was in memory behind it. */
function field(text: string, size: number): number[] {
  const rubbish = ascii(" {\n  <ParamBool.>").slice(0, Math.max(0, size - text.length - 1));
  const start = [...ascii(text), 0, ...(size > 4 ? rubbish : [])];
  return [...start, ...new Array(size - start.length).fill(0)];
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function number(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}
