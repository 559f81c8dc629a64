/**
 * Options as they were sent, checked.
 *
 * Messages name what is allowed and never what was received, which may be anything.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { namesSamples } from "../headers/named_format.ts";
import { isArrayOrder } from "../array/array_axes.ts";
import { isNpyName, safeFileName } from "../array/file_name.ts";
import { nrrdType } from "../array/sample_type.ts";
import { nearestName } from "./nearest_name.ts";
import { isStatedLength, readNpyOption, readPlane, readSegments } from "./structured.ts";
import {
  type Choice,
  type ChoiceName,
  FORM_NAMES,
  type FormName,
  isOptionName,
  OPTION_NAMES,
  type OptionName,
  optionOf,
  OPTIONS,
  validOf,
} from "./table.ts";
import {
  DEFAULT_OPTIONS,
  type FoundArray,
  type HeaderOptions,
  type NumpyArray,
  type RawOption,
} from "./types.ts";

/** Options of one request, checked. */
export interface RequestOptions {
  readonly header: HeaderOptions;
  /** Index of the wanted volume. */
  readonly volume: number | undefined;
  /** Wanted form of the reply. */
  readonly format: Choice<"format"> | undefined;
  /** Further forms in a reply that has all volumes. */
  readonly forms: readonly FormName[];
}

/** Longest option, as JSON: a kilobyte for each of as many segments as there may be. */
export const MAX_OPTION: number = 4 * 2 ** 20;

/** What a pattern cannot say. */
const ACCEPTS: { readonly [Name in OptionName]?: (value: string) => boolean } = {
  type: (value) => nrrdType(value) !== undefined,
  array: isArrayOrder,
  // A step that can be laid is a length of either sign.
  step: (value) => isStatedLength(Math.abs(Number(value))),
};

/** Values by name, each one of the table's where it has a few. */
type Checked = { -readonly [Name in OptionName]?: Name extends ChoiceName ? Choice<Name> : string };

/**
 * Refuses names of options where options are not read: ignored, they would give another header than
 * the one asked for.
 *
 * @param beside Names of the members beside the instances of a JSON body
 * @throws {HeaderError} bad-option
 */
export function checkBeside(beside: readonly string[]): void {
  if (beside.length === 0) return;
  const names = new Set(beside.map((name) => name.toLowerCase()));
  const option = OPTION_NAMES.find((name) => names.has(name.toLowerCase()));
  if (option === undefined) return;
  throw new HeaderError(
    "bad-option",
    `Option "${option}" is beside the instances; options of a JSON body belong in its member "options"`,
    { option },
  );
}

/**
 * Checks all options of a request.
 *
 * @param stated Options stated outside the body, such as those of a query; they win
 * @param body Options of the body, from form fields and JSON
 * @param sent The `.npy` among the body's files
 * @param limits How many segments there may be
 * @param usualFormat Form of the reply where no option says
 * @throws {HeaderError} bad-option, naming the valid ones; header-injection for a file name;
 * bad-array; limit-exceeded
 */
export function readOptions(
  stated: Iterable<RawOption>,
  body: Iterable<RawOption> = [],
  sent?: FoundArray,
  limits: Pick<Limits, "volumeSegments"> = DEFAULT_LIMITS,
  usualFormat?: () => Choice<"format">,
): RequestOptions {
  const { volume, forms, type, endian, segments, npy, array, step, plane, ...others } = {
    ...checked(body),
    ...checked(stated),
  };
  const { format = usualFormat?.(), data: statedData, ...choices } = others;
  if (sent && npy !== undefined) {
    throw new HeaderError("bad-option", 'There is a .npy and an option "npy"; one is enough', {
      option: "npy",
    });
  }
  const described = npy === undefined ? sent : readNpyOption(npy);
  // A header that names no files is one for an array that comes behind it.
  const data = statedData ?? (format && !namesSamples(format) ? "attached" : undefined);
  if (sent?.archive && data === undefined) throw archivedArray(sent);
  return {
    volume: volume === undefined ? undefined : Number(volume),
    format,
    forms: forms === undefined ? [] : formsOf(forms),
    header: {
      ...DEFAULT_OPTIONS,
      ...choices,
      ...(choices.order === undefined ? {} : { orderStated: true }),
      ...(step === undefined ? {} : { step: Number(step) }),
      ...(plane === undefined ? {} : { plane: readPlane(plane) }),
      ...arrayType(type, endian),
      segments: segments === undefined ? undefined : readSegments(segments, limits),
      array,
      npy: described?.array,
      data: dataPlace(data ?? described?.file, described?.array),
    },
  };
}

