/**
 * The text of a NRRD header as lines and fields: everything that at least one reader accepts.
 *
 * @module
 */

import { HeaderError } from "../../../errors.ts";

/** Every field of NRRD, by its usual name. */
export const FIELD_NAMES = [
  "dimension",
  "sizes",
  "space",
  "space dimension",
  "space directions",
  "space origin",
  "space units",
  "measurement frame",
  "spacings",
  "thicknesses",
  "axis mins",
  "axis maxs",
  "centerings",
  "kinds",
  "labels",
  "units",
  "type",
  "block size",
  "encoding",
  "endian",
  "content",
  "number",
  "min",
  "max",
  "old min",
  "old max",
  "sample units",
  "line skip",
  "byte skip",
  "data file",
] as const;

/** One of them. */
export type FieldName = typeof FIELD_NAMES[number];

/** One field line. */
export interface Field {
  /** The usual name, however it is spelt. */
  readonly name: FieldName;
  /** Without blanks at its ends. */
  readonly value: string;
  /** Index of the line. */
  readonly line: number;
  /** Column at which the value begins. */
  readonly column: number;
}

/** A header, line by line. */
export interface HeaderLines {
  /** With their line breaks; joined they are the header. */
  readonly lines: readonly string[];
  /** By their usual names. */
  readonly fields: ReadonlyMap<FieldName, Field>;
}

/** Names as teem and ITK take them, in lower case: with blanks and without, and the older ones. */
export const KNOWN_NAMES: ReadonlyMap<string, FieldName> = new Map([
  ...FIELD_NAMES.flatMap((name) => [
    [name, name] as const,
    [name.replaceAll(" ", ""), name] as const,
  ]),
  ["centers", "centerings"],
]);

/** `NRRD0001` to `NRRD0006`, and teem's first of all, behind a byte order mark that some skip. */
const MAGIC = /^\ufeff?NRRD(000[1-6]|00\.01)\s*$/;

/**
 * Splits a header. It ends at the first empty line, behind a list of data files, or with the text.
 *
 * @throws {HeaderError} bad-header, with the number of the line
 */
export function splitHeader(text: string): HeaderLines {
  const lines: string[] = [];
  const fields = new Map<FieldName, Field>();
  let names = false;
  for (const [line] of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const content = contentOf(line);
    if (lines.length === 0 && !MAGIC.test(content)) {
      throw new HeaderError("bad-header", "the header does not begin with NRRD0001 … NRRD0006");
    }
    lines.push(line);
    if (content === "" && !names) break;
    if (lines.length === 1 || names || content.startsWith("#")) continue;
    const field = readField(content, lines.length - 1);
    if (field === undefined) continue;
    // Whoever says a field twice is told so elsewhere; no reader gets as far as the second.
    if (!fields.has(field.name)) fields.set(field.name, field);
    names = field.name === "data file" && isFileList(field.value);
  }
  if (lines.length === 0) throw bad("the header is empty");
  return { lines, fields };
}

/** A line without its break. */
export function contentOf(line: string): string {
  return line.replace(/\r?\n$/, "");
}

/** Whether names of data files follow, one a line. */
export function isFileList(dataFile: string): boolean {
  return /^(SKIP)?LIST\b/.test(dataFile);
}

/** The field that a name stands for, where it is one but for blanks, hyphens and underscores. */
export function meantName(written: string): FieldName | undefined {
  return KNOWN_NAMES.get(written.toLowerCase().replaceAll(/[\s_-]/g, ""));
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Length of the header at the start of a file, its empty line included; undefined when the bytes
 * end before it does.
 */
export function headerLength(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    const next = bytes[at + 1] === CR ? at + 2 : at + 1;
    if (bytes[next] === LF) return next + 1;
  }
  return undefined;
}

/** A refusal of the header. */
export function bad(message: string, details: Readonly<Record<string, unknown>> = {}): HeaderError {
  return new HeaderError("bad-header", `the NRRD header cannot be read: ${message}`, details);
}

/** Undefined for key/value pairs and for fields that NRRD does not know. */
function readField(content: string, line: number): Field | undefined {
  const colon = content.indexOf(":");
  if (colon < 0) {
    throw bad(`line ${line + 1} is neither a field, a key/value pair nor a comment`, {
      line: line + 1,
    });
  }
  if (content[colon + 1] === "=") return undefined;
  const name = meantName(content.slice(0, colon));
  if (name === undefined) return undefined;
  const rest = content.slice(colon + 1);
  const value = rest.trim();
  return { name, value, line, column: colon + 1 + rest.length - rest.trimStart().length };
}
