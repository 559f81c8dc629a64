/**
 * What one request may cost: every limit there is, in one place.
 *
 * @module
 */

import {
  JSON_LIMITS,
  type JsonLimits,
  limitExceeded,
  REPLY_LIMITS,
  type ReplyLimits,
} from "../lib/dicom/limits.ts";

/** Upper bounds for one request. */
export interface Limits extends JsonLimits, ReplyLimits {
  /** Bytes of the body as it is sent, pixels included. */
  readonly bodyBytes: number;
  /** Bytes of header that are kept of all objects together, names of files included. */
  readonly requestHeaderBytes: number;
  /** Bytes of JSON text, all JSON entries together. */
  readonly jsonBytes: number;
  /** Brackets that open in JSON text, all JSON entries together. */
  readonly jsonBrackets: number;
  /** Seconds until the whole body has come and is read. */
  readonly seconds: number;
  /** Seconds in which not one byte of the body comes. */
  readonly idleSeconds: number;
}

const MiB = 2 ** 20;

/**
 * In memory an empty pair of brackets takes thirty times what it takes in the text. The DICOM JSON
 * Model has two pairs for 36 characters or more, so that 64 MiB of it stay below this.
 */
const MAX_JSON_BRACKETS = 4_000_000;

/**
 * Memory follows the headers, not the body: 64 MiB of headers leave room for a few requests at once
 * in an isolate of 512 MB, and the body may be as long as the pixels of any examination. A quarter of
 * an hour brings 16 GiB over 150 Mbit/s; a line on which nothing moves for a minute is dead.
 */
export const DEFAULT_LIMITS: Limits = {
  ...JSON_LIMITS,
  ...REPLY_LIMITS,
  bodyBytes: 16 * 1024 * MiB,
  requestHeaderBytes: 64 * MiB,
  jsonBytes: 64 * MiB,
  jsonBrackets: MAX_JSON_BRACKETS,
  seconds: 900,
  idleSeconds: 60,
};

/** Names under which the limits are documented. */
export const LIMIT_NAMES: Readonly<Record<keyof Limits, string>> = {
  bodyBytes: "body bytes",
  headerBytes: "header bytes per object",
  requestHeaderBytes: "header bytes per request",
  jsonBytes: "JSON bytes per request",
  jsonBrackets: "JSON brackets per request",
  jsonDepth: "JSON depth",
  objects: "objects per request",
  elements: "elements per object",
  nesting: "nesting",
  frames: "frames per request",
  volumes: "volumes per request",
  inflateRatio: "inflate ratio",
  seconds: "seconds per request",
  idleSeconds: "seconds without a byte",
};

/**
 * Checks a count against its limit.
 *
 * @param limit Which limit
 * @param found The count, as far as it got
 * @param limits The limits in force
 * @throws {HeaderError} limit-exceeded
 */
export function checkLimit(limit: keyof Limits, found: number, limits: Limits): void {
  if (found > limits[limit]) throw limitExceeded(LIMIT_NAMES[limit], limits[limit], found);
}
