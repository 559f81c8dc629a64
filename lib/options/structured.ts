/**
 * Options that are more than a word: `segments`, `npy` and `plane`, as JSON.
 *
 * @module
 */

import * as v from "valibot";
import { HeaderError } from "../errors.ts";
import { orientationFault } from "../frames/image_plane.ts";
import { MAIN_ORIENTATIONS, type StatedPlane } from "../frames/stated_place.ts";
import { checkLimit, DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { once } from "../once.ts";
import { checkedArray } from "../array/npy.ts";
import type { NumpyArray, RequestedSegment } from "./types.ts";

/** Deeper than any of these options. */
const MAX_DEPTH = 8;

/** More members than a segment or an array has, or than an array has dimensions. */
const MAX_MEMBERS = 64;

/**
 * Longest length, mm, and farthest position that may be stated: a kilometre. No patient is as large,
 * and sums of as many as there may be keep their digits.
 */
const LONGEST_MM = 1e6;

/** Shortest length that may be stated, mm: a nanometre, which no image of a patient resolves. */
const SHORTEST_MM = 1e-6;

/** Whether a length may be stated, mm. */
export function isStatedLength(value: number): boolean {
  return value >= SHORTEST_MM && value <= LONGEST_MM;
}

/** What each option may be as JSON. Most requests have none of them, and a schema takes time to make. */
export const schemas = once(() => {
  /** Longest text in a segment; what is written of it is far shorter. */
  const text = v.pipe(v.string(), v.maxLength(1024));

  const code = v.union([
    v.strictObject({ scheme: text, value: text, meaning: v.optional(text, "") }),
    v.pipe(
      v.strictTuple([text, text, text]),
      v.transform(([scheme, value, meaning]) => ({ scheme, value, meaning })),
    ),
  ]);

  const part = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
  const color = v.union([
    v.strictTuple([part, part, part]),
    v.pipe(
      v.string(),
      v.regex(/^#[0-9a-f]{6}$/i),
      v.transform((hex) => [component(hex, 1), component(hex, 3), component(hex, 5)] as const),
    ),
  ]);

  /** What a segment may say; the second name of a pair is another spelling of the first. */
  const segment = v.strictObject({
    labelValue: v.optional(v.number()),
    value: v.optional(v.number()),
    name: v.optional(text),
    color: v.optional(color),
    colour: v.optional(color),
    layer: v.optional(v.number()),
    category: v.optional(code),
    type: v.optional(code),
    code: v.optional(code),
    typeModifier: v.optional(code),
    anatomicRegion: v.optional(code),
    anatomicRegionModifier: v.optional(code),
  });

  const segments = v.union([
    v.array(segment),
    v.pipe(
      v.record(v.pipe(v.string(), v.regex(/^\d{1,6}$/)), text),
      v.transform((names) =>
        Object.entries(names).map(([value, name]): v.InferOutput<typeof segment> => ({
          value: Number(value),
          name,
        }))
      ),
    ),
  ]);

  const npy = v.strictObject({
    shape: v.array(v.number()),
    dtype: v.optional(text),
    descr: v.optional(text),
    fortran_order: v.optional(v.boolean(), false),
    offset: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    file: v.optional(v.string()),
  });

  const size = v.pipe(v.number(), v.minValue(SHORTEST_MM), v.maxValue(LONGEST_MM));
  const coordinate = v.pipe(v.number(), v.minValue(-LONGEST_MM), v.maxValue(LONGEST_MM));
  const cosine = v.pipe(v.number(), v.minValue(-2), v.maxValue(2));
  const mainPlane = v.picklist(["axial", "coronal", "sagittal"]);

  const plane = v.strictObject({
    orientation: v.optional(
      v.union([mainPlane, v.strictTuple([cosine, cosine, cosine, cosine, cosine, cosine])]),
    ),
    position: v.optional(v.strictTuple([coordinate, coordinate, coordinate])),
    spacing: v.optional(v.strictTuple([size, size])),
  });
  return { segment, segments, npy, plane, mainPlane };
});

/**
 * A plane: `axial`, `coronal`, `sagittal`, or `{"orientation": [1, 0, 0, 0, 1, 0], "position": [0, 0,
 * 0], "spacing": [0.5, 0.5]}`, as DICOM has the three; the orientation may be one of the words.
 *
 * @throws {HeaderError} bad-option
 */
export function readPlane(text: string): StatedPlane {
  const word = v.safeParse(schemas().mainPlane, text.toLowerCase());
  if (word.success) return { orientation: MAIN_ORIENTATIONS[word.output] };
  const { orientation, position, spacing } = parse("plane", text, schemas().plane);
  return {
    orientation: typeof orientation === "string"
      ? MAIN_ORIENTATIONS[orientation]
      : orientation && directions(orientation),
    position,
    spacing: spacing && { rowSpacing: spacing[0], columnSpacing: spacing[1] },
  };
}

function directions(
  [a, b, c, d, e, f]: readonly [number, number, number, number, number, number],
): StatedPlane["orientation"] {
  const fault = orientationFault([a, b, c], [d, e, f]);
  if (!fault) return [[a, b, c], [d, e, f]];
  throw new HeaderError(
    "bad-option",
    `The direction cosines of option "plane" ${fault.words}`,
    { option: "plane", ...fault.details },
  );
}

/**
 * Segments: `[{"value": 1, "name": "tumor", "color": "#ff0000", "code": ["SCT", "108369006",
 * "Tumor"]}]`, or just `{"1": "tumor"}`.
 *
 * @param limits How many there may be
 * @throws {HeaderError} bad-option, limit-exceeded
 */
export function readSegments(
  json: string,
  limits: Pick<Limits, "volumeSegments"> = DEFAULT_LIMITS,
): RequestedSegment[] {
  const found = parse("segments", json, schemas().segments, (value) => {
    const count = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
    checkLimit("volumeSegments", count, limits);
  });
  return found.map(({ labelValue, value, color, colour, type, code, ...others }) => {
    const label = labelValue ?? value;
    if (label === undefined) throw refusal("segments", "a segment has no label value");
    return { ...others, labelValue: label, color: color ?? colour, type: type ?? code };
  });
}

/**
 * An array that stays with its owner: `{"shape": [20, 256, 256], "dtype": "uint8", "fortran_order":
 * false, "file": "mask.npy", "offset": 128}`.
 *
 * @throws {HeaderError} bad-option, bad-array
 */
export function readNpyOption(json: string): { array: NumpyArray; file: string | undefined } {
  const { shape, dtype, descr, fortran_order, offset, file } = parse("npy", json, schemas().npy);
  const type = dtype ?? descr;
  if (type === undefined) throw refusal("npy", "the array has no dtype");
  return {
    array: checkedArray({ shape, dtype: type, fortranOrder: fortran_order, offset }),
    file,
  };
}

/**
 * Parses and checks; the message names the place of the first fault, never its value.
 *
 * @param checkSize Refuses what is too long before anything in it is looked at
 */
function parse<T extends v.GenericSchema>(
  option: "segments" | "npy" | "plane",
  json: string,
  schema: T,
  checkSize: (value: unknown) => void = () => {},
) {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw refusal(option, "it is not JSON");
  }
  checkSize(value);
  checkExtent(option, value);
  const checked = v.safeParse(schema, value, { abortEarly: true });
  if (checked.success) return checked.output;
  const { segment, npy, plane } = schemas();
  const members = Object.keys({ segments: segment, npy, plane }[option].entries);
  throw refusal(
    option,
    `it has the wrong structure; known members: ${members.join(", ")}`,
    members,
  );
}

/** Refuses what is too wide or too deep before the schema sees it, which takes far longer than to count. */
function checkExtent(option: string, value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MAX_DEPTH) throw refusal(option, "it is nested too deeply");
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== "object" || item === null) continue;
      const members = Object.values(item);
      if (depth > 0 && members.length > MAX_MEMBERS) {
        throw refusal(
          option,
          `a part of it has ${members.length} members, more than ${MAX_MEMBERS}`,
        );
      }
      for (const member of members) next.push(member);
    }
    level = next;
  }
}

/** Two hexadecimal digits, 0 to 1. */
function component(hex: string, at: number): number {
  return Math.round(parseInt(hex.slice(at, at + 2), 16) / 255 * 1e6) / 1e6;
}

function refusal(option: string, reason: string, valid?: readonly string[]): HeaderError {
  return new HeaderError("bad-option", `Option "${option}" cannot be used: ${reason}`, {
    option,
    ...(valid ? { valid } : {}),
  });
}
