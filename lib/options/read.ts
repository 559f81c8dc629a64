/**
 * What the client asks for: from the query, form fields and the `options` of a JSON body.
 *
 * Messages name what is allowed and never what was received, which may be anything.
 *
 * @module
 */

import * as v from "valibot";
import { HeaderError } from "../errors.ts";
import { isArrayOrder } from "../nrrd/array_axes.ts";
import { safeFileName } from "../nrrd/file_name.ts";
import { nrrdType } from "../nrrd/type.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "./types.ts";
import type { FoundArray } from "../intake/intake.ts";
import type { Format } from "../../routes/negotiation.ts";
import { nearestName } from "./nearest_name.ts";
import { readNpyOption, readSegments } from "./structured.ts";

/** Options of one request, checked. */
export interface RequestOptions {
  readonly header: HeaderOptions;
  /** Index of the wanted volume. */
  readonly volume: number | undefined;
  /** Wanted form of the reply; wins over Accept. */
  readonly format: Format | undefined;
}

/** An option as it was sent. */
export type RawOption = readonly [name: string, value: unknown];

/** Other names of an encoding (NRRD specification, `encoding:`). */
const ENCODING_SYNONYMS: Readonly<Record<string, string>> = {
  gz: "gzip",
  bz2: "bzip2",
  txt: "text",
  ascii: "text",
};

/** numpy's byte order characters. */
const ENDIAN_SYNONYMS: Readonly<Record<string, string>> = { "<": "little", ">": "big" };

/** Valid values of each option, as the messages give them. */
export const VALID = {
  order: ["position", "given", "instance-number"],
  space: ["LPS", "RAS"],
  fit: ["endpoints", "best"],
  tilt: ["auto", "keep", "orthogonal"],
  uneven: ["refuse", "split", "fill", "accept"],
  axis4: ["auto", "none", "the name of an attribute"],
  volume: ["an index, from 0"],
  as: ["image", "labelmap", "segmentation"],
  segments: ['JSON such as [{"value": 1, "name": "tumor", "color": "#ff0000"}]'],
  type: ["an NRRD type (short, unsigned char, double …)", "a numpy type (int16, uint8, <f8 …)"],
  encoding: ["raw", "gzip", "bzip2", "text"],
  endian: ["little", "big"],
  data: ["attached", "dicom", "the name of a file"],
  array: ["zyx", "yxz", "xyz, or any order of x, y, z, and of t (volumes) and c (components)"],
  npy: ['JSON such as {"shape": [20, 256, 256], "dtype": "uint8", "fortran_order": false}'],
  metadata: ["none", "acquisition"],
  format: ["text", "json", "zip"],
} as const;

/** Longest option, as JSON: a kilobyte for each of as many segments as there may be. */
export const MAX_OPTION: number = 4 * 2 ** 20;

/** Names of all options. */
export type OptionName = keyof typeof VALID;

/** DICOM keywords (PS3.6), and short names in kebab-case. */
const ATTRIBUTE_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

const synonym = (names: Readonly<Record<string, string>>) =>
  v.transform((value: string) => names[value] ?? value);

/** What is checked, and what the OpenAPI document and the command line say of it. */
export const optionSchema = v.object(
  {
    order: v.optional(v.picklist(VALID.order), DEFAULT_OPTIONS.order),
    space: v.optional(v.picklist(VALID.space), DEFAULT_OPTIONS.space),
    fit: v.optional(v.picklist(VALID.fit), DEFAULT_OPTIONS.fit),
    tilt: v.optional(v.picklist(VALID.tilt), DEFAULT_OPTIONS.tilt),
    uneven: v.optional(v.picklist(VALID.uneven), DEFAULT_OPTIONS.uneven),
    // Which attributes there are shows in the data; letters and digits are harmless in a message.
    axis4: v.optional(v.pipe(v.string(), v.regex(ATTRIBUTE_NAME)), DEFAULT_OPTIONS.axis4),
    volume: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))),
    as: v.optional(v.picklist(VALID.as), DEFAULT_OPTIONS.as),
    segments: v.optional(v.string()),
    type: v.optional(
      v.pipe(
        v.string(),
        v.check((name) => nrrdType(name) !== undefined),
        v.examples(["short", "uint8", "<f4"]),
      ),
    ),
    encoding: v.optional(
      v.pipe(
        v.picklist([...VALID.encoding, ...Object.keys(ENCODING_SYNONYMS)]),
        synonym(ENCODING_SYNONYMS),
        v.picklist(VALID.encoding),
      ),
      DEFAULT_OPTIONS.encoding,
    ),
    endian: v.optional(v.pipe(
      v.picklist([...VALID.endian, ...Object.keys(ENDIAN_SYNONYMS)]),
      synonym(ENDIAN_SYNONYMS),
      v.picklist(VALID.endian),
    )),
    data: v.optional(v.string()),
    array: v.optional(v.pipe(v.string(), v.check(isArrayOrder), v.examples(["zyx", "yxz"]))),
    npy: v.optional(v.string()),
    metadata: v.optional(v.picklist(VALID.metadata), DEFAULT_OPTIONS.metadata),
    format: v.optional(v.picklist(VALID.format)),
  } satisfies Record<OptionName, unknown>,
);

