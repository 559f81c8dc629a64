/**
 * The right header: the given one, with what was wrong put right.
 *
 * @module
 */

import { distance, equals, type Vector } from "../geometry/vector.ts";
import { headerText } from "../headers/nrrd/header.ts";
import { type ReadHeader, readHeader } from "../headers/nrrd/read/geometry.ts";
import { repaired, type Touched } from "../headers/nrrd/read/repair.ts";
import { type HeaderChanges, rewriteHeader } from "../headers/nrrd/read/rewrite.ts";
import { type SpaceName, toSpace } from "../array/space.ts";
import { type CorrectedForm, correctedForm } from "./corrected_form.ts";
import { describedArray } from "../array/described_array.ts";
import { volumeHeader } from "../headers/nrrd/volume_header.ts";
import type { HeaderOptions } from "../options/types.ts";
import type { ClaimedHeader, Steps } from "./claimed_header.ts";
import { coordinates } from "./origin.ts";
import type { Explanation } from "./explanation.ts";
import type { Arrangement } from "./interpretation.ts";
import type { Mistake } from "./mistake.ts";
import { type Verdict, worstCorner } from "./verdict.ts";

/**
 * What was wrong: a field by its usual name, `key` for a pair of a key and a value, `magic` for the
 * first line.
 */
export type ChangedField = Touched;

/** The right header, as text and as numbers. */
export interface Correction {
  /** The whole header, without data; one that is right stays as it is. */
  readonly header: string;
  /** Fields in which it differs from the given one. */
  readonly changed: readonly ChangedField[];
  /** Space of the numbers. */
  readonly space: "LPS" | "RAS" | "LAS";
  /** Steps of the spatial axes in the header's order, mm. */
  readonly spaceDirections: readonly [Vector, Vector, Vector];
  /** Centre of the first voxel, mm. */
  readonly spaceOrigin: Vector;
  /** Of the spatial axes. */
  readonly sizes: readonly [number, number, number];
  /** The right header in the form of the given one, where that is not NRRD. */
  readonly own?: CorrectedForm;
}

/** What is written down, in a space that has a name. */
interface Written {
  readonly directions: Steps;
  readonly origin: Vector;
}

/**
 * Corrects a header.
 *
 * @param areTransformsWrong Whether NIfTI's transforms disagree, or there is none
 * @param isRefused Whether some reader refuses the header as it is
 * @param options How a header is written for bare numbers
 * @throws {HeaderError} as a volume's header does
 */
export function correctionOf(
  given: ClaimedHeader,
  explanation: Explanation,
  verdict: Verdict,
  areTransformsWrong: boolean,
  isRefused: boolean,
  options: HeaderOptions,
): Correction {
  const { right } = explanation;
  const relabelled = hasNamedSpace(given) ? rightName(verdict.mistakes) : undefined;
  const space = relabelled ?? given.space;
  const { directions, origin } = written(given, explanation, verdict, space);
  const units = verdict.mistakes.some((mistake) =>
    mistake.code === "unit-confused" ||
    mistake.code === "units-contradict" && mistake.field !== "units"
  );
  const { header: source, changed: readable } = isRefused
    ? readableSource(given, explanation, options)
    : { header: given.source, changed: [] };
  const changes: HeaderChanges = {
    space: relabelled,
    millimetres: units && source?.fields.has("space units") === true,
    directions: directions.map((vector, n) =>
      equals(vector, given.directions[n]) ? undefined : vector
    ),
    origin: equals(origin, given.origin) && given.originStated ? undefined : origin,
    sizes: changedSizes(given, explanation),
  };
  const changed: [ChangedField, boolean][] = [
    ["space", relabelled !== undefined],
    ["space units", changes.millimetres === true],
    ["space directions", changes.directions.some((vector) => vector !== undefined)],
    ["space origin", changes.origin !== undefined],
    ["sizes", changes.sizes.some((size) => size !== undefined)],
  ];
  const own = correctedForm(given, {
    directions,
    origin,
    space,
    sizes: given.sizes !== undefined && !equals(given.sizes, right.sizes) ? right.sizes : undefined,
    bothTransforms: areTransformsWrong,
    millimetres: units && given.otherUnits.length > 0,
  });
  return {
    header: source && given.directions.length === 3
      ? rewriteHeader(source, changes)
      : ownHeader({ directions, origin }, explanation, {
        ...options,
        space: space === "RAS" ? "RAS" : "LPS",
      }),
    changed: [
      ...new Set([...readable, ...changed.flatMap(([field, differs]) => differs ? [field] : [])]),
    ],
    space,
    spaceDirections: directions,
    spaceOrigin: origin,
    sizes: right.sizes,
    ...(own ? { own } : {}),
  };
}

/** Whether the form says in words which space its numbers are in; in others it is always the same. */
function hasNamedSpace({ form: { name } }: ClaimedHeader): boolean {
  return name === "nrrd" || name === "numbers";
}

