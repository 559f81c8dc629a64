/**
 * A header that teem, ITK and pynrrd read: only lines that one of them refuses are written anew.
 *
 * @module
 */

import { SPACE_NAMES } from "../header.ts";
import { type ReadHeader, readHeader } from "./geometry.ts";
import { contentOf, type FieldName, meantName } from "./lines.ts";
import { type Refusal, refusalsOf } from "./refusals.ts";
import { quotedTexts, vectorTexts } from "./values.ts";
import { DOMAIN_KINDS, KINDS, MISNAMED_TYPES, SPACE_DIMENSIONS, TYPE_BYTES } from "./vocabulary.ts";

/** What a header does not say, and somebody else knows. */
export interface Defaults {
  /** Type of a sample, in NRRD's words. */
  readonly type: string;
  readonly space: "LPS" | "RAS";
  /** Of all axes, where the header says none. */
  readonly sizes: readonly number[];
}

/** Rewriting one line may show what is wrong with the next; more often than this it never ends. */
const MOST_PASSES = 4;

/** Without these there is no header. */
const NEEDED: ReadonlySet<FieldName> = new Set([
  "type",
  "dimension",
  "sizes",
  "encoding",
  "endian",
  "space",
  "space directions",
]);

/**
 * What may be put right: a field by its usual name, `key` for a pair of a key and a value, `magic` for
 * the first line.
 */
export type Touched = FieldName | "key" | "magic";

/** A header put right, and what was touched. */
export interface Repaired {
  readonly header: ReadHeader;
  readonly changed: readonly Touched[];
}

/** Puts right what readers refuse, as far as the header alone can be put right. */
export function repaired(header: ReadHeader, defaults: Defaults): Repaired {
  const changed = new Set<Touched>();
  let now = header;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const refusals = refusalsOf(now).filter(({ remedy }) => remedy !== "none")
      .map((refusal) => refusal.field && changed.has(refusal.field) ? dropped(refusal) : refusal);
    if (refusals.length === 0) break;
    for (const { remedy, field } of refusals) {
      changed.add(remedy === "magic" ? "magic" : remedy === "key" ? "key" : field ?? "key");
      if (remedy === "identity") changed.add("space directions");
    }
    now = readHeader(repairedText(now, refusals, defaults));
  }
  return { header: now, changed: [...changed] };
}

/** What was written anew and is refused all the same says nothing that a reader can use. */
function dropped(refusal: Refusal): Refusal {
  return refusal.remedy === "rewrite" && !NEEDED.has(refusal.field!)
    ? { ...refusal, remedy: "drop" }
    : refusal;
}

function repairedText(
  header: ReadHeader,
  refusals: readonly Refusal[],
  defaults: Defaults,
): string {
  const lines = [...header.lines];
  const lineBreak = lines[0]!.endsWith("\r\n") ? "\r\n" : "\n";
  const added: string[] = [];
  const set = (line: number, text: string | undefined): void => {
    lines[line] = text === undefined ? "" : text + lineBreak;
  };
  // Each line once: the next pass sees what is left.
  const done = new Set<number>();
  for (const { remedy, field, line } of refusals) {
    if (remedy === "add") {
      const text = added.some((other) => other.startsWith(`${field}:`))
        ? undefined
        : missingLine(header, field!, defaults);
      if (text !== undefined) added.push(text + lineBreak);
      continue;
    }
    if (remedy === "kinds" && line === undefined) {
      added.push(`kinds: ${kindsOf(header).join(" ")}${lineBreak}`);
      continue;
    }
    if (line === undefined || done.has(line)) continue;
    done.add(line);
    const content = contentOf(header.lines[line]!);
    const value = content.slice(content.indexOf(":") + 1).trim();
    switch (remedy) {
      case "magic":
        set(line, content.includes("6") ? "NRRD0005" : "NRRD0004");
        break;
      case "drop":
        set(line, undefined);
        break;
      case "key":
        set(line, `${content.slice(0, content.indexOf(":")).trim()}:=${value}`);
        break;
      case "first":
        added.push(`${field}: ${value}${lineBreak}`);
        set(line, undefined);
        break;
      case "blank beside directions":
        set(line, blanked(header, field!, value));
        break;
      case "kinds":
        set(line, `kinds: ${kindsOf(header).join(" ")}`);
        break;
      case "identity":
        added.push(identity(header, lineBreak));
        set(line, undefined);
        break;
      case "rewrite":
        set(line, rewritten(header, field ?? meantName(content.split(":")[0]!)!, value, defaults));
        break;
      case "none":
    }
  }
  return withAdded(lines, added);
}

