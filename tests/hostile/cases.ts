/**
 * All hostile requests, by name.
 *
 * @module
 */

import { Random } from "../support/random.ts";
import { ARCHIVES } from "./cases/archives.ts";
import { CLAIMED } from "./cases/claimed.ts";
import { COMPRESSED } from "./cases/compressed.ts";
import { JSON_TEXT } from "./cases/json.ts";
import { MULTIPART } from "./cases/multipart.ts";
import { OBJECTS } from "./cases/objects.ts";
import { OPTION_VALUES } from "./cases/options.ts";
import { VOLUMES } from "./cases/volumes.ts";
import type { Case, Hostile } from "./request.ts";

/** Every case, in the order in which they are tried. */
export const CASES: readonly Case[] = [
  COMPRESSED,
  ARCHIVES,
  JSON_TEXT,
  VOLUMES,
  OBJECTS,
  MULTIPART,
  CLAIMED,
  OPTION_VALUES,
].flatMap((cases) =>
  Object.entries(cases).map(([name, [most, make, beyond = 1]]) => ({ name, most, make, beyond }))
);

/** The request of a case with so many, its other numbers drawn by the seed. */
export function requestOf({ name, make }: Case, count: number, seed: number): Hostile {
  // Cases draw apart from one another, so that one alone is the same as among all.
  let hash = seed;
  for (const letter of name) hash = Math.imul(hash, 31) + letter.charCodeAt(0) | 0;
  return make(Math.max(1, Math.round(count)), new Random(hash));
}
