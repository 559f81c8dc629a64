/**
 * Each series is sent twice, about two people, with values that are as equal and sort alike. The
 * answers must be the same, letter by letter: so that nothing of a value can be in them, in no form
 * and in no encoding, but what the service may say of it: which are equal, and how they sort.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import { AXIS_NAMES } from "../../lib/volumes/fourth_axis/search.ts";
import { deepEqual, equal } from "../assert.ts";
import { answerTo } from "./answers.ts";
import { bodyOf, type Dialect, type Kind, type Said } from "./kinds.ts";
import { type PATTERNS, poisoned } from "./patterns.ts";
import { PEOPLE, type Person, type Poison, tracesOf } from "./poison.ts";

/** All that the project reads. */
export const KEYWORDS = Object.keys(ATTRIBUTES) as Keyword[];

/** Attributes that separate volumes. */
export const SEPARATING = KEYWORDS.filter((keyword) => AXIS_NAMES.includes(keyword));

/** A series that says something about a person, and how it is written down. */
export interface Case {
  readonly kind: Kind;
  readonly said: (person: Person) => Said;
  readonly dialect: Dialect;
  /** What stands beside the instances of a JSON body. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Codes and names of axes in the answers so far: a test that reaches nothing finds nothing. */
export const seen = new Set<string>();

function note(answer: string): void {
  for (const [, code] of answer.matchAll(/"(?:code|by)": ?"([\w -]+)"/g)) seen.add(code!);
}

/** Sends a series about both people, and compares what comes back. */
export async function sendBoth(
  where: string,
  { kind, said, dialect, members }: Case,
  paths: readonly string[],
): Promise<void> {
  const bodies = PEOPLE.map((person) => bodyOf(kind(said(person), person), dialect, members));
  for (const path of paths) {
    const [one, other] = [await answerTo(path, bodies[0]!), await answerTo(path, bodies[1]!)];
    if (one !== other) equal(one, other, `${where}, ${path}`);
    deepEqual(tracesOf(one, PEOPLE[0]), [], `${where}, ${path}: ${one}`);
    note(one);
  }
}

/** A pattern of one attribute; the person's values of it. */
export const sayingOf =
  (keyword: string, poison: Poison, pattern: (typeof PATTERNS)[string]) => (person: Person): Said =>
    pattern(poisoned(keyword, (n) => poison(person, n)));

/** Everything that a reply has, header text included. */
export const JSON_REPLY = "/v1/header?format=json";
