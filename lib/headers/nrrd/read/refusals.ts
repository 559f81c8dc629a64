/**
 * Which readers refuse a header, and for which rule.
 *
 * Only the header is looked at: whether its data are there, and how long they are, is not known here.
 * Readers that do not take lists of data files (pynrrd) are not said to refuse such a header.
 *
 * @module
 */

import { cross, dot, unit, type Vector } from "../../../geometry/vector.ts";
import { type FieldContext, refusedByPynrrd, refusedByTeem } from "./field_rules.ts";
import type { ReadHeader } from "./geometry.ts";
import { contentOf, type FieldName } from "./lines.ts";
import {
  ALL,
  type Reader,
  type Refusal,
  type Remedy,
  type Seen,
  seen,
  TEEM_AND_ITK,
} from "./reader_view.ts";
import { quotedTexts, vectorTexts } from "./values.ts";
import {
  DOMAIN_KINDS,
  ENCODINGS,
  SPACE_DIMENSIONS,
  TEXT_ENCODINGS,
  TYPE_BYTES,
  UNKNOWN_TO_ITK,
} from "./vocabulary.ts";

export type { Reader, Refusal, Remedy } from "./reader_view.ts";

/** Without these no reader knows how to read the data. */
const REQUIRED = ["type", "dimension", "sizes", "encoding"] as const;

/** Fields with one value for each axis; teem counts them when it meets them. */
const PER_AXIS: readonly FieldName[] = [
  "sizes",
  "spacings",
  "thicknesses",
  "axis mins",
  "axis maxs",
  "centerings",
  "kinds",
  "labels",
  "units",
  "space directions",
];

/** Fields with one value for each dimension of the space. */
const PER_SPACE_DIMENSION: readonly FieldName[] = [
  "space directions",
  "space origin",
  "space units",
  "measurement frame",
];

/** What says with less what a direction says. */
const BESIDE_DIRECTIONS: readonly FieldName[] = ["spacings", "axis mins", "axis maxs", "units"];

/** All rules that a header breaks; none for a header that teem, ITK and pynrrd read. */
export function refusalsOf(header: ReadHeader): Refusal[] {
  const { byTeem, byPynrrd, refusals } = seen(header.lines);
  const context = contextOf(header, byTeem);
  return [
    ...refusals,
    ...missing(byTeem, byPynrrd, context),
    ...values(byTeem, byPynrrd, context),
    ...order(byTeem),
    ...together(header, byTeem, context),
    ...listed(header, byTeem, context),
  ];
}

function contextOf({ axes }: ReadHeader, byTeem: Seen["byTeem"]): FieldContext {
  const word = (name: FieldName) => byTeem.get(name)?.value.trim().toLowerCase() ?? "";
  const named = byTeem.has("space")
    ? SPACE_DIMENSIONS.get(word("space")) ?? 3
    : Number(word("space dimension")) || undefined;
  return {
    dimension: axes.length,
    sizes: axes[0]?.size === undefined ? undefined : axes.map(({ size }) => size!),
    spaceDimension: named,
    hasByteOrder: (TYPE_BYTES.get(word("type")) ?? 1) > 1 && !TEXT_ENCODINGS.has(word("encoding")),
  };
}

function missing(
  byTeem: Seen["byTeem"],
  byPynrrd: Seen["byPynrrd"],
  { hasByteOrder }: FieldContext,
): Refusal[] {
  const encoding = byTeem.get("encoding")?.value.trim().toLowerCase() ?? "";
  const needsOrder = hasByteOrder && ENCODINGS.has(encoding);
  const wanted: readonly FieldName[] = needsOrder ? [...REQUIRED, "endian"] : REQUIRED;
  return wanted.flatMap((field): Refusal[] => {
    const line = byTeem.get(field);
    if (!line) {
      const readers = byPynrrd.has(field) ? TEEM_AND_ITK : ALL;
      const rule = field === "endian"
        ? "endian is missing: a sample has more than one byte"
        : `${field} is missing`;
      return [{ readers, rule, field, remedy: "add" }];
    }
    if (byPynrrd.has(field)) return [];
    const rule = `${field} must be written in small letters`;
    return [{ readers: ["pynrrd"], rule, field, line: line.index, remedy: "rewrite" }];
  });
}

