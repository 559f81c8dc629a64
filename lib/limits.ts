/**
 * Limits on one request: every one of them, with its name and its default, in one place.
 *
 * @module
 */

import { HeaderError } from "./errors.ts";

const MiB = 2 ** 20;

/** Upper bounds, each with the reason for its default. */
export interface Limits {
  /** Bytes of the body as sent, pixels included. A quarter of an hour brings 16 GiB at 150 Mbit/s. */
  readonly bodyBytes: number;
  /**
   * Bytes of one object up to its pixel data, a quarter of them where they are deflated within the
   * object. 30,000 enhanced frames of 130 elements stay below.
   */
  readonly headerBytes: number;
  /**
   * Bytes of header kept of all objects together, file names included. 64 MiB leave room for a few
   * requests at once in an isolate of 512 MB.
   */
  readonly requestHeaderBytes: number;
  /** Bytes of JSON text, all JSON entries together. */
  readonly jsonBytes: number;
  /**
   * Bytes that the values of all JSON entries take in memory, by an estimate before they are made.
   * Text of the DICOM JSON Model takes up to four times its length if all of it is read, so that 64
   * MiB of it stay below this.
   */
  readonly jsonMemory: number;
  /**
   * Brackets within brackets of a JSON text. A sequence of the DICOM JSON Model takes three, so that
   * 64 are 20 sequences within one another; real objects have four or five.
   */
  readonly jsonDepth: number;
  /** Entries of one request, whether they are objects or not. */
  readonly objects: number;
  /**
   * Elements and items of one object up to the pixel data, nested ones included, without the content
   * of what can be passed over in one step. Real enhanced objects have about 130 a frame, and 30,000
   * frames; a million are scanned in 0.02 s.
   */
  readonly elements: number;
  /**
   * Items of sequences per 1,024 bytes of one object, of which 20,000 are free. In memory an item
   * takes thirty times its eight bytes; real objects have one for 65 bytes or more.
   */
  readonly itemsPerKilobyte: number;
  /** Sequences within sequences. Real objects have four or five levels. */
  readonly nesting: number;
  /**
   * Frames of all objects, copies included. A number costs the sender nothing, a frame costs memory:
   * this is more than any real object holds and still cheap.
   */
  readonly frames: number;
  /** Frames of one object. It is ignored if it has more; all others are used. */
  readonly objectFrames: number;
  /**
   * Frames of one object that says nothing of each but how many there are: a number costs the sender
   * nothing. Real ones of nuclear medicine and mosaics have some thousand.
   */
  readonly countedFrames: number;
  /**
   * Values of attributes that are compared to find out which frames belong together. Each frame is
   * asked some dozens of times; attributes that nearly separate the frames, each in its own way, make
   * it thousands.
   */
  readonly comparisons: number;
  /** Volumes of one reply, which takes 4 kB for each. Series of thousands of time points are real. */
  readonly volumes: number;
  /** Segments of one volume: whole-body models have some hundred, a header has ten lines for each. */
  readonly volumeSegments: number;
  /** Segments of all volumes: a list that the caller names once is written into every header. */
  readonly segments: number;
  /**
   * Bytes of the reply, before a zip deflates them: 4 kB for a volume, some 200 bytes for each of its
   * slices, and for each of its segments up to 2 kB.
   */
  readonly replyBytes: number;
  /**
   * Inflated bytes per byte sent; 0 where nothing is inflated. Real headers reach 70, in JSON 100; a
   * bomb reaches 1000. A quarter of it counts beyond 128 MiB.
   */
  readonly inflateRatio: number;
  /** Seconds until the whole body has come and is read. */
  readonly seconds: number;
  /** Seconds without one byte of the body: a line on which nothing moves for a minute is dead. */
  readonly idleSeconds: number;
}

/** What holds unless said otherwise. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 16 * 1024 * MiB,
  headerBytes: 64 * MiB,
  requestHeaderBytes: 64 * MiB,
  jsonBytes: 64 * MiB,
  jsonMemory: 256 * MiB,
  jsonDepth: 64,
  objects: 20_000,
  elements: 6_000_000,
  itemsPerKilobyte: 20,
  nesting: 64,
  frames: 100_000,
  objectFrames: 100_000,
  countedFrames: 10_000,
  comparisons: 10_000_000,
  volumes: 2000,
  volumeSegments: 4096,
  segments: 8192,
  replyBytes: 16 * MiB,
  inflateRatio: 100,
  seconds: 900,
  idleSeconds: 60,
};

/** Names under which replies and documents speak of the limits. */
export const LIMIT_NAMES: Readonly<Record<keyof Limits, string>> = {
  bodyBytes: "body bytes",
  headerBytes: "header bytes per object",
  requestHeaderBytes: "header bytes per request",
  jsonBytes: "JSON bytes per request",
  jsonMemory: "JSON memory per request",
  jsonDepth: "JSON depth",
  objects: "objects per request",
  elements: "elements per object",
  itemsPerKilobyte: "items per kilobyte",
  nesting: "nesting",
  frames: "frames per request",
  objectFrames: "frames per object",
  countedFrames: "counted frames per object",
  comparisons: "attribute values compared",
  volumes: "volumes per request",
  volumeSegments: "segments per volume",
  segments: "segments per request",
  replyBytes: "reply bytes",
  inflateRatio: "inflate ratio",
  seconds: "seconds per request",
  idleSeconds: "seconds without a byte",
};

/** Limits of one object, or of one text: what is beyond them takes nothing else with it. */
const OF_ONE_OBJECT: ReadonlySet<unknown> = new Set(
  ([
    "headerBytes",
    "elements",
    "itemsPerKilobyte",
    "nesting",
    "objectFrames",
    "countedFrames",
    "jsonDepth",
  ] as const)
    .map((limit) => LIMIT_NAMES[limit]),
);

/** Whether an error says that one object goes beyond a limit, and not the whole request. */
export function isOfOneObject({ code, details }: HeaderError): boolean {
  return code === "limit-exceeded" && OF_ONE_OBJECT.has(details["limit"]);
}

/** Limits on how long the content is, which HTTP calls too large; all others are on what is in it. */
export const SIZE_LIMITS: ReadonlySet<string> = new Set(
  ([
    "bodyBytes",
    "headerBytes",
    "requestHeaderBytes",
    "jsonBytes",
    "inflateRatio",
  ] as const).map((limit) => LIMIT_NAMES[limit]),
);

/** Limits of one object. */
export type ObjectLimits = Pick<
  Limits,
  "headerBytes" | "elements" | "itemsPerKilobyte" | "nesting" | "inflateRatio"
>;

/**
 * Checks a count against its limit.
 *
 * @param found The count, as far as it got
 * @throws {HeaderError} limit-exceeded
 */
export function checkLimit<K extends keyof Limits>(
  limit: K,
  found: number,
  limits: Pick<Limits, K>,
): void {
  if (found > limits[limit]) throw limitExceeded(LIMIT_NAMES[limit], limits[limit], found);
}

/**
 * The error for a limit that was passed.
 *
 * @param limit The name under which the limit is documented
 * @param maximum The limit
 * @param found The count, as far as it got; undefined where counting stopped
 */
export function limitExceeded(limit: string, maximum: number, found?: number): HeaderError {
  const saw = found === undefined ? "this is more" : `this is at least ${found}`;
  return new HeaderError(
    "limit-exceeded",
    `The limit for ${limit} is ${maximum}; ${saw}.`,
    { limit, maximum, ...(found === undefined ? {} : { found }) },
  );
}
