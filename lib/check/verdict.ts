/**
 * Verdict on a header, and the mistakes that are reported.
 *
 * @module
 */

import { scale, type Vector } from "../geometry/vector.ts";
import { toSpace } from "../array/space.ts";
import type { ClaimedHeader } from "./claimed_header.ts";
import { type CornerError, cornerError, type VoxelGrid } from "./corner_error.ts";
import { type Explanation, precisionLost } from "./explanation.ts";
import { agreesInDigits } from "./hypothesis.ts";
import { interpret } from "./interpretation.ts";
import type { Mistake } from "./mistake.ts";
import { pointOf } from "./origin.ts";

/** `ok`: as right as a header can be; `usable`: too small to see; `wrong`: all else. */
export type CheckStatus = "ok" | "usable" | "wrong";

/** Part of the smallest voxel side up to which an error is invisible. */
const USABLE = 0.1;

/** Lost digits are reported from this error on, mm: ITK compares two images to a millionth of a voxel. */
const TOLD = 1e-5;

/** What came out. */
export interface Verdict {
  readonly status: CheckStatus;
  readonly worst: CornerError;
  readonly mistakes: readonly Mistake[];
}

/** Judges a header by its largest corner error. */
export function verdictOf(given: ClaimedHeader, explanation: Explanation): Verdict {
  const { reference } = explanation;
  const worst = worstCorner(given, explanation);
  const sizes = explanation.mistakes.some(({ code }) =>
    code === "sizes-differ" || code === "list-differs"
  );
  const side = Math.min(...reference.lengths);
  const status = sizes
    ? "wrong"
    : worst.error <= reference.limit
    ? "ok"
    : worst.error <= USABLE * side
    ? "usable"
    : "wrong";
  return { status, worst, mistakes: causesOf(given, explanation, status) };
}

/** The corner where a header is furthest off, as its readers understand it. */
export function worstCorner(given: ClaimedHeader, explanation: Explanation): CornerError {
  const { volume, crop } = explanation.reference;
  return cornerError(volume.slices, placementOf(given, explanation), crop);
}

/** Where a header puts the voxels, as its readers understand it; axes as DICOM has them. */
function placementOf(given: ClaimedHeader, { layout, reference }: Explanation): VoxelGrid {
  const { origin, steps: [first, second, third] } = interpret(given, layout.arrangement);
  const steps = [first, second, third ?? reference.steps[2]] as const;
  const corner = reference.sizes.map((size, axis) => layout.flipped.includes(axis) ? size - 1 : 0);
  const [a, b, c] = steps.map((step, axis) =>
    layout.flipped.includes(axis) ? scale(step, -1) : step
  );
  return { origin: pointOf(origin, steps, corner as unknown as Vector), steps: [a!, b!, c!] };
}

function causesOf(
  given: ClaimedHeader,
  explanation: Explanation,
  status: CheckStatus,
): readonly Mistake[] {
  const { mistakes } = explanation;
  // Mistakes that move nothing are none; a space without a name is one to some readers.
  const told = status === "ok" ? mistakes.filter(movesNothing) : mistakes;
  const others = told.filter((mistake) => !movesNothing(mistake));
  if (others.length > 0) return told;
  if (
    explanation.deviation > TOLD + explanation.reference.formSlack && isRounded(given, explanation)
  ) {
    return [...told, precisionLost(given)];
  }
  return status === "ok" ? told : [...told, { code: "unexplained", part: "all" }];
}

/** A space without a name, units that nobody reads: no reader that knows better is misled. */
function movesNothing(mistake: Mistake): boolean {
  return mistake.code === "units-contradict" ||
    mistake.code === "space-confused" && mistake.part === "name";
}

/** Whether the header agrees with the right one in all digits that it has. */
function isRounded(given: ClaimedHeader, { right, reference }: Explanation): boolean {
  const inSpace = (vector: Vector): Vector => toSpace(vector, given.space);
  const magnitude = Math.max(...right.origin.map(Math.abs), ...reference.origin.map(Math.abs));
  return agreesInDigits(right.steps.slice(0, given.directions.length).map(inSpace), {
    given: given.directions,
    precision: given.precision.directions,
    magnitude,
  }) && agreesInDigits([inSpace(right.origin)], {
    given: [given.origin],
    precision: given.precision.origin,
    magnitude,
  });
}