function values(
  byTeem: Seen["byTeem"],
  byPynrrd: Seen["byPynrrd"],
  context: FieldContext,
): Refusal[] {
  const byLine = new Map<number, Refusal>();
  for (const [field, { index: line, value }] of byTeem) {
    const broken = refusedByTeem(field, value, context);
    if (broken === undefined) continue;
    const rule = `${field} ${broken}`;
    byLine.set(line, { readers: TEEM_AND_ITK, rule, field, line, remedy: "rewrite" });
  }
  for (const [name, { index: line, value }] of byPynrrd) {
    const broken = refusedByPynrrd(name, value, context);
    if (broken === undefined) continue;
    const before = byLine.get(line);
    const [field] = [...byTeem].find(([, { index }]) => index === line) ?? [];
    const rule = before?.rule ?? `${name} ${broken}`;
    const remedy = field ? "rewrite" : "drop";
    byLine.set(line, { readers: before ? ALL : ["pynrrd"], rule, field, line, remedy });
  }
  const encoding = byTeem.get("encoding");
  if (encoding && UNKNOWN_TO_ITK.has(encoding.value.trim().toLowerCase())) {
    const { index: line } = encoding;
    const readers = [...new Set([...byLine.get(line)?.readers ?? [], "ITK" as const])];
    const rule = "encoding is one that they are built without";
    byLine.set(line, { readers, rule, field: "encoding", line, remedy: "none" });
  }
  return [...byLine.values()];
}

/** teem counts values when it meets them: what it counts by has to stand before. */
function order(byTeem: Seen["byTeem"]): Refusal[] {
  const at = (field: FieldName) => byTeem.get(field)?.index;
  const dimension = at("dimension");
  const space = at("space") ?? at("space dimension");
  const early = (fields: readonly FieldName[], limit: number | undefined) =>
    fields.filter((field) => byTeem.has(field) && at(field)! < (limit ?? Infinity));
  const refusals: Refusal[] = [];
  const unmeasured = early(PER_AXIS, dimension);
  if (dimension !== undefined && unmeasured.length > 0) {
    const rule = `dimension must stand before ${unmeasured.join(", ")}`;
    const [field, line] = ["dimension" as const, dimension];
    refusals.push({ readers: TEEM_AND_ITK, rule, field, line, remedy: "first" });
  }
  const placeless = early(PER_SPACE_DIMENSION, space);
  if (placeless.length > 0) {
    const field = at("space") === undefined && space !== undefined ? "space dimension" : "space";
    const rule = space === undefined
      ? `space is missing, which ${placeless.join(", ")} must follow`
      : `${field} must stand before ${placeless.join(", ")}`;
    const remedy = space === undefined ? "add" : "first";
    refusals.push({ readers: TEEM_AND_ITK, rule, field, line: space, remedy });
  }
  return refusals;
}