type Endian = HeaderOptions["endian"];

/** Options that are JSON; a JSON body has them as they are. */
const STRUCTURED: ReadonlySet<OptionName> = new Set<OptionName>(["segments", "npy"]);

/**
 * Refuses what is called like an option and stands where none is looked for, so that nobody gets a
 * header of another order than the one asked for.
 *
 * @param beside Names of what stands beside the instances of a JSON body
 * @throws {HeaderError} bad-option
 */
export function checkBeside(beside: readonly string[]): void {
  const option = Object.keys(VALID).find((name) =>
    beside.some((other) => other.toLowerCase() === name.toLowerCase())
  );
  if (option === undefined) return;
  throw new HeaderError(
    "bad-option",
    `Option "${option}" stands beside the instances; options of a JSON body stand in its member "options"`,
    { option },
  );
}

/**
 * Checks all options of a request.
 *
 * @param query Options of the query string; they win over the body's
 * @param body Options of the body, from form fields and JSON
 * @param sent The `.npy` among the body's files
 * @throws {HeaderError} bad-option, naming the valid ones; header-injection for a file name;
 * bad-array
 */
export function readOptions(
  query: Iterable<RawOption>,
  body: Iterable<RawOption> = [],
  sent?: FoundArray,
): RequestOptions {
  const given = { ...collect(body), ...collect(query) };
  const checked = v.safeParse(optionSchema, given, { abortEarly: true });
  if (!checked.success) throw refusal(checked.issues[0].path![0]!.key as OptionName);
  const { volume, format, type, data, endian, segments, npy, ...choices } = checked.output;
  if (sent && npy !== undefined) {
    throw new HeaderError("bad-option", 'There is a .npy and an option "npy"; one is enough', {
      option: "npy",
    });
  }
  const described = npy === undefined ? sent : readNpyOption(npy);
  return {
    volume,
    format,
    header: {
      ...choices,
      ...arrayType(type, endian),
      segments: segments === undefined ? undefined : readSegments(segments),
      npy: described?.array,
      data: dataPlace(data ?? described?.file),
    },
  };
}

/** A file that is really called `dicom` or `attached` has to be written with its folder, `./`. */
function dataPlace(data: string | undefined): HeaderOptions["data"] {
  if (data === undefined) return DEFAULT_OPTIONS.data;
  return data === "attached" || data === "dicom" ? data : { file: safeFileName(data) };
}

/** Type and endian of the array; a numpy name such as `>i2` says both. */
function arrayType(
  name: string | undefined,
  endian: Endian,
): { type: string | undefined; endian: Endian } {
  const named = name === undefined ? undefined : nrrdType(name);
  if (named?.endian && endian && named.endian !== endian) {
    throw new HeaderError(
      "bad-option",
      `Options "type" and "endian" contradict each other: ${named.endian} and ${endian}`,
      { option: "endian", valid: [named.endian] },
    );
  }
  return { type: named?.type, endian: named?.endian ?? endian };
}

/** Options by name; the same one twice is fine as long as both say the same. */
function collect(options: Iterable<RawOption>): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of options) {
    if (!isOptionName(name)) throw unknownOption(name);
    const structured = STRUCTURED.has(name) && typeof value === "object" && value !== null;
    if (!structured && typeof value !== "string" && typeof value !== "number") throw refusal(name);
    const text = structured ? JSON.stringify(value) : String(value);
    if (text.length > MAX_OPTION) throw tooLong(name);
    if ((values.get(name) ?? text) !== text) {
      throw new HeaderError("bad-option", `Option "${name}" is given twice with different values`, {
        option: name,
      });
    }
    values.set(name, text);
  }
  return Object.fromEntries(values);
}

function isOptionName(name: unknown): name is OptionName {
  return typeof name === "string" && Object.hasOwn(VALID, name);
}

/** What was sent under no option's name can be anything, a patient's name too: only ours is said. */
function unknownOption(name: string): HeaderError {
  const valid = Object.keys(VALID);
  const nearest = nearestName(name, valid);
  return new HeaderError(
    "bad-option",
    `There is an unknown option${
      nearest === undefined ? "" : `, perhaps "${nearest}" misspelt`
    }; valid: ${valid.join(", ")}`,
    { valid, ...(nearest === undefined ? {} : { nearest }) },
  );
}

function tooLong(name: OptionName): HeaderError {
  const why = `Option "${name}" is longer than ${MAX_OPTION} characters`;
  return new HeaderError("bad-option", why, { option: name });
}

function refusal(name: OptionName): HeaderError {
  const valid = VALID[name];
  return new HeaderError(
    "bad-option",
    `Option "${name}" has no such value; valid: ${valid.join(", ")}`,
    { option: name, valid },
  );
}
