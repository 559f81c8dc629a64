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

/**
 * Elements and items of one object, nested ones included, without the content of what can be passed
 * over in one step. Real enhanced objects have about 130 a frame; so many are walked in 0.1 s.
 */
export const MAX_ELEMENTS = 1_000_000;

/** Inflated bytes per deflated byte. Real headers reach about 10; a bomb reaches 1000. */
export const MAX_INFLATE_RATIO = 100;

/**
 * Brackets within brackets of a JSON text. A sequence of the DICOM JSON Model takes three, so that
 * this is 20 sequences within one another; real objects have four or five.
 */
export const MAX_JSON_DEPTH = 64;

/** Volumes of one reply, which takes 3 kB for each. Series of thousands of time points are real. */
export const MAX_VOLUMES = 10_000;

/**
 * Frames of one object, and of one request. A number costs the sender nothing, a frame costs
 * memory: this is more than any real object holds and still cheap.
 */
export const MAX_FRAMES = 100_000;

/** What one object may ask for. */
export interface ObjectLimits {
  /** Bytes up to the pixel data, inflated or not. */
  readonly headerBytes: number;
  /** Elements up to the pixel data, nested ones included. */
  readonly elements: number;
  /** Sequences within sequences. */
  readonly nesting: number;
  /** Inflated bytes per deflated byte; 0 where nothing is inflated. */
  readonly inflateRatio: number;
}

/** What one object may ask for unless said otherwise. */
export const OBJECT_LIMITS: ObjectLimits = {
  headerBytes: MAX_HEADER_BYTES,
  elements: MAX_ELEMENTS,
  nesting: MAX_NESTING,
  inflateRatio: MAX_INFLATE_RATIO,
};

/** Entries of one request, whether they are objects or not. */
export const MAX_OBJECTS = 20_000;

/** What a JSON document may ask for. */
export interface JsonLimits extends ObjectLimits {
  /** Brackets within brackets of the text. */
  readonly jsonDepth: number;
  /** Entries of the document, whether they are datasets or not. */
  readonly objects: number;
}

/** What a JSON document may ask for unless said otherwise. */
export const JSON_LIMITS: JsonLimits = {
  ...OBJECT_LIMITS,
  jsonDepth: MAX_JSON_DEPTH,
  objects: MAX_OBJECTS,
};

/** What the objects of one request may ask for together. */
export interface ReplyLimits {
  /** Frames of all objects, copies included. */
  readonly frames: number;
  /** Volumes that they make. */
  readonly volumes: number;
}

/** What they may ask for unless said otherwise. */
export const REPLY_LIMITS: ReplyLimits = { frames: MAX_FRAMES, volumes: MAX_VOLUMES };

/** The error for more entries than a request may have. */
export function tooManyObjects({ objects }: JsonLimits, found?: number): HeaderError {
  return limitExceeded("objects per request", objects, found);
}

/** The error for a limit that was passed, by the name under which the limit is documented. */
export function limitExceeded(limit: string, maximum: number, found?: number): HeaderError {
  const saw = found === undefined ? "this is more" : `this is at least ${found}`;
  return new HeaderError(
    "limit-exceeded",
    `The limit for ${limit} is ${maximum}; ${saw}.`,
    { limit, maximum, ...(found === undefined ? {} : { found }) },
  );
}