/** The given header as readers take it; none where one has to be written anew. */
function readableSource(
  { source, space }: ClaimedHeader,
  { reference, right }: Explanation,
  options: HeaderOptions,
): { header: ReadHeader | undefined; changed: readonly ChangedField[] } {
  if (source === undefined) return { header: source, changed: [] };
  const isList = source.axes.some(({ direction }) => direction === undefined);
  return repaired(source, {
    type: describedArray(reference.volume, options).type,
    space: space === "RAS" ? "RAS" : "LPS",
    sizes: isList ? [] : right.sizes,
  });
}

/** The name that is right for the numbers, if the name alone is wrong or missing. */
function rightName(mistakes: readonly Mistake[]): "LPS" | "RAS" | undefined {
  for (const mistake of mistakes) {
    // ITK up to 5.4 misreads LAS, so nothing is given that name.
    if (mistake.code !== "space-confused" || mistake.right === "LAS") continue;
    if (mistake.part === "all" || mistake.part === "name") return mistake.right;
  }
  return undefined;
}

/** The right vectors; those of the given ones that are right stay what they are, digit by digit. */
function written(
  given: ClaimedHeader,
  explanation: Explanation,
  { status, mistakes }: Verdict,
  space: SpaceName,
): Written {
  const { right, reference } = explanation;
  const [first, second, third] = right.steps;
  const inSpace = (vector: Vector): Vector => toSpace(vector, space);
  const whole: Written = {
    directions: [inSpace(first), inSpace(second), inSpace(third)],
    origin: inSpace(right.origin),
  };
  const blamed = blamedParts(mistakes, explanation.layout.arrangement);
  // What a quaternion could not hold better was no fault there, and may be one where it is written.
  const ofForm = status === "ok" ? 0 : reference.formSlack;
  const [planeSlack, stackSlack] = [reference.planeSlack - ofForm, reference.stackSlack - ofForm];
  const keep = (part: number | "origin", was: Vector, is: Vector, limit: number): Vector =>
    !blamed(part) && distance(was, is) <= limit ? was : is;
  const [a, b, c = b] = given.directions;
  const flat = coordinates(given.origin, [a, b, c]) === undefined;
  const steps = (axis: 0 | 1 | 2): Vector => {
    const was = given.directions[axis];
    const is = whole.directions[axis];
    // A step to nowhere may be as long as it likes, but ITK wants three that span a space.
    if (flat && right.sizes[axis] === 1) return is;
    const slack = axis === 2 ? stackSlack : planeSlack;
    // The step of a single slice leads nowhere and is no error: the quotient is infinite.
    return was ? keep(axis, was, is, slack / (right.sizes[axis] - 1)) : is;
  };
  const careful: Written = {
    directions: [steps(0), steps(1), steps(2)],
    origin: keep("origin", given.origin, whole.origin, stackSlack),
  };
  if (status === "ok") return careful;
  // What each part may be off by can add up to more than the whole may.
  const { error } = worstCorner({ ...given, ...careful, space }, explanation);
  return error <= reference.limit - ofForm ? careful : whole;
}

/** Whether an axis of the header, or its origin, is named as wrong by itself. */
function blamedParts(
  mistakes: readonly Mistake[],
  { axes }: Arrangement,
): (part: number | "origin") => boolean {
  const parts = new Set<number | "origin">(mistakes.flatMap((mistake) => {
    switch (mistake.code) {
      case "in-plane-spacing-missing":
      case "orientation-ignored":
        return mistake.axes.map((axis) => axes.indexOf(axis));
      case "spacing-order-reversed":
        return [0, 2];
      case "rows-columns-swapped":
        return [axes.indexOf(0), axes.indexOf(1)];
      case "thickness-used-as-spacing":
      case "spacing-tag-used":
      case "slice-spacing-missing":
      case "shear-dropped":
      case "slice-axis-reversed":
        return [axes.indexOf(2)];
      case "crop-origin-missing":
      case "origin-of-other-slice":
      case "half-voxel-shift":
      case "origin-missing":
        return ["origin" as const];
      case "unit-confused":
      case "precision-lost":
        return [0, 1, 2, "origin" as const];
      default:
        return [];
    }
  }));
  return (part) => parts.has(part);
}

/** For all axes of the header; undefined where the size is right. */
function changedSizes(
  given: ClaimedHeader,
  { right, mistakes }: Explanation,
): readonly (number | undefined)[] {
  const list = mistakes.find((mistake) => mistake.code === "list-differs");
  const wrong = given.sizes !== undefined && !equals(given.sizes, right.sizes);
  let spatial = 0;
  return given.source?.axes.map(({ direction, size, kind }) => {
    const is = direction ? right.sizes[spatial++] : kind === "list" ? list?.right : undefined;
    return direction && !wrong || is === size ? undefined : is;
  }) ?? (wrong ? right.sizes : []);
}

/** A header of the project's own for numbers that came without one. */
function ownHeader(
  { directions, origin }: Written,
  { reference, right }: Explanation,
  options: HeaderOptions,
): string {
  const own = readHeader(headerText(volumeHeader(reference.volume, options)));
  let spatial = 0;
  return rewriteHeader(own, {
    directions,
    origin,
    sizes: own.axes.map(({ direction }) => direction ? right.sizes[spatial++] : undefined),
  });
}
