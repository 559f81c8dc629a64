/**
 * Explains in-plane steps, slice step and origin independently of one another.
 *
 * @module
 */

import { largestOf } from "../geometry/numbers.ts";
import { dot, length, type Vector } from "../geometry/vector.ts";
import { toSpace } from "../array/space.ts";
import type { ClaimedHeader, Sizes, Steps } from "./claimed_header.ts";
import { matchingHypotheses } from "./hypothesis.ts";
import { AS_IT_STANDS, type Interpretation } from "./interpretation.ts";
import type { Mistake, Part } from "./mistake.ts";
import { originHypotheses, pointOf } from "./origin.ts";
import type { Reference } from "./reference.ts";
import { inPlaneHypotheses, sliceHypotheses } from "./steps.ts";

/** One explanation of all parts together. */
export interface CombinedExplanation {
  readonly mistakes: readonly Mistake[];
  /** DICOM's axes along which the array runs backwards from its other end: no mistake. */
  readonly flipped: readonly number[];
  /** Voxel of the reference that is the array's first. */
  readonly corner: Vector;
  /** Digits were lost on the way. */
  readonly rounded: boolean;
  /** Distance between what was given and what the explanation leads to, mm. */
  readonly deviation: number;
}

/** One explanation of one part, in which nothing runs backwards unless it says so. */
type PartExplanation =
  & Pick<CombinedExplanation, "mistakes" | "rounded" | "deviation">
  & Partial<Pick<CombinedExplanation, "flipped">>;

