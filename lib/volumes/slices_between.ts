/**
 * Slices of one volume between those of another: either volume looks even by itself.
 *
 * @module
 */

import { first } from "../dicom/dataset.ts";
import { normal } from "../geometry/plane.ts";
import { gathered } from "../geometry/spatial_hash.ts";
import { angle, dot, type Vector } from "../geometry/vector.ts";
import { counted, verb } from "../text.ts";
import { type Finding, warning } from "./finding.ts";
import { samePosition } from "./positions.ts";
import type { Volume } from "./volume.ts";

/**
 * Normals up to this far apart, radians, are those of slices that may once have been one stack: a
 * stack that is torn leans by less, and stacks that are meant to differ by more.
 */
const NEARLY_PARALLEL = 0.01;

/** Volumes, each with the finding that others of its series have slices between its own, if so. */
export function withSlicesBetween(volumes: readonly Volume[]): readonly Volume[] {
  if (volumes.length < 2) return volumes;
  const found = new Map<Volume, Finding>();
  for (const series of Map.groupBy(volumes, stackOf).values()) {
    if (series.length < 2) continue;
    for (const members of gathered(series, NEARLY_PARALLEL, directionOf, areParallel)) {
      if (members.length > 1) lookBetween(members, directionOf(members[0]), found);
    }
  }
  return volumes.map((volume) => {
    const finding = found.get(volume);
    return finding ? { ...volume, findings: [...volume.findings, finding] } : volume;
  });
}

/** Stacks that DICOM itself separates were never one. */
function stackOf({ slices }: Volume): string {
  const { object, stack } = slices[0]!.frame;
  return `${first(object.dataset.strings("SeriesInstanceUID"))} ${stack}`;
}

function directionOf({ slices }: Volume): Vector {
  return normal(slices[0]!.frame.plane);
}

function areParallel(a: Volume, b: Volume): boolean {
  return angle(directionOf(a), directionOf(b)) <= NEARLY_PARALLEL;
}

function lookBetween(
  volumes: readonly Volume[],
  direction: Vector,
  found: Map<Volume, Finding>,
): void {
  const heights = volumes.map(({ slices }) =>
    slices.filter(({ t }) => t === 0).map(({ frame }) => dot(frame.plane.position, direction))
      .sort((a, b) => a - b)
  );
  const reach = samePosition(volumes[0]!.slices[0]!.frame);
  const all = heights.flat().sort((a, b) => a - b);
  const within = (from: number, to: number): number => countUpTo(all, to) - countUpTo(all, from);
  for (const [n, own] of heights.entries()) {
    // At each end and at each slice of its own, those of others do not lie between.
    const shared = own.reduce((sum, h) => sum + within(h - reach, h + reach), 0);
    const between = within(own[0]! - reach, own.at(-1)! + reach) - shared;
    if (between <= 0) continue;
    found.set(
      volumes[n]!,
      warning(
        "slices-between",
        `${counted(between, "slice")} of other volumes of this series ${
          verb(between, "lies", "lie")
        } between those of this one: either stacks overlap, or one stack was separated because its slices differ (orientation, pixel format, image type)`,
        { between },
      ),
    );
  }
}

/** How many of the ascending numbers are at most this. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
