/**
 * A header line by line, as teem, ITK and pynrrd take it, and the lines that they do not take.
 *
 * @module
 */

import { contentOf, type FieldName, isFileList, KNOWN_NAMES, meantName } from "./lines.ts";

/** Readers that were observed. Slicer reads with ITK and teem. */
export type Reader = "teem" | "ITK" | "pynrrd";

/** A rule that is broken, and who refuses the header for it. */
export interface Refusal {
  readonly readers: readonly Reader[];
  /** What the rule is, and what is wrong. */
  readonly rule: string;
  /** Usual name of the field. */
  readonly field?: FieldName | undefined;
  /** Index of the line. */
  readonly line?: number | undefined;
  /** What has to be done with the line, or with the field where there is no line. */
  readonly remedy: Remedy;
}

/** Ways to put a line right. */
export type Remedy =
  | "rewrite"
  | "drop"
  | "key"
  | "first"
  | "add"
  | "magic"
  | "blank beside directions"
  | "kinds"
  | "identity"
  | "none";

export const ALL: readonly Reader[] = ["teem", "ITK", "pynrrd"];
export const TEEM_AND_ITK: readonly Reader[] = ["teem", "ITK"];

/** A line as a reader sees it. */
export interface Line {
  readonly index: number;
  /** As it is written. */
  readonly name: string;
  /** Without blanks in front. */
  readonly value: string;
}

/** A header as readers see it. */
export interface Seen {
  /** By teem and ITK: the first line of each field. */
  readonly byTeem: ReadonlyMap<FieldName, Line>;
  /** By pynrrd: the first line of each name, keys included. */
  readonly byPynrrd: ReadonlyMap<string, Line>;
  readonly refusals: readonly Refusal[];
}

/** Sorts the lines of a header by reader. */
export function seen(lines: readonly string[]): Seen {
  const byTeem = new Map<FieldName, Line>();
  const byPynrrd = new Map<string, Line>();
  const refusals: Refusal[] = magic(lines[0]!.trimEnd());
  for (const [index, line] of lines.entries()) {
    const content = contentOf(line);
    if (index === 0 || content.startsWith("#")) continue;
    if (content === "") break;
    const colon = content.indexOf(":");
    const name = content.slice(0, colon);
    const isKey = content[colon + 1] === "=";
    const told = isKey ? undefined : meantName(name);
    const value = content.slice(colon + 1).replace(/^[ \t]+/, "");
    const refusal = lineRefusal(content, told, index);
    if (refusal) refusals.push(refusal);
    const taken = pynrrdTakes(content, index, byPynrrd);
    const twice = told && byTeem.has(told);
    if (twice || !taken) {
      refusals.push({
        readers: [...twice ? TEEM_AND_ITK : [], ...taken ? [] : ["pynrrd" as const]],
        rule: told && twice
          ? `${told} stands there a second time`
          : isKey
          ? "a key stands there a second time, or is called like a field"
          : "a name stands there a second time",
        field: told,
        line: index,
        remedy: "drop",
      });
    }
    // A key of the same name in front is no line of a field to teem and ITK.
    if (told && !twice) byTeem.set(told, { index, name, value });
    if (told === "data file" && isFileList(value)) break;
  }
  return { byTeem, byPynrrd, refusals };
}

function magic(line: string): Refusal[] {
  const refusal = (readers: readonly Reader[], rule: string): Refusal[] => [
    { readers, rule, line: 0, remedy: "magic" },
  ];
  if (line.startsWith("\ufeff")) return refusal(ALL, "a byte order mark stands before NRRD");
  if (line === "NRRD0006") return refusal(["ITK", "pynrrd"], "NRRD0006 is newer than they know");
  if (line === "NRRD00.01") return refusal(["pynrrd"], "NRRD00.01 is older than it knows");
  return [];
}

/** What teem and ITK do not take for a line of a header. */
function lineRefusal(
  content: string,
  told: FieldName | undefined,
  line: number,
): Refusal | undefined {
  const colon = content.indexOf(": ");
  const key = content.indexOf(":=");
  if (key >= 0 && (colon < 0 || key < colon)) return undefined;
  const refusal = { readers: TEEM_AND_ITK, field: told, line };
  if (colon < 0) {
    return {
      ...refusal,
      rule: "a blank must follow the colon of a field",
      remedy: told ? "rewrite" : "key",
    };
  }
  const name = content.slice(0, colon);
  if (KNOWN_NAMES.has(name.toLowerCase())) return undefined;
  return {
    ...refusal,
    rule: told
      ? `${told} must be written like this, with one blank and none at its ends`
      : "no field of NRRD is called so; a key and its value have := between them",
    remedy: told ? "rewrite" : "key",
  };
}

/** pynrrd takes fields and keys alike, and none of them twice. */
function pynrrdTakes(content: string, index: number, lines: Map<string, Line>): boolean {
  // deno-lint-ignore no-control-regex
  const ascii = content.replaceAll(/[^\x00-\x7f]/g, "").trimEnd();
  const [separator] = /:=?/.exec(ascii) ?? [":"];
  const at = ascii.indexOf(":");
  const name = ascii.slice(0, at).trim();
  if (lines.has(name)) return false;
  lines.set(name, { index, name, value: ascii.slice(at + separator.length).trim() });
  return true;
}
