/**
 * Times of temporal positions.
 *
 * @module
 */

import { finite } from "../../dicom/dataset.ts";
import { isSetting } from "../../dicom/showable.ts";
import { largestOf, smallestOf } from "../../geometry/numbers.ts";
import { AXIS_ATTRIBUTES, type AxisAttribute, BY_NUMBER } from "./attributes.ts";
import { type Partition, spreadOf } from "./partition.ts";

/**
 * True times from the first volume on, uneven as they may be, for the place of mere counts where the headers tell them: from
 * what each frame says, else from Temporal Resolution (0020,0110).
 *
 * @returns Undefined where they do not tell them, or where there is no mere count
 */
export function timesOf(partition: Partition): Pick<Partition, "unit" | "values"> | undefined {
  if (partition.role !== "index" || partition.by === BY_NUMBER.by) return undefined;
  for (const separator of AXIS_ATTRIBUTES.filter(saysWhen)) {
    const times = startTimes(partition, separator);
    if (times) return { unit: separator.unit, values: times };
  }
  const { attributes } = partition.volumes[0]![0]!;
  const [first] = partition.values;
  const resolution = finite(attributes.numbers("TemporalResolution"));
  if (
    partition.by.startsWith("Temporal") && resolution !== undefined && resolution > 0 &&
    isSetting(resolution)
  ) {
    const values = partition.values.map((value) => (Number(value) - Number(first)) * resolution);
    return { unit: "ms", values };
  }
  return undefined;
}

/** Hours in the units that times have. */
const HOUR: Readonly<Record<string, number>> = { s: 3600, ms: 3600 * 1000 };

/**
 * What begins more than an hour from its zero, or is more than six hours from it, which is the longest
 * of scans, is no offset, but a clock in its place.
 */
const LATEST_START = 1;
const LATEST_END = 6;

/** Whether a unit is one of time. */
export function isTime(unit: string): boolean {
  return unit in HOUR;
}

/** Whether offsets are clocks, in whatever direction they count. */
export function isClock(values: readonly number[], unit: string): boolean {
  const hour = HOUR[unit] ?? Infinity;
  const far = values.map(Math.abs);
  return smallestOf(far) > LATEST_START * hour || largestOf(far) > LATEST_END * hour;
}

/** Hours beyond which two clocks are not of one scan. */
const DAY = 24;

/**
 * Times from the first of them on: how long after it says what is needed, and no more. Undefined where
 * the first is no time of the same scan, but a zero or another day: the others would tell the time.
 *
 * @param unit Of the times
 */
export function sinceFirst(values: readonly number[], unit: string): number[] | undefined {
  const start = smallestOf(values);
  const span = largestOf(values) - start;
  if (start === 0 || span > DAY * (HOUR[unit] ?? Infinity)) return undefined;
  // Microseconds are what TM and DT can say; the rest is noise of the subtraction.
  return values.map((value) => Math.round((value - start) * 1e6) / 1e6);
}

function saysWhen(separator: AxisAttribute): boolean {
  return separator.role === "time" || separator.by === "TemporalPositionTimeOffset" ||
    separator.by === "TriggerTime";
}

/** Start of each volume, its earliest slice, from the first one on; only if they really advance. */
function startTimes(partition: Partition, separator: AxisAttribute): number[] | undefined {
  const starts: number[] = [];
  const times: number[][] = [];
  for (const volume of partition.volumes) {
    const own = volume.map((frame) => separator.valueOf(frame));
    if (!own.every((time) => typeof time === "number")) return undefined;
    times.push(own as number[]);
    starts.push(smallestOf(own as number[]));
  }
  const advances = starts.every((start, t) => t === 0 || start > starts[t - 1]!);
  if (!advances) return undefined;
  // One phase at other times in every slice, as the heart beats: no time stands for the volume.
  const bySlice = times[0]!.map((_, k) => times.map((own) => own[k]!));
  if (spreadOf(bySlice, starts, separator.unit)?.counted) return undefined;
  const isDay = separator.role === "time" || isClock(starts, separator.unit);
  if (isDay) return sinceFirst(starts, separator.unit);
  return starts.map((start) => Math.round((start - starts[0]!) * 1e6) / 1e6);
}
