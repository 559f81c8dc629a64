/**
 * How much one object may ask of the reader.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";

/** Bytes of one object's header, inflated or not. Enhanced objects of 8000 frames stay below. */
export const MAX_HEADER_BYTES: number = 16 * 1024 * 1024;

/** Sequences within sequences. Real objects have four or five levels. */
export const MAX_NESTING = 64;

/** Elements of one object, nested ones included. Real enhanced objects have about 110 a frame. */
export const MAX_ELEMENTS = 500_000;

/** Inflated bytes per deflated byte. Real headers reach about 10; a bomb reaches 1000. */
export const MAX_INFLATE_RATIO = 100;

/** The error for a limit that was passed, by the name under which the limit is documented. */
export function limitExceeded(limit: string, maximum: number, found?: number): HeaderError {
  const saw = found === undefined ? "the object has more" : `the object has ${found}`;
  return new HeaderError(
    "limit-exceeded",
    `The limit for ${limit} is ${maximum}, ${saw}.`,
    { limit, maximum, ...(found === undefined ? {} : { found }) },
  );
}
