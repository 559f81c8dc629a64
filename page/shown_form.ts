/**
 * A header as text to read: what is text as it stands, JSON with a row of numbers on a line, bytes
 * field by field.
 *
 * @module
 */

import type { FormFile } from "../lib/headers/forms.ts";
import { COMPONENT_TYPES } from "../lib/headers/adapters.ts";
import { DATATYPES } from "../lib/headers/nifti/datatype.ts";
import { NIFTI1, NIFTI2, type NiftiFieldName } from "../lib/headers/nifti/layout.ts";
import { niftiNumbers } from "../lib/headers/nifti/read.ts";
import type { SampleType } from "../lib/array/sample_type.ts";

/** The text that is shown of a header. */
export function shownForm({ content, mediaType }: Pick<FormFile, "content" | "mediaType">): string {
  if (typeof content === "string") {
    return /\bjson$/.test(mediaType) ? `${jsonText(JSON.parse(content))}\n` : content;
  }
  return mediaType.startsWith("application/x-nifti") ? niftiFields(content) : xmlText(content);
}

/** JSON in which lists of numbers and words stay on one line. */
export function jsonText(value: unknown, margin = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${margin}  `;
  const lines = (items: readonly string[]): string =>
    `\n${inner}${items.join(`,\n${inner}`)}\n${margin}`;
  if (Array.isArray(value)) {
    const items = value.map((item) => jsonText(item, inner));
    const isRow = value.every((item) => typeof item !== "object" || item === null);
    return `[${isRow ? items.join(", ") : lines(items)}]`;
  }
  const members = Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}: ${jsonText(item, inner)}`);
  return members.length === 0 ? "{}" : `{${lines(members)}}`;
}

/** The sform's three rows, which nifti1.h names one by one. */
const SROWS = ["srow_x", "srow_y", "srow_z"];

const NAMES = Object.keys(NIFTI1.fields) as readonly NiftiFieldName[];

/** What codes stand for: types by their size in numpy, units of length (the time's come on top). */
const MEANS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  datatype: {
    ...Object.fromEntries(
      Object.entries(DATATYPES).map(([type, code]) => [code, COMPONENT_TYPES[type as SampleType]]),
    ),
    32: "complex64",
    128: "RGB, 3 × uint8",
    1792: "complex128",
  },
  xyzt_units: { 2: "mm", 10: "mm, s", 18: "mm, ms" },
  sform_code: { 1: "scanner", 2: "aligned" },
  qform_code: { 1: "scanner", 2: "aligned" },
};

/**
 * The fields of a NIfTI header by the names of nifti1.h, without those that say nothing: 0, or no text.
 *
 * @param bytes The header, complete
 */
export function niftiFields(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = [NIFTI1, NIFTI2].find((layout) =>
    [true, false].some((little) => view.getInt32(0, little) === layout.bytes)
  )!;
  const little = view.getInt32(0, true) === layout.bytes;
  // Both versions in the order of the first.
  const lines = NAMES.flatMap((name): [string, string][] => {
    const field = layout.fields[name];
    if (field.type === "text") {
      const text = new TextDecoder().decode(
        bytes.subarray(field.offset, field.offset + field.count),
      );
      return [[name, text.split("\0", 1)[0]!]];
    }
    const numbers = niftiNumbers(bytes, layout, little, name);
    const values = field.type === "float32" ? numbers.map(shortest) : numbers;
    if (name === "srow") {
      return SROWS.map((row, k) => [row, values.slice(4 * k, 4 * k + 4).join(" ")]);
    }
    const means = MEANS[name]?.[values[0]!];
    const text = values.join(" ") + (means === undefined ? "" : ` (${means})`);
    return [[name, values.some((value) => value !== 0) ? text : ""]];
  });
  return lines.filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}\n`).join("");
}

/** Single precision as the shortest decimal that is the same single. */
function shortest(single: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const value = Number(single.toPrecision(digits));
    if (Math.fround(value) === single) return value;
  }
  return single;
}

/** The text of XML, up to the mark behind which bytes are appended. */
function xmlText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return text.slice(0, text.indexOf("_", text.indexOf("<AppendedData")) + 1);
}
