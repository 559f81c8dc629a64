/**
 * Several stacks in one place, with slices of one between or beside those of another: acquisitions
 * that overlap, thick and thin reconstructions, volumes that followed the head as it moved, both
 * knees in one series.
 *
 * @module
 */

import { first } from "../dicom/dataset.ts";
import { concatenationOf } from "../frames/concatenations.ts";
import type { Frame } from "../frames/frame.ts";
import { normal } from "../geometry/plane.ts";
import { analyseSpacing } from "../geometry/spacing.ts";
import { SpatialHash } from "../geometry/spatial_hash.ts";
import { along, distance, dot, type Vector } from "../geometry/vector.ts";
import type { FrameValues } from "./frame_values.ts";
import { imageTypeOf } from "./image_type.ts";
import { positionsOf } from "./positions.ts";

/** Two slices are always even, so that they prove nothing. */
const LEAST_SLICES = 3;

/**
 * A row of which at most this part is absent is one stack with missing slices: its odd and its even
 * slices, as scanners take them, are as even by themselves as two stacks would be.
 */
const MOST_ABSENT = 1 / 3;

/** Steps are others if one is longer by this factor. */
const UNLIKE = 1.1;

/**
 * Stacks beside each other are centimetres apart; slices of one leave the normal by less than this,
 * mm: a patient who moved between the odd and the even slices has not become two.
 */
const SAME_ROW = 10;

/** Attributes that may separate stacks; the first that does is used. */
function tellingOf({ axes }: FrameValues): readonly ((frame: Frame) => unknown)[] {
  return [
    imageTypeOf,
    wholeOf,
    ...axes.map(({ valueOf }) => valueOf),
    ({ attributes }) => first(attributes.numbers("SliceThickness")),
  ];
}

/**
 * The stacks of frames that together are none: split by one attribute, or by where they lie within
 * their planes, every part is evenly spaced, and reaches into another.
 *
 * @param positions Frames by position, of one orientation
 * @param values Of the frames
 * @param options `unlike`: only stacks whose steps differ, or that lie mostly beyond each other.
 * Volumes of a grid with holes are alike
 * @returns Slices of each stack, ascending along the normal; undefined if nothing separates stacks
 */
export function interleavedStacks(
  positions: readonly (readonly Frame[])[],
  values: FrameValues,
  { unlike = false } = {},
): Frame[][] | undefined {
  const frames = positions.flat();
  const direction = normal(frames[0]!.plane);
  // Frames of several multi-frame objects are known to be several volumes, even if they look like one.
  const telling = looksLikeOne(positions)
    ? [wholeOf]
    : [...tellingOf(values), rowsAlong(direction)];
  for (const tell of telling) {
    const parts = [...Map.groupBy(frames, tell).values()];
    if (parts.length < 2 || parts.some(({ length }) => length < LEAST_SLICES)) continue;
    const stacks = parts.map((part) => evenStack(part, direction));
    if (!stacks.every((stack) => stack !== undefined)) continue;
    if (unlike && !stepsDiffer(stacks) && !mostlyApart(stacks, positions)) continue;
    if (reachIntoEachOther(stacks, direction)) return stacks;
  }
  return undefined;
}

/** An object of many frames is a stack by itself, unless it is part of one (PS3.3 C.7.6.16). */
function wholeOf({ object }: Frame): unknown {
  return concatenationOf(object) ?? object;
}

/** The row along the slice normal to which a frame belongs: both knees, in one series. */
function rowsAlong(direction: Vector): (frame: Frame) => number {
  const cells = new SpatialHash<{ readonly number: number; readonly centre: Vector }>(SAME_ROW);
  let count = 0;
  return ({ plane: { position } }) => {
    const centre = along(position, direction, -dot(position, direction));
    const known = cells.near(centre).find((row) => distance(row.centre, centre) <= SAME_ROW);
    if (known) return known.number;
    cells.add(centre, { number: count, centre });
    return count++;
  };
}

/** Whether a few missing slices explain all. */
function looksLikeOne(positions: readonly (readonly Frame[])[]): boolean {
  if (positions.length < LEAST_SLICES) return true;
  if (positions.some((frames) => frames.length > 1)) return false;
  const { verdict, holes } = analyseSpacing(positions.map(([frame]) => frame!.plane.position));
  const absent = holes.reduce((sum, { missing }) => sum + missing, 0);
  return verdict === "missing" && absent <= MOST_ABSENT * (positions.length + absent);
}

/** Slices in their order, if there is one at each position and the positions are even. */
function evenStack(frames: readonly Frame[], direction: Vector): Frame[] | undefined {
  const positions = positionsOf(frames, direction);
  if (positions.length < frames.length) return undefined;
  const slices = positions.flat();
  const { verdict } = analyseSpacing(slices.map(({ plane }) => plane.position));
  return verdict === "even" ? slices : undefined;
}

/** Whether some stack has other steps than another: thick and thin slices. */
function stepsDiffer(stacks: readonly (readonly Frame[])[]): boolean {
  const steps = stacks.map((slices) =>
    distance(slices[0]!.plane.position, slices.at(-1)!.plane.position) / (slices.length - 1)
  );
  return steps.some((step) => step > UNLIKE * steps[0]! || steps[0]! > UNLIKE * step);
}

/** Acquisitions that go on from one another share at most this part of their slices. */
const MOST_SHARED = 1 / 2;

/** Whether every stack has most of its slices where no other has one. */
function mostlyApart(
  stacks: readonly (readonly Frame[])[],
  positions: readonly (readonly Frame[])[],
): boolean {
  const shared = new Set(positions.filter(({ length }) => length > 1).flat());
  return stacks.every((slices) =>
    slices.filter((frame) => shared.has(frame)).length <= MOST_SHARED * slices.length
  );
}

/** Whether each stack begins before another one ends; those behind each other are one with a hole. */
function reachIntoEachOther(stacks: readonly Frame[][], direction: Vector): boolean {
  const extents = stacks.map((slices) =>
    [slices[0]!, slices.at(-1)!].map(({ plane }) => dot(plane.position, direction))
  ).sort((a, b) => a[0]! - b[0]!);
  let top = -Infinity;
  return extents.every(([bottom, end], k) => {
    const reaches = bottom! < top || (extents[k + 1]?.[0] ?? Infinity) < end!;
    top = Math.max(top, end!);
    return reaches;
  });
}
