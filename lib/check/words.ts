/**
 * Numbers, axes and orders in words, for the sentences of a check.
 *
 * @module
 */

import type { Order } from "../options/types.ts";
import { brief } from "../volumes/finding.ts";

/** Axes of an array, fastest first. */
export const ORDINALS = ["first", "second", "third"] as const;

/** What runs along DICOM's axes. */
export const ALONG = ["columns", "rows", "slices"] as const;

const BRIEFEST = 5;
const LONGEST = 17;

/** Two numbers with as many digits as it takes to tell them apart. */
export function apart(a: number, b: number): [a: string, b: string] {
  for (let digits = BRIEFEST; digits < LONGEST; digits++) {
    const pair = [a, b].map((value) => String(Number(value.toPrecision(digits))));
    if (pair[0] !== pair[1]) return [pair[0]!, pair[1]!];
  }
  return [String(a), String(b)];
}

/** `a, b and c` */
export function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** Numbers, briefly. */
export function briefly(values: readonly number[]): string {
  return list(values.map(brief));
}

/** How the slices of an array stand that a header is right for. */
export const ORDER_WORDS: Readonly<Record<Order, string>> = {
  "position": "slices sorted along row × column, as Slicer and ITK sort them",
  "given": "slices in the order in which they were sent",
  "instance-number": "slices by instance number",
};