/** What fields say that do not go together. */
function together(
  { axes, oriented }: ReadHeader,
  byTeem: Seen["byTeem"],
  { spaceDimension }: FieldContext,
): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (readers: readonly Reader[], rule: string, field: FieldName, remedy: Remedy) =>
    refusals.push({ readers, rule, field, line: byTeem.get(field)?.index, remedy });
  const said = (field: FieldName) => byTeem.get(field)?.value ?? "";
  if (byTeem.has("space") && byTeem.has("space dimension")) {
    refuse(
      TEEM_AND_ITK,
      "space dimension must not stand beside space",
      "space dimension",
      "drop",
    );
  }
  const directed = oriented ? writtenVectors(said("space directions")) : [];
  if (oriented) {
    for (const field of BESIDE_DIRECTIONS) {
      const entries = field === "units"
        ? quotedTexts(said(field)).map((unit) => unit !== '""')
        : said(field).trim().split(/[ \t]+/).map((number) => number !== "" && !/nan/i.test(number));
      if (!entries.some((entry, axis) => entry && directed[axis])) continue;
      const contradict = field === "spacings" && contradicts(said(field), directed)
        ? ". They contradict the directions' lengths, too"
        : "";
      const rule =
        `${field} must not stand beside space directions: an axis with a direction has none${contradict}`;
      refuse(TEEM_AND_ITK, rule, field, "blank beside directions");
    }
  }
  if (spaceDimension !== undefined) {
    const kinds = said("kinds").trim().toLowerCase().split(/[ \t]+/);
    const domain = axes.filter((_, axis) =>
      !byTeem.has("kinds") || DOMAIN_KINDS.has(kinds[axis] ?? "domain")
    ).length;
    if (domain !== spaceDimension) {
      const rule =
        `kinds must call as many axes domain as the space has dimensions, ${spaceDimension}; all others list or the like`;
      refuse(["ITK"], rule, "kinds", "kinds");
    }
    const scalar = !oriented && said("spacings").trim().split(/[ \t]+/)
      .some((spacing) => spacing !== "" && !/nan/i.test(spacing));
    if (scalar) {
      const rule = "spacings must not stand beside a space: space directions belong there";
      refuse(["ITK"], rule, "spacings", "identity");
    }
  }
  if (oriented && isFlat(directed)) {
    const rule = "space directions must not be zero, nor lie in one plane";
    refuse(["ITK"], rule, "space directions", "none");
  }
  return refusals;
}

/** A list of files goes to the end of the text: whatever stands there is a name to teem and ITK. */
function listed(
  { lines }: ReadHeader,
  byTeem: Seen["byTeem"],
  { dimension, sizes }: FieldContext,
): Refusal[] {
  const field = "data file";
  const list = byTeem.get(field);
  const [said, number] = /^LIST(?:[ \t]+(\d+))?[ \t]*$/.exec(list?.value ?? "") ?? [];
  const axes = Number(number ?? dimension - 1);
  // Equal parts of the last axis may be as many as there are.
  if (said === undefined || sizes === undefined || axes >= dimension) return [];
  const wanted = sizes.slice(axes).reduce((product, size) => product * size, 1);
  const names = lines.slice(list!.index + 1).map(contentOf);
  if (names.length === wanted) return [];
  const others = names.flatMap((name, n) =>
    name.trim() === "" || name.startsWith("#") ? [list!.index + 1 + n] : []
  );
  if (names.length - others.length === wanted) {
    const rule = "a blank line or a comment in the list of data files counts as a name";
    return others.map((line) => ({ readers: TEEM_AND_ITK, rule, field, line, remedy: "drop" }));
  }
  const rule = `data file lists ${names.length} names, and the sizes ask for ${wanted}`;
  return [{ readers: TEEM_AND_ITK, rule, field, line: list!.index, remedy: "none" }];
}

/** By axis; undefined for none and NaN. */
function writtenVectors(value: string): (readonly number[] | undefined)[] {
  return vectorTexts(value).map((text) => {
    const numbers = text.startsWith("(") ? text.slice(1, -1).split(",").map(Number) : [];
    return numbers.length > 0 && !numbers.some(Number.isNaN) ? numbers : undefined;
  });
}

/** Part of a spacing by which it may differ from the length of a direction: six digits are usual. */
const SAME_LENGTH = 1e-4;

function contradicts(
  spacings: string,
  directions: readonly (readonly number[] | undefined)[],
): boolean {
  return spacings.trim().split(/[ \t]+/).map(Number).some((spacing, axis) => {
    const length = Math.hypot(...directions[axis] ?? []);
    return directions[axis] !== undefined && Math.abs(spacing - length) > SAME_LENGTH * length;
  });
}

/** Determinants of unit vectors below this are zero but for the arithmetic. */
const NO_VOLUME = 1e-17;

function isFlat(directions: readonly (readonly number[] | undefined)[]): boolean {
  const said = directions.filter((direction) => direction !== undefined);
  if (said.some((direction) => direction.every((value) => value === 0))) return true;
  const [a, b, c] = said;
  if (said.length !== 3 || a!.length !== 3) return false;
  const [x, y, z] = [a, b, c].map((v) => unit(v as unknown as Vector));
  return Math.abs(dot(cross(x!, y!), z!)) < NO_VOLUME;
}
