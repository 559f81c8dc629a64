/**
 * The parts of a geometry that come about by themselves: the steps within a slice, the step from
 * slice to slice, the origin. Each is explained by itself, as far as it can be.
 *
 * @module
 */

import { largestOf } from "../geometry/numbers.ts";
import { dot, length, type Vector } from "../geometry/vector.ts";
import type { Cause, Part } from "./mistake.ts";
import type { GivenHeader, Sizes, Steps } from "./claimed_header.ts";
import { inPlaneWays } from "./in_plane.ts";
import { originWays, pointOf } from "./origin.ts";
import { AS_IT_STANDS, fromSpace, type Reading } from "./interpretation.ts";
import type { Reference } from "./reference.ts";
import { sliceWays } from "./slice_step.ts";
import { fittingWays } from "./hypothesis.ts";

/** One explanation of all parts together. */
export interface PartsFound {
  readonly causes: readonly Cause[];
  /** DICOM's axes along which the array runs backwards from its other end: no mistake. */
  readonly flipped: readonly number[];
  /** Voxel of the reference that is the array's first. */
  readonly corner: Vector;
  /** Digits were lost on the way. */
  readonly rounded: boolean;
  /** Distance between what was given and what the explanation leads to, mm. */
  readonly deviation: number;
}

/** One explanation of one part. */
interface PartFound {
  readonly causes: readonly Cause[];
  readonly flipped: readonly number[];
  readonly rounded: boolean;
  readonly deviation: number;
}

/** What the parts are held against. */
interface Comparison {
  readonly given: GivenHeader;
  readonly reference: Reference;
  readonly reading: Reading;
  /** Place of the reference's last voxel. */
  readonly last: Sizes;
  /** Largest coordinate of a slice's position, mm. */
  readonly magnitude: number;
  /** Axes of the header's space, LPS: undefined where the header is read as something else. */
  readonly spaceAxes: Steps | undefined;
}

/**
 * Explanations of all parts.
 *
 * @param mayReverse Whether the array's slices may run the other way than the reference's
 */
export function partsOf(
  given: GivenHeader,
  reference: Reference,
  reading: Reading,
  mayReverse: boolean,
): PartsFound[] {
  const { origin, steps, sizes: [columns, rows, slices] } = reference;
  const last: Sizes = [columns - 1, rows - 1, slices - 1];
  const ends = [origin, pointOf(origin, steps, [0, 0, last[2]])];
  const magnitude = largestOf(ends.flat().map(Math.abs));
  const spaceAxes = spaceAxesOf(given, reading, reference, last);
  const comparison = { given, reference, reading, last, magnitude, spaceAxes };
  const sliceParts = slicePart(comparison, mayReverse);
  return inPlanePart(comparison).flatMap((plane) =>
    sliceParts.flatMap((slice) => {
      const flipped = [...plane.flipped, ...slice.flipped];
      const corner = [0, 1, 2].map((axis) => flipped.includes(axis) ? last[axis]! : 0);
      return originPart(comparison, corner as unknown as Vector).map((start) => ({
        causes: together([...plane.causes, ...slice.causes, ...start.causes]),
        flipped,
        corner: corner as unknown as Vector,
        rounded: plane.rounded || slice.rounded || start.rounded,
        deviation: plane.deviation + slice.deviation + start.deviation,
      }));
    })
  );
}

/** Nobody forgets the orientation in one part only: it is one mistake. */
function together(causes: readonly Cause[]): Cause[] {
  const ignored = causes.flatMap((cause) => cause.code === "orientation-ignored" ? cause.axes : []);
  if (ignored.length === 0) return [...causes];
  return [
    { code: "orientation-ignored", axes: ignored },
    ...causes.filter(({ code }) => code !== "orientation-ignored"),
  ];
}

/**
 * Along these went who left the orientation out, if the header is read as it stands. Where rows and
 * columns run along them anyway, all that can be wrong is which way they run.
 */
