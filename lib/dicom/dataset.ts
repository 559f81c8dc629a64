/**
 * DICOM as the rest of the library sees it: attributes by keyword.
 *
 * Bytes and every JSON dialect become this; later code does not know which it was.
 *
 * @module
 */

import type { Keyword } from "./attributes.ts";

/**
 * One dataset, or one item of a sequence. Values are decoded when asked for.
 *
 * An attribute that is absent, empty or unreadable gives an empty array, so that callers need no
 * special case; a component that is not a number gives NaN.
 */
export interface Dataset {
  /** Components of a text attribute, without padding. */
  strings(keyword: Keyword): readonly string[];
  /** Components as doubles; decimal strings are read with all their digits. */
  numbers(keyword: Keyword): readonly number[];
  /** Items of a sequence. */
  items(keyword: Keyword): readonly Dataset[];
  /** Raw bytes of a binary attribute (vendor headers); undefined when absent. */
  bytes(keyword: Keyword): Uint8Array | undefined;
  /** Whether the attribute is in the dataset, with or without a value. */
  has(keyword: Keyword): boolean;
  /**
   * Attributes that may have other values here than in another dataset, which has the same ones;
   * undefined if it has not, or if nobody knows without reading them.
   */
  unlike?(other: Dataset): readonly Keyword[] | undefined;
  /** Whether there is a name that is nearly this one and means nothing: a slip, perhaps. */
  misspelt?(keyword: Keyword): boolean;
}

/** Where an object's pixels lie in the bytes that were sent. */
export interface PixelDataPlace {
  /** Offset of the first pixel byte from the start of the object. */
  readonly offset: number;
  /** Declared length in bytes; undefined when encapsulated (undefined length). */
  readonly length: number | undefined;
}

/** One DICOM object as it was sent: the header, and what is known of the bytes around it. */
export interface DicomObject {
  /**
   * Index among the inputs of the request in the order sent, from 0; inputs that are ignored count
   * too. Replies name objects by it. It is not a slice index.
   */
  readonly given: number;
  /** Name under which it was sent. It may identify a person: only for those who asked. */
  readonly file?: string | undefined;
  /** The header's attributes. */
  readonly dataset: Dataset;
  /** UID (0002,0010), or what the bytes themselves show; undefined for JSON that does not say. */
  readonly transferSyntax?: string | undefined;
  /** Undefined when the pixel data were not seen (JSON, cut files). */
  readonly pixelData?: PixelDataPlace | undefined;
  /** Length of the whole object as sent; undefined for JSON. */
  readonly byteLength?: number | undefined;
}

/** First component, or undefined. */
export function first<T>(values: readonly T[]): T | undefined {
  return values.length > 0 ? values[0] : undefined;
}

/** First component if it is a finite number, or undefined. */
export function finite(values: readonly number[]): number | undefined {
  const value = values[0];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/**
 * At least two components of digits, of which the first is 0, 1 or 2 (PS3.5 9.1, X.660). No date and
 * no time has this form.
 */
const UID = /^[0-2](?:\.\d+)+$/;

const LONGEST_UID = 64;

/** First component if it has the form of a UID: anything else in its place may be a name. */
export function uid(values: readonly string[]): string | undefined {
  const value = values[0];
  return value !== undefined && value.length <= LONGEST_UID && UID.test(value) ? value : undefined;
}
