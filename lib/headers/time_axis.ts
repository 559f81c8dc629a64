/**
 * The fourth axis as formats have it that know a start and a step of time, and nothing else.
 *
 * @module
 */

import type { DescribedArray } from "../array/described_array.ts";
import { agree } from "../geometry/numbers.ts";

/** Even times of volumes. */
export interface TimeAxis {
  readonly unit: "s" | "ms";
  /** Of the first volume. */
  readonly start: number;
  /** From volume to volume, above 0. */
  readonly step: number;
}

/**
 * Steps that differ by at most this part are one: clocks are printed in milliseconds, and the frames
 * of a gated or dynamic series last from tens of them on.
 */
const SAME_STEP = 0.01;

/** What has the unit of a time, but is what the scanner was set to: its steps are no steps of time. */
const SETTINGS: ReadonlySet<string> = new Set([
  "EchoTime",
  "EffectiveEchoTime",
  "InversionTime",
  "InversionTimes",
  "RepetitionTime",
]);

/** Start and step in seconds, in which ITK counts; 0 and 1 where there are no even times. */
export function secondsOf(time: TimeAxis | undefined): Pick<TimeAxis, "start" | "step"> {
  const perSecond = time?.unit === "ms" ? 1000 : 1;
  return { start: (time?.start ?? 0) / perSecond, step: (time?.step ?? 1) / perSecond };
}

/** Times of the volumes; undefined where they are no times, or not even. */
export function timeAxis({ volumes }: DescribedArray): TimeAxis | undefined {
  if (!volumes || SETTINGS.has(volumes.by)) return undefined;
  const { unit, values } = volumes;
  if (unit !== "s" && unit !== "ms" || values.length < 2) return undefined;
  const times = values.map(Number);
  const start = times[0]!;
  const step = (times.at(-1)! - start) / (times.length - 1);
  const even = step > 0 &&
    times.every((time, t) => t === 0 || agree(time - times[t - 1]!, step, SAME_STEP));
  return even ? { unit, start, step } : undefined;
}