function spaceAxesOf(
  { space }: GivenHeader,
  { arrangement, directionSpace }: Reading,
  { steps, lengths, planeSlack }: Reference,
  last: Sizes,
): Steps | undefined {
  if (arrangement !== AS_IT_STANDS || directionSpace !== space) return undefined;
  const axes: Steps = [
    fromSpace([1, 0, 0], space),
    fromSpace([0, 1, 0], space),
    fromSpace([0, 0, 1], space),
  ];
  const differs = ([0, 1] as const).some((axis) => {
    const along = Math.abs(dot(steps[axis], axes[axis]));
    return Math.sqrt(Math.max(0, lengths[axis] ** 2 - along ** 2)) * last[axis] > planeSlack;
  });
  return differs ? axes : undefined;
}

function inPlanePart(comparison: Comparison): PartFound[] {
  const { given, reference, reading, last, spaceAxes } = comparison;
  const [first, second] = reading.steps;
  const target = {
    given: [first, second],
    steps: last,
    printed: given.printed.directions,
    magnitude: Math.max(length(first), length(second)),
    slack: reference.planeSlack,
  };
  const ways = fittingWays(inPlaneWays([first, second], reference), target);
  const straight = spaceAxes
    ? fittingWays(inPlaneWays([first, second], reference, spaceAxes), target)
    : [];
  const flipped = [0, 1].filter((axis) => runsBackwards(reading, reference, axis));
  const found = [
    ...ways.map((way) => ({ ...way, flipped })),
    ...straight.map((way) => ({ ...way, flipped: [] })),
  ];
  // Backwards from the first voxel on is no layout of the same voxels; the origin will tell.
  return flipped.length === 0 && ways.length > 0 ? found : [...found, unexplained("in-plane")];
}

function slicePart(
  { given, reference, reading, last, magnitude, spaceAxes }: Comparison,
  mayReverse: boolean,
): PartFound[] {
  const [, , step] = reading.steps;
  // One slice has no next one, so no step is wrong.
  if (step === undefined || last[2] === 0) {
    return [{ causes: [], flipped: [], rounded: false, deviation: 0 }];
  }
  const target = {
    given: [step],
    steps: [last[2]],
    printed: given.printed.directions,
    magnitude,
    slack: reference.stackSlack,
  };
  const ways = fittingWays(sliceWays(step, reference), target);
  const straight: PartFound[] = spaceAxes
    ? fittingWays(sliceWays(step, reference, spaceAxes[2]), target)
      .map((way) => ({ ...way, flipped: [] }))
    : [];
  if (ways.length === 0) return straight.length > 0 ? straight : [unexplained("slice")];
  if (!runsBackwards(reading, reference, 2)) {
    return [...ways.map((way) => ({ ...way, flipped: [] })), ...straight];
  }
  const backwards = ways.flatMap((way) => [
    {
      ...way,
      causes: [{ code: "slice-axis-reversed" } as const, ...way.causes],
      flipped: [],
    },
    ...(mayReverse ? [{ ...way, flipped: [2] }] : []),
  ]);
  return [...backwards, ...straight];
}

function originPart(
  { given, reference, reading, magnitude }: Comparison,
  corner: Vector,
): PartFound[] {
  const [first, second, third = reference.steps[2]] = reading.steps;
  const ways = originWays(reading.origin, corner, [first, second, third], reference);
  // An array is read backwards from its very end, not from some slice.
  const possible = corner[2] === 0
    ? ways
    : ways.filter(({ causes }) => causes.every(({ code }) => code !== "origin-of-other-slice"));
  const found = fittingWays(possible, {
    given: [reading.origin],
    steps: [1],
    printed: given.printed.origin,
    magnitude,
    slack: reference.stackSlack,
  });
  return found.length > 0 ? found.map((way) => ({ ...way, flipped: [] })) : [unexplained("origin")];
}

function runsBackwards({ steps }: Reading, reference: Reference, axis: number): boolean {
  const step = steps[axis];
  return step !== undefined && dot(step, reference.steps[axis]!) < 0;
}

function unexplained(part: Part): PartFound {
  return { causes: [{ code: "unexplained", part }], flipped: [], rounded: false, deviation: 0 };
}