/** Each once, in the order of the table. */
function formsOf(text: string): FormName[] {
  const { synonyms } = OPTIONS.format;
  const asked = text.split(",").map((name) =>
    Object.hasOwn(synonyms, name) ? synonyms[name as keyof typeof synonyms] : name
  );
  const unknown = asked.find((name) => !FORM_NAMES.some((known) => known === name));
  if (unknown === undefined) return FORM_NAMES.filter((name) => asked.includes(name));
  const nearest = nearestName(unknown, FORM_NAMES);
  throw invalid('Option "forms" has an unknown format', FORM_NAMES, nearest, "forms");
}

/** Whatever lies under that name beside the header, it is not this array. */
function archivedArray({ file, archive }: FoundArray): HeaderError {
  return new HeaderError(
    "bad-array",
    `The array ${file ?? "without a name"} lies in ${
      archive?.file ?? "an archive"
    }, where no header can point at it`,
    { help: WITHOUT_ARCHIVE },
  );
}

/** What helps where an array lies in an archive (`.npz`, zip, tar). */
export const WITHOUT_ARCHIVE =
  'in numpy: numpy.save("mask.npy", array), and that file beside the series; or data= with the name of the file that will hold the array beside the header (data=attached for an array behind it)';

/** A file that is really called `dicom` or `attached` has to be written with its folder, `./`. */
function dataPlace(
  data: string | undefined,
  array: NumpyArray | undefined,
): HeaderOptions["data"] {
  if (data === undefined) return DEFAULT_OPTIONS.data;
  if (data === "attached" || data === "dicom") return data;
  const skips = isNpyName(data) && (array?.offset ?? 0) > 0;
  return { file: safeFileName(data, skips) };
}

/** Type and endian of the array; a numpy name such as `>i2` says both. */
function arrayType(
  name: string | undefined,
  endian: HeaderOptions["endian"],
): Pick<HeaderOptions, "type" | "endian"> {
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
function checked(options: Iterable<RawOption>): Checked {
  const values = new Map<OptionName, string>();
  for (const [name, value] of options) {
    if (!isOptionName(name)) {
      // What was sent under no option's name can be anything, a patient's name too: only ours is said.
      const nearest = nearestName(name, OPTION_NAMES);
      throw invalid("There is an unknown option", OPTION_NAMES, nearest);
    }
    const text = textOf(name, value);
    if (text.length > MAX_OPTION) {
      const why = `Option "${name}" is longer than ${MAX_OPTION} characters`;
      throw new HeaderError("bad-option", why, { option: name });
    }
    if ((values.get(name) ?? text) !== text) {
      throw new HeaderError("bad-option", `Option "${name}" is given twice with different values`, {
        option: name,
      });
    }
    values.set(name, text);
  }
  return Object.fromEntries([...values].map(([name, text]) => [name, valueOf(name, text)]));
}

function textOf(name: OptionName, value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (optionOf(name).json && typeof value === "object" && value !== null) {
    return JSON.stringify(value);
  }
  throw refusal(name);
}

/** The value that a text means. */
function valueOf(name: OptionName, text: string): string {
  const { values, synonyms = {}, pattern = "" } = optionOf(name);
  if (values === undefined) {
    // Words are told apart by their letters, not by the size of those.
    if (new RegExp(pattern, "i").test(text) && (ACCEPTS[name]?.(text) ?? true)) return text;
    throw refusal(name, nearestName(text, validOf(name)));
  }
  const value = Object.hasOwn(synonyms, text) ? synonyms[text]! : text;
  // As above: ras is RAS.
  const known = Object.keys(values).find((word) => word.toLowerCase() === value.toLowerCase());
  if (known === undefined) throw refusal(name, nearestName(text, Object.keys(values)));
  return known;
}

function refusal(name: OptionName, nearest?: string): HeaderError {
  return invalid(`Option "${name}" has an invalid value`, validOf(name), nearest, name);
}

/** What is wrong, what is valid, and what may have been meant. */
function invalid(
  wrong: string,
  valid: readonly string[],
  nearest: string | undefined,
  option?: OptionName,
): HeaderError {
  const perhaps = nearest === undefined ? "" : `, perhaps "${nearest}" misspelt`;
  return new HeaderError("bad-option", `${wrong}${perhaps}; valid: ${valid.join(", ")}`, {
    ...(option === undefined ? {} : { option }),
    valid,
    ...(nearest === undefined ? {} : { nearest }),
  });
}
