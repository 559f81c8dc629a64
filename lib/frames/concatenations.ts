/**
 * Concatenations: one image in several objects, since one would have been too large
 * (PS3.3 C.7.6.16).
 *
 * @module
 */

import { type DicomObject, finite, first } from "../dicom/dataset.ts";
import { remembered } from "../once.ts";
import { type Frame, telling } from "./frame.ts";

/** What a concatenation has, and what it should have. */
export interface IncompleteConcatenation {
  /** Objects that were not sent. */
  readonly missing: number;
  /** Objects that there are, as far as they say. */
  readonly parts: number;
}

/** Concatenation UID (0020,9161); undefined for an object that is complete by itself. */
export function concatenationOf({ dataset }: DicomObject): string | undefined {
  return first(dataset.strings("ConcatenationUID"));
}

const PARTS = ["InConcatenationNumber", "InConcatenationTotalNumber"] as const;

/** By UID, the concatenations of which objects are missing; frames of one object follow each other. */
export function incompleteConcatenations(
  frames: readonly Frame[],
): Map<string, IncompleteConcatenation> {
  const sent = new Map<string, { numbers: Set<number>; parts: number }>();
  let before: DicomObject | undefined;
  for (const { object } of telling(frames, "ConcatenationUID", ...PARTS)) {
    const uid = object === before ? undefined : concatenationOf(object);
    before = object;
    if (uid === undefined) continue;
    const number = finite(object.dataset.numbers(PARTS[0]));
    if (number === undefined) continue;
    const known = remembered(sent, uid, () => ({ numbers: new Set(), parts: 0 }));
    known.numbers.add(number);
    // The total is optional; without it those after the last one sent are unknown.
    const total = finite(object.dataset.numbers(PARTS[1])) ?? 0;
    known.parts = Math.max(known.parts, number, total);
  }
  const incomplete = new Map<string, IncompleteConcatenation>();
  for (const [uid, { numbers, parts }] of sent) {
    if (numbers.size < parts) incomplete.set(uid, { missing: parts - numbers.size, parts });
  }
  return incomplete;
}
