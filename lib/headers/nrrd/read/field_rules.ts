/**
 * What readers take as the value of a field, and what they refuse: observed with teem 1.12, ITK 5.4
 * and pynrrd 1.1. ITK reads fields with a copy of teem's code.
 *
 * @module
 */

import type { FieldName } from "./lines.ts";
import { QUOTED, quotedTexts, vectorTexts } from "./values.ts";
import {
  CENTERINGS,
  ENCODINGS,
  KINDS,
  PYNRRD_ENCODINGS,
  SPACE_DIMENSIONS,
  TYPE_BYTES,
} from "./vocabulary.ts";

/** What the value of a field depends on. */
export interface FieldContext {
  /** Number of axes. */
  readonly dimension: number;
  /** Of all axes; undefined where nobody says. */
  readonly sizes: readonly number[] | undefined;
  /** Number of dimensions of the space; undefined where there is none. */
  readonly spaceDimension: number | undefined;
  /** Whether a sample has more than one byte, and is not written as text. */
  readonly hasByteOrder: boolean;
}

/** A rule that is broken, in words that follow the name of the field; undefined where none is. */
export type Broken = string | undefined;

const COUNT = /^\+?\d+$/;
const NUMBER = /^[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan|inf(inity)?)$/i;

/**
 * What teem and ITK refuse.
 *
 * @param value From the first character that is no blank to the end of the line
 */
export function refusedByTeem(name: FieldName, value: string, context: FieldContext): Broken {
  const { dimension, spaceDimension } = context;
  const word = value.toLowerCase();
  const entries = value.trim() === "" ? [] : value.trim().split(/[ \t]+/);
  switch (name) {
    case "type":
      return oneOf(word, TYPE_BYTES, "a type that NRRD knows, for instance short or unsigned char");
    case "dimension":
      return /^\+?\d/.test(value) ? undefined : "must be a whole number";
    case "encoding":
      return oneOf(word, ENCODINGS, "an encoding that NRRD knows: raw, gzip, text, hex, bzip2");
    case "endian":
      return oneOf(word, new Set(["little", "big"]), "little or big");
    case "space":
      return oneOf(word, SPACE_DIMENSIONS, "a space that NRRD knows: left-posterior-superior");
    case "kinds":
      return kindsRefused(entries.map(lowerCase), context);
    case "centerings":
      return entries.length === dimension &&
          entries.every((entry) => CENTERINGS.has(lowerCase(entry)))
        ? undefined
        : "must say cell, node or none for each axis";
    case "spacings":
      return perAxis(entries, dimension, (spacing) => spacing !== 0, "numbers other than 0");
    case "thicknesses":
      return perAxis(entries, dimension, (thickness) => !(thickness < 0), "numbers from 0, or NaN");
    case "axis mins":
    case "axis maxs":
      return perAxis(entries, dimension, () => true, "numbers, or NaN");
    case "labels":
    case "units":
      return quoted(value, dimension) ? undefined : `must be "…" for each axis, in quotes`;
    case "space units":
      return spaceDimension === undefined || quoted(value, spaceDimension)
        ? undefined
        : `must be "…" for each dimension of the space, in quotes`;
    case "space directions":
      return vectorsRefused(value, dimension, spaceDimension);
    case "space origin":
      return vectorsRefused(value, 1, spaceDimension);
    case "measurement frame":
      return vectorsRefused(value, spaceDimension ?? 0, spaceDimension);
    case "space dimension":
      return COUNT.test(value.trim()) && Number(value) >= 1 && Number(value) <= 8
        ? undefined
        : "must be a number from 1 to 8";
    case "block size":
      return "belongs to the type block alone";
    case "old min":
    case "old max":
      return NUMBER.test(entries[0] ?? "") ? undefined : "must be a number";
    case "line skip":
      return COUNT.test(entries[0] ?? "") ? undefined : "must be a whole number from 0";
    case "byte skip":
      return /^[+-]?\d+/.test(value) ? undefined : "must be a whole number";
    default:
      return undefined;
  }
}

