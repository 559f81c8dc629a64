/**
 * What one request may cost.
 *
 * Memory follows the headers, not the body, so there is no limit on the length of a body: pixel data
 * may pass through in any amount.
 *
 * @module
 */

import { HeaderError } from "../lib/errors.ts";

/** Upper bounds for one request. */
export interface Limits {
  /** Bytes of header that are kept of one object. */
  readonly headerBytes: number;
  /** Bytes of header that are kept of all objects together. */
  readonly requestHeaderBytes: number;
  /** Bytes of JSON text, all JSON entries together. */
  readonly jsonBytes: number;
  /** Entries of the request, skipped ones included. */
  readonly objects: number;
  /** How many bytes one compressed byte may become. */
  readonly inflateRatio: number;
}

const MiB = 2 ** 20;

/**
 * Enhanced objects reach 4 kB of header a frame, so 16 MiB is several thousand frames; 64 MiB a
 * request leaves room for a few requests at once in an isolate of 512 MB. Images deflate by 2 to 4,
 * zeros by 1032: 100 tells them apart.
 */
export const DEFAULT_LIMITS: Limits = {
  headerBytes: 16 * MiB,
  requestHeaderBytes: 64 * MiB,
  jsonBytes: 64 * MiB,
  objects: 20_000,
  inflateRatio: 100,
};

/** Names under which the limits are documented. */
const NAMES: Readonly<Record<keyof Limits, string>> = {
  headerBytes: "header bytes per object",
  requestHeaderBytes: "header bytes per request",
  jsonBytes: "JSON bytes per request",
  objects: "objects per request",
  inflateRatio: "inflate ratio",
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
  const maximum = limits[limit];
  if (found <= maximum) return;
  const name = NAMES[limit];
  throw new HeaderError(
    "limit-exceeded",
    `The limit for ${name} is ${maximum}, the request has at least ${found}.`,
    { limit: name, maximum, found },
  );
}
