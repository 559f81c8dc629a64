/**
 * Values of NRRD fields, with the places where they stand.
 *
 * @module
 */

import type { Vector } from "../../../geometry/vector.ts";
import { bad, type Field } from "./lines.ts";

/** A piece of a value, with its place in the line. */
export interface Token {
  readonly text: string;
  /** Columns of the line. */
  readonly start: number;
  readonly end: number;
}

/** A vector as it is written. */
export interface VectorToken extends Token {
  /** Undefined for `none`, and for vectors of NaN, which mean the same. */
  readonly vector: Vector | undefined;
  /** The numbers as written, further ones (of a time) included. */
  readonly numbers: readonly string[];
}

/** Longest value that is read: a kilobyte for each of the 16 axes that NRRD knows. */
export const MAX_VALUE: number = 16 * 2 ** 10;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A text in quotes. */
export const QUOTED = /"(?:\\.|[^"\\])*"/g;

/** Texts in quotes, quotes included. */
export function quotedTexts(value: string): readonly string[] {
  return value.match(QUOTED) ?? [];
}

/** `(a,b,c)` and what stands beside them, whatever it is. */
export function vectorTexts(value: string): readonly string[] {
  return value.match(/\([^()]*\)|[^\s()]+/g) ?? [];
}

/** Words between blanks; quoted ones keep theirs. */
export function words(field: Field): Token[] {
  return tokens(field, /"(?:\\.|[^"\\])*"|[^\s"]+/g);
}

/**
 * Positive whole numbers.
 *
 * @throws {HeaderError} bad-header
 */
export function counts(field: Field): number[] {
  return words(field).map(({ text }) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count)) return count;
    throw bad(`${field.name} must be whole numbers from 1`, { field: field.name });
  });
}

/**
 * Numbers, one for each axis; NaN where there is none.
 *
 * @throws {HeaderError} bad-header
 */
export function numbers(field: Field): number[] {
  return words(field).map(({ text }) => numberOf(text, field));
}

/**
 * `(a,b,c)` and `none`, with blanks anywhere.
 *
 * @throws {HeaderError} bad-header
 */
export function vectors(field: Field): VectorToken[] {
  return tokens(field, /\([^()]*\)|[^\s()]+|[()]/g).map((token) => {
    if (/^(none|\?\?\?)$/i.test(token.text)) return { ...token, vector: undefined, numbers: [] };
    const inner = /^\((.*)\)$/.exec(token.text)?.[1];
    if (inner === undefined) {
      throw bad(`${field.name} must be vectors (x,y,z) or none`, { field: field.name });
    }
    const parts = inner.split(",").map((part) => part.trim());
    const values = parts.map((part) => numberOf(part, field));
    if (values.every(Number.isNaN)) return { ...token, vector: undefined, numbers: [] };
    if (values.length < 3 || values.some(Number.isNaN)) {
      throw bad(`a vector of ${field.name} does not have three numbers`, { field: field.name });
    }
    return { ...token, vector: [values[0]!, values[1]!, values[2]!], numbers: parts };
  });
}

function tokens({ name, value, column }: Field, pattern: RegExp): Token[] {
  if (value.length > MAX_VALUE) {
    const why = `${name} has ${value.length} characters, more than ${MAX_VALUE}`;
    throw bad(why, { field: name });
  }
  return [...value.matchAll(pattern)].map((match) => ({
    text: match[0],
    start: column + match.index,
    end: column + match.index + match[0].length,
  }));
}

function numberOf(text: string, field: Field): number {
  if (/^[+-]?nan$/i.test(text)) return NaN;
  const value = NUMBER.test(text) ? Number(text) : Infinity;
  if (Number.isFinite(value)) return value;
  throw bad(`${field.name} has a value that is not a number`, { field: field.name });
}