/** What the parts are held against. */
interface Comparison {
  readonly given: ClaimedHeader;
  readonly reference: Reference;
  readonly interpretation: Interpretation;
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
export function explainParts(
  given: ClaimedHeader,
  reference: Reference,
  interpretation: Interpretation,
  mayReverse: boolean,
): CombinedExplanation[] {
  const { origin, steps, sizes: [columns, rows, slices] } = reference;
  const last: Sizes = [columns - 1, rows - 1, slices - 1];
  const ends = [origin, pointOf(origin, steps, [0, 0, last[2]])];
  const magnitude = largestOf(ends.flat().map(Math.abs));
  const spaceAxes = spaceAxesOf(given, interpretation, reference, last);
  const comparison = { given, reference, interpretation, last, magnitude, spaceAxes };
  const sliceParts = slicePart(comparison, mayReverse);
  return inPlanePart(comparison).flatMap((plane) =>
    sliceParts.flatMap((slice) => {
      const flipped = [...plane.flipped ?? [], ...slice.flipped ?? []];
      const ends = [0, 1, 2].map((axis) => flipped.includes(axis) ? last[axis]! : 0);
      const corner = ends as unknown as Vector;
      return originPart(comparison, corner).map((start) => ({
        mistakes: together([...plane.mistakes, ...slice.mistakes, ...start.mistakes]),
        flipped,
        corner,
        rounded: plane.rounded || slice.rounded || start.rounded,
        deviation: plane.deviation + slice.deviation + start.deviation,
      }));
    })
  );
}

/** Ignoring the orientation affects all parts, and so do right angles: each is one mistake. */
function together(all: readonly Mistake[]): Mistake[] {
  const squared = all.filter((mistake) => mistake.code === "shear-dropped" && mistake.allAxes);
  const mistakes = all.filter((mistake) => !squared.slice(1).includes(mistake));
  const ignored = mistakes.flatMap((mistake) =>
    mistake.code === "orientation-ignored" ? mistake.axes : []
  );
  if (ignored.length === 0) return [...mistakes];
  return [
    { code: "orientation-ignored", axes: ignored },
    ...mistakes.filter(({ code }) => code !== "orientation-ignored"),
  ];
}

/**
 * Along these went who left the orientation out, if the header is read as it stands. Where rows and
 * columns run along them anyway, all that can be wrong is which way they run.
 */
function spaceAxesOf(
  { space }: ClaimedHeader,
  { arrangement, directionSpace }: Interpretation,
  { steps, lengths, planeSlack }: Reference,
  last: Sizes,
): Steps | undefined {
  if (arrangement !== AS_IT_STANDS || directionSpace !== space) return undefined;
  const axes: Steps = [
    toSpace([1, 0, 0], space),
    toSpace([0, 1, 0], space),
    toSpace([0, 0, 1], space),
  ];
  const differs = ([0, 1] as const).some((axis) => {
    const along = Math.abs(dot(steps[axis], axes[axis]));
    return Math.sqrt(Math.max(0, lengths[axis] ** 2 - along ** 2)) * last[axis] > planeSlack;
  });
  return differs ? axes : undefined;
}

function inPlanePart(comparison: Comparison): PartExplanation[] {
  const { given, reference, interpretation, last, spaceAxes } = comparison;
  const [first, second] = interpretation.steps;
  const target = {
    given: [first, second],
    steps: last,
    precision: given.precision.directions,
    magnitude: Math.max(length(first), length(second)),
    slack: reference.planeSlack,
  };
  const hypotheses = matchingHypotheses(inPlaneHypotheses([first, second], reference), target);
  const straight = spaceAxes
    ? matchingHypotheses(inPlaneHypotheses([first, second], reference, spaceAxes), target)
    : [];
  const flipped = [0, 1].filter((axis) => runsBackwards(interpretation, reference, axis));
  const found = [
    ...hypotheses.map((hypothesis) => ({ ...hypothesis, flipped })),
    ...straight,
  ];
  // Backwards from the first voxel on is no layout of the same voxels; the origin will tell.
  return flipped.length === 0 && hypotheses.length > 0
    ? found
    : [...found, unexplained("in-plane")];
}

function slicePart(
  { given, reference, interpretation, last, magnitude, spaceAxes }: Comparison,
  mayReverse: boolean,
): PartExplanation[] {
  const [, , step] = interpretation.steps;
  // One slice has no next one, so no step is wrong.
  if (step === undefined || last[2] === 0) {
    return [{ mistakes: [], rounded: false, deviation: 0 }];
  }
  const target = {
    given: [step],
    steps: [last[2]],
    precision: given.precision.directions,
    magnitude,
    slack: reference.stackSlack,
  };
  const hypotheses = matchingHypotheses(sliceHypotheses(step, reference), target);
  const straight: PartExplanation[] = spaceAxes
    ? matchingHypotheses(sliceHypotheses(step, reference, spaceAxes[2]), target)
    : [];
  if (hypotheses.length === 0) return straight.length > 0 ? straight : [unexplained("slice")];
  if (!runsBackwards(interpretation, reference, 2)) {
    return [...hypotheses, ...straight];
  }
  const backwards = hypotheses.flatMap((hypothesis) => [
    {
      ...hypothesis,
      mistakes: [{ code: "slice-axis-reversed" } as const, ...hypothesis.mistakes],
    },
    ...(mayReverse ? [{ ...hypothesis, flipped: [2] }] : []),
  ]);
  return [...backwards, ...straight];
}

function originPart(
  { given, reference, interpretation, magnitude }: Comparison,
  corner: Vector,
): PartExplanation[] {
  const [first, second, third = reference.steps[2]] = interpretation.steps;
  const hypotheses = originHypotheses(
    interpretation.origin,
    corner,
    [first, second, third],
    reference,
  );
  // An array is read backwards from its very end, not from some slice.
  const possible = corner[2] === 0
    ? hypotheses
    : hypotheses.filter(({ mistakes }) =>
      mistakes.every(({ code }) => code !== "origin-of-other-slice")
    );
  const found = matchingHypotheses(possible, {
    given: [interpretation.origin],
    steps: [1],
    precision: given.precision.origin,
    magnitude,
    slack: reference.stackSlack,
  });
  return found.length > 0 ? found : [unexplained("origin")];
}

function runsBackwards({ steps }: Interpretation, reference: Reference, axis: number): boolean {
  const step = steps[axis];
  return step !== undefined && dot(step, reference.steps[axis]!) < 0;
}

function unexplained(part: Part): PartExplanation {
  return { mistakes: [{ code: "unexplained", part }], rounded: false, deviation: 0 };
}