/** What pynrrd refuses: it takes names and words to the letter. */
export function refusedByPynrrd(name: string, value: string, context: FieldContext): Broken {
  const entries = value === "" ? [] : value.split(/\s+/);
  switch (name) {
    case "type":
      return TYPE_BYTES.has(value) ? undefined : "must be one of NRRD's types, in small letters";
    case "encoding":
      return PYNRRD_ENCODINGS.has(value)
        ? undefined
        : "must be raw, gzip, bzip2 or text, in small letters";
    case "endian":
      return !context.hasByteOrder || value === "little" || value === "big"
        ? undefined
        : "must be little or big, in small letters";
    case "dimension":
    case "space dimension":
    case "byteskip":
    case "byte skip":
      return /^[+-]?\d+$/.test(value) ? undefined : "must be a whole number";
    case "lineskip":
    case "line skip":
      return /^\+?\d+$/.test(value) ? undefined : "must be a whole number from 0";
    case "min":
    case "max":
    case "oldmin":
    case "old min":
    case "oldmax":
    case "old max":
      return NUMBER.test(value) ? undefined : "must be a number";
    case "sizes":
    case "spacings":
    case "thicknesses":
    case "axismins":
    case "axis mins":
    case "axismaxs":
    case "axis maxs":
      return entries.every((entry) => NUMBER.test(entry)) ? undefined : "must be numbers";
    case "labels":
    case "units":
    case "space units":
      return /^([^"'\\]|\\.|"(\\.|[^"\\])*"|'[^']*')*$/.test(value)
        ? undefined
        : "has a quote that does not end";
    case "space origin":
      return isPlainVector(value) ? undefined : "must be one vector (x,y,z)";
    case "space directions":
    case "measurement frame":
      return entries.length > 0 &&
          entries.every((entry) => entry === "none" || !/\s/.test(entry) && isPlainVector(entry)) &&
          sameLengths(entries)
        ? undefined
        : "must be vectors (x,y,z) without blanks in them, with blanks between them, or none";
    default:
      return undefined;
  }
}

/** Kinds and centerings may be written in capitals, all but `none`. */
function lowerCase(word: string): string {
  const small = word.toLowerCase();
  return small === "none" ? word : small;
}

function oneOf(word: string, known: { has(word: string): boolean }, wanted: string): Broken {
  if (known.has(word)) return undefined;
  return known.has(word.trimEnd()) ? "must not have a blank behind its value" : `must be ${wanted}`;
}

function kindsRefused(
  kinds: readonly string[],
  { dimension, sizes }: FieldContext,
): Broken {
  if (kinds.length !== dimension || !kinds.every((kind) => KINDS.has(kind))) {
    return "must be one of NRRD's kinds for each axis: domain, list, RGB-color, …";
  }
  const axis = kinds.findIndex((kind, n) => (KINDS.get(kind) ?? sizes?.[n]) !== sizes?.[n]);
  return axis < 0
    ? undefined
    : `gives axis ${axis} a kind of which an axis has ${KINDS.get(kinds[axis]!)} samples`;
}

function perAxis(
  entries: readonly string[],
  dimension: number,
  valid: (value: number) => boolean,
  wanted: string,
): Broken {
  const fits = entries.length === dimension &&
    entries.every((entry) =>
      NUMBER.test(entry) && !/inf/i.test(entry) && (/nan/i.test(entry) || valid(Number(entry)))
    );
  return fits ? undefined : `must be ${wanted}, one for each axis`;
}

function quoted(value: string, count: number): boolean {
  const rest = value.trim().replaceAll(QUOTED, "");
  return rest.trim() === "" && quotedTexts(value).length === count;
}

/** Vectors are read one behind the other, whatever blanks they have; behind the last, nobody looks. */
function vectorsRefused(value: string, count: number, length: number | undefined): Broken {
  if (length === undefined) return undefined;
  const vectors = vectorTexts(value);
  const fits = vectors.length >= count && vectors.slice(0, count).every((vector) => {
    if (vector === "none") return true;
    const numbers = vector.startsWith("(") ? vector.slice(1, -1).split(",") : [];
    return numbers.length === length && numbers.every((number) => NUMBER.test(number.trim()));
  });
  return fits
    ? undefined
    : `must be vectors of ${length} numbers, as many as the space has dimensions, or none`;
}

function isPlainVector(value: string): boolean {
  return /^\([^()]*\)$/.test(value) &&
    value.slice(1, -1).split(",").every((number) => NUMBER.test(number.trim()));
}

function sameLengths(vectors: readonly string[]): boolean {
  return new Set(vectors.filter((v) => v !== "none").map((v) => v.split(",").length)).size <= 1;
}
