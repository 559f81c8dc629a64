/**
 * Where poisoned values may stand in a series, and what they become there.
 *
 * @module
 */

import type { Attributes, Plain } from "../support/dicom_writer.ts";
import type { Said } from "./kinds.ts";

/** A frame of the given number of the poison, with what else it says. */
export type Poisoned = (n: number, others?: Attributes) => Attributes;

const at = (positions: number, here: readonly Attributes[]): Said =>
  Array.from({ length: positions }, () => here);

/** Without the last frame of the last position. */
const holed = (said: Said): Said => said.with(-1, said.at(-1)!.slice(0, -1));

/** Every frame with another count besides. */
const times = (counts: readonly number[], one: Poisoned, ...ns: readonly number[]): Attributes[] =>
  ns.flatMap((n) => counts.map((t) => one(n, { EchoNumbers: t, EchoTime: 5 * t })));

/** By what the values become there. */
export const PATTERNS: Readonly<Record<string, (one: Poisoned) => Said>> = {
  constant: (one) => at(3, [one(0)]),
  // One slice alone, which belongs to no volume then or makes the slices differ.
  "one slice": (one) => [[one(0)], [{}], [{}], [{}]],
  axis: (one) => at(3, [one(1), one(0)]),
  hole: (one) => holed(at(3, [one(0), one(1)])),
  // Each attribute makes the same volumes: one is the axis, the other an alternative.
  alternative: (one) => at(3, [0, 1].map((n) => one(n, { TemporalPositionIdentifier: n + 1 }))),
  split: (one) => at(3, times([1, 2], one, 0, 1)),
  together: (one) => holed(at(3, times([1, 2, 3], one, 0, 1))),
  // No attribute separates two of the three frames.
  duplicates: (one) => at(3, [one(0), one(0), one(1)]),
  "held twice": (one) => at(12, [one(0)]).with(5, [one(0), one(1)]),
  // A value of its own for every frame: by rank.
  ranked: (one) => [[one(0), one(5)], [one(1), one(7)], [one(2), one(7)]],
  wandering: (one) => [0, 1, 0, 1, 0].map((n) => [one(n)]),
  stacks: (one) => [0, 0, 0, 1, 1, 1].map((n) => [one(n)]),
};

/** What a frame says that has a poisoned value of an attribute. */
export function poisoned(keyword: string, poison: (n: number) => Plain): Poisoned {
  return (n, others = {}) => ({ ...others, [keyword]: poison(n) });
}
