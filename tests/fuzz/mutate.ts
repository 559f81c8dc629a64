/**
 * Damage: bytes that are changed, taken out, put in, cut off or come from elsewhere.
 *
 * @module
 */

import type { Random } from "../support/random.ts";

/** Bytes of an object that must stay as they are, from the first up to, not including, the second. */
export type Guarded = readonly (readonly [start: number, end: number])[];

/** What lengths, counts and delimiters are made of. */
const TELLING: readonly (readonly number[])[] = [
  [0],
  [0xff],
  [0x80],
  [0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0x80],
  [0, 0, 0, 0],
  [1, 0, 0, 0],
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
  [0x53, 0x51],
  [0x55, 0x4e],
  [0x4f, 0x42],
  [0x44, 0x53],
  [0x5c],
  [0x20],
  [0x2d],
  [0x30],
];

/** Most changes of one mutant. */
const MOST = 6;

/** Bytes at one place that give way to others. */
interface Change {
  readonly at: number;
  readonly removed: number;
  readonly inserted: readonly number[];
}

type Make = (bytes: Uint8Array, at: number, random: Random) => Change;

/** Changes that move nothing. */
const inPlace: readonly Make[] = [
  (bytes, at, random) => over(at, [bytes[at]! ^ (1 << random.below(8))]),
  (_, at, random) => over(at, [random.below(256)]),
  (_, at, random) => over(at, random.of(TELLING)),
];

/** Changes that move what comes behind. */
const shifting: readonly Make[] = [
  (_, at, random) => ({ at, removed: 1 + random.below(16), inserted: [] }),
  (_, at, random) => ({ at, removed: 0, inserted: random.of(TELLING) }),
  (bytes, at, random) => {
    const inserted = [...bytes.subarray(at, at + 1 + random.below(64))];
    return { at, removed: 0, inserted };
  },
];

/** One change in so many moves what comes behind. */
const ONE_MOVES = 3;

/** A damaged copy. Guarded bytes are neither changed nor taken out, though perhaps moved. */
export function mutate(bytes: Uint8Array, random: Random, guarded: Guarded = []): Uint8Array {
  let mutant = bytes;
  let spans = guarded;
  for (let k = random.below(MOST); k >= 0; k--) {
    const makers = random.below(ONE_MOVES) === 0 ? shifting : inPlace;
    const change = random.of(makers)(mutant, random.below(mutant.length), random);
    if (spans.some((span) => touches(change, span))) continue;
    mutant = changed(mutant, change);
    const shift = change.inserted.length - change.removed;
    spans = spans.map(([start, end]) =>
      start < change.at ? [start, end] : [start + shift, end + shift]
    );
  }
  return mutant;
}

function over(at: number, values: readonly number[]): Change {
  return { at, removed: values.length, inserted: values };
}

function touches({ at, removed }: Change, [start, end]: Guarded[number]): boolean {
  return removed === 0 ? start < at && at < end : at < end && at + removed > start;
}

function changed(bytes: Uint8Array, { at, removed, inserted }: Change): Uint8Array {
  const rest = bytes.subarray(at + removed);
  const whole = new Uint8Array(at + inserted.length + rest.length);
  whole.set(bytes.subarray(0, at));
  whole.set(inserted, at);
  whole.set(rest, at + inserted.length);
  return whole;
}

/** The bytes up to a random place behind all that is guarded. */
export function cut(bytes: Uint8Array, random: Random, guarded: Guarded = []): Uint8Array {
  const kept = Math.max(0, ...guarded.map(([, end]) => end));
  return bytes.slice(0, kept + random.below(bytes.length - kept + 1));
}