/** Behind the magic and its comments; a `space` of them behind sizes and dimension. */
function withAdded(lines: readonly string[], added: readonly string[]): string {
  const rank = (line: string): number => {
    const name = line.slice(0, line.indexOf(":"));
    const place = ["type", "dimension", "sizes", "space", "space dimension"].indexOf(name);
    return place < 0 ? Infinity : place;
  };
  const front = added.filter((line) => Number.isFinite(rank(line)))
    .sort((a, b) => rank(a) - rank(b));
  const behind = added.filter((line) => !Number.isFinite(rank(line)));
  let start = 1;
  while (lines[start]?.startsWith("#")) start++;
  const isEnd = (line: string): boolean => /^\r?\n$/.test(line);
  const rest = lines.slice(start);
  // What counts axes must follow `dimension`; all of it may stand last, but before a list of files.
  const list = rest.findIndex((line) => /^data ?file:/i.test(line));
  const end = list >= 0 ? list : rest.findIndex(isEnd);
  const at = end < 0 ? rest.length : end;
  const body = rest.slice(0, at);
  // `space` may be added in front of a `dimension` that stays: readers do not mind.
  return [...lines.slice(0, start), ...front, ...closed(body, behind), ...rest.slice(at)].join("");
}

/** The last line of a header may have no end. */
function closed(body: readonly string[], behind: readonly string[]): string[] {
  const last = body.at(-1);
  if (behind.length === 0 || last === undefined || last === "" || last.endsWith("\n")) {
    return [...body, ...behind];
  }
  return [...body.slice(0, -1), `${last}\n`, ...behind];
}

/** What the header leaves out; undefined where nobody knows. */
function missingLine(
  header: ReadHeader,
  field: FieldName,
  { type, space, sizes }: Defaults,
): string | undefined {
  switch (field) {
    case "type":
      return `type: ${type}`;
    case "dimension":
      return `dimension: ${header.axes.length}`;
    case "sizes":
      return sizes.length === header.axes.length ? `sizes: ${sizes.join(" ")}` : undefined;
    case "encoding":
      return "encoding: raw";
    case "endian":
      return "endian: little";
    case "space":
      return `space: ${SPACE_NAMES[space]}`;
    default:
      return undefined;
  }
}

/** Axes that lie in space are domain; of the others, kinds that are components stay. */
function kindsOf({ axes }: ReadHeader): string[] {
  return axes.map(({ direction, kind, size }) => {
    if (direction) return kind === "space" ? "space" : "domain";
    const fits = kind !== undefined && KINDS.has(kind) && !DOMAIN_KINDS.has(kind) &&
      (KINDS.get(kind) ?? size) === size;
    return fits ? kind : "list";
  });
}

/** Without what directions say; undefined where nothing is left. */
function blanked({ axes }: ReadHeader, field: FieldName, value: string): string | undefined {
  const entries = field === "units" ? quotedTexts(value) : value.split(/[ \t]+/);
  const none = field === "units" ? '""' : "nan";
  const left = axes.map(({ direction }, axis) => direction ? none : entries[axis] ?? none);
  return left.every((entry) => entry === none) ? undefined : `${field}: ${left.join(" ")}`;
}

/** What spacings beside a space mean: directions along its axes. */
function identity({ axes }: ReadHeader, lineBreak: string): string {
  const vectors = axes.map(({ direction }) => direction ? `(${direction.join(",")})` : "none");
  return `space directions: ${vectors.join(" ")}${lineBreak}`;
}

function rewritten(
  header: ReadHeader,
  field: FieldName,
  value: string,
  { type, space }: Defaults,
): string | undefined {
  const word = value.toLowerCase();
  const line = (text: string): string => `${field}: ${text}`;
  switch (field) {
    case "type": {
      const name = word.replaceAll(/\s+/g, " ");
      return line(TYPE_BYTES.has(name) ? name : MISNAMED_TYPES[name] ?? type);
    }
    case "dimension":
      return line(String(header.axes.length));
    case "encoding":
    case "sizes":
    case "spacings":
      return line(word);
    case "space":
      return line(
        SPACE_DIMENSIONS.has(word) ? word : SPACE_NAMES[header.space === "RAS" ? "RAS" : space],
      );
    case "endian":
      return line(word === "big" ? "big" : "little");
    case "kinds":
      return line(kindsOf(header).join(" "));
    case "space directions":
    case "space origin":
    case "measurement frame":
      return line(
        vectorTexts(value).map((vector) =>
          vector.startsWith("(") ? inThreeDimensions(vector, header) : "none"
        ).join(" "),
      );
    case "labels":
    case "units":
    case "space units":
      return line(
        (value.match(/"(?:\\.|[^"\\])*"|'[^']*'|[^\s"']+/g) ?? [])
          .map((entry) => entry.startsWith('"') ? entry : `"${entry.replaceAll("'", "")}"`)
          .join(" "),
      );
    case "data file":
    case "content":
    case "sample units":
      return line(value);
    case "line skip":
      return /^\d+$/.test(value) ? line(value) : undefined;
    case "byte skip":
      return /^[+-]?\d+$/.test(value) ? line(value) : undefined;
    case "centerings":
    case "thicknesses":
    case "axis mins":
    case "axis maxs":
    case "space dimension":
    case "block size":
    case "number":
      return undefined;
    default:
      return /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(value) ? line(value) : undefined;
  }
}

/** Without blanks, and without a time that the space does not have. */
function inThreeDimensions(vector: string, { fields }: ReadHeader): string {
  const numbers = vector.slice(1, -1).split(",").map((number) => number.trim());
  const space = fields.get("space")?.value.toLowerCase() ?? "";
  return `(${numbers.slice(0, SPACE_DIMENSIONS.get(space) ?? numbers.length).join(",")})`;
}
