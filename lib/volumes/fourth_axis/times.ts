/**
 * Times of temporal positions.
 *
 * @module
 */

import { finite } from "../../dicom/dataset.ts";
import { smallestOf } from "../../geometry/numbers.ts";
import { AXIS_ATTRIBUTES, type AxisAttribute, BY_NUMBER } from "./attributes.ts";
import { type Partition, spreadOf } from "./partition.ts";

/** Times from the first volume on, and their unit. */
interface Times {
  readonly unit: string;
  readonly values: readonly number[];
}

/**
 * True times, uneven as they may be, for the place of mere counts where the headers tell them: from
 * what each frame says, else from Temporal Resolution (0020,0110).
 *
 * @returns Undefined where they do not tell them, or where there is no mere count
 */
export function timesOf(partition: Partition): Times | undefined {
  if (partition.role !== "index" || partition.by === BY_NUMBER.by) return undefined;
  for (const separator of AXIS_ATTRIBUTES.filter(saysWhen)) {
    const times = startTimes(partition, separator);
    if (times) return { unit: separator.unit, values: times };
  }
  const { attributes } = partition.volumes[0]![0]!;
  const [first] = partition.values;
  const resolution = finite(attributes.numbers("TemporalResolution"));
  if (partition.by.startsWith("Temporal") && resolution !== undefined && resolution > 0) {
    const values = partition.values.map((value) => (Number(value) - Number(first)) * resolution);
    return { unit: "ms", values };
  }
  return undefined;
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
  return starts.map((start) => Math.round((start - starts[0]!) * 1e6) / 1e6);
}
