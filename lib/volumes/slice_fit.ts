/**
 * Slice positions, in the order that the header will describe, to one evenly spaced grid: the third
 * space direction and the origin.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import {
  type BestLine,
  bestLine,
  type Line,
  lineThroughEnds,
  NUMERICAL_NOISE,
  pointAt,
  residuals,
  residualThroughEnds,
} from "../geometry/line.ts";
import { largestOf, rootMeanSquare } from "../geometry/numbers.ts";
import { roundingAlong, roundingOf } from "../geometry/rounding.ts";
import { analyseSpacing, HOLE, type SpacingAnalysis } from "../geometry/spacing.ts";
import {
  add,
  angle,
  distance,
  dot,
  length,
  scale,
  subtract,
  type Vector,
} from "../geometry/vector.ts";
import type { GeometryOptions } from "../options/types.ts";
import { brief, verb } from "../text.ts";

/** Angle of the step from the slice normal, and how it was handled. */
export interface TiltReport {
  /** Angle between the step and the normal's line, degrees. */
  readonly degrees: number;
  /** In-plane part of the stack's extent, mm. */
  readonly drift: number;
  /**
   * `none`: no tilt; `cosines`: kept, and within the last digits of the direction cosines; `kept`;
   * `rounding`: removed as rounding; `removed`: on request.
   */
  readonly outcome: "none" | "cosines" | "kept" | "rounding" | "removed";
  /** Largest slice error that the other choice would have had, mm. */
  readonly otherError: number;
}

/** One evenly spaced grid and the slices on it. */
export interface Stack extends Line {
  /** Grid places along the step, including those without a slice. */
  readonly count: number;
  /** Indices of the positions that were put on this grid, in their order. */
  readonly members: readonly number[];
  /** Grid place of each member. */
  readonly places: readonly number[];
  /** Distance of each member's position from its grid point, mm; same index as `members`. */
  readonly errors: readonly number[];
  /** Largest of `errors`, mm. */
  readonly maxError: number;
  /** Root mean square of `errors`, mm. */
  readonly rmsError: number;
  /** Largest distance under the best evenly spaced grid of all, mm. */
  readonly bestPossible: number;
  readonly tilt: TiltReport;
  /** What the gaps said; undefined for a single slice. */
  readonly evenness: SpacingAnalysis | undefined;
}

/** What is common to all slices of a stack, in LPS: their slice normal and their size. */
export interface SliceShape {
  /** Slice normal: row × column, unit length. */
  readonly normal: Vector;
  /** The smaller of the two pixel spacings, mm. */
  readonly pixelSide: number;
  /** Length of the slice axis if there is only one slice, mm. */
  readonly loneStep: number;
  /** Angle by which the normal may be off through the digits of the direction cosines, radians. */
  readonly normalError?: number;
}

/** A drift up to this part of a pixel may be called rounding; more would be seen. */
const INVISIBLE_DRIFT = 0.1;
/** A drift up to this, mm, may be called rounding for any number of digits. */
const SILENT_DRIFT = 1e-3;
/** Slices must move along the normal by at least this part of their step (about 87 degrees). */
const LEAST_ADVANCE = 0.05;
/** `uneven=fill` refuses grids of which more than this part would be empty. */
const MOST_ABSENT = 0.5;
/** Close neighbours up to this part of all gaps are what is odd, and not the gaps of all others. */
const ODD = 0.2;

/**
 * Lays evenly spaced grids through positions.
 *
 * @param positions First-pixel centres, LPS mm, in header order, neighbours distinct
 * @param shape The slices' common shape
 * @param options `fit`, `tilt` and `uneven`
 * @param runs With `uneven=split`: indices that have to stay apart, ascending; all together if absent
 * @returns One stack, or several with `uneven=split`
 * @throws {HeaderError} missing-slices, irregular-spacing
 */
export function fitStacks(
  positions: readonly Vector[],
  shape: SliceShape,
  options: GeometryOptions,
  runs?: readonly (readonly number[])[],
): Stack[] {
  const all = positions.map((_, k) => k);
  if (positions.length === 1) return [singleSlice(positions[0]!, shape)];
  if (runs) return runs.flatMap((run) => splitRun(run, positions, shape, options));

  const evenness = analyseSpacing(positions);
  if (evenness.verdict === "even" || options.uneven === "accept") {
    return [layStack(positions, all, all, shape, options, evenness)];
  }
  if (options.uneven === "split") return splitRun(all, positions, shape, options);
  if (options.uneven === "fill" && evenness.verdict === "missing") {
    return [layStack(positions, all, filledPlaces(positions, evenness), shape, options, evenness)];
  }
  throw evenness.verdict === "missing"
    ? missingSlices(positions, evenness)
    : irregularSpacing(evenness);
}

/** Even blocks of the positions of one run. */
function splitRun(
  run: readonly number[],
  positions: readonly Vector[],
  shape: SliceShape,
  options: GeometryOptions,
): Stack[] {
  return evenBlocks(run.map((k) => positions[k]!)).map((block) => {
    const members = block.map((n) => run[n]!);
    return members.length === 1
      ? { ...singleSlice(positions[members[0]!]!, shape), members }
      : layStack(positions, members, members.map((_, k) => k), shape, options);
  });
}

/**
 * Lays one grid through positions whose places on it are known.
 *
 * @param places Whole number of each position, ascending from 0
 */
export function layOnPlaces(
  positions: readonly Vector[],
  places: readonly number[],
  shape: SliceShape,
  options: GeometryOptions,
): Stack {
  if (positions.length === 1) return singleSlice(positions[0]!, shape);
  return layStack(positions, positions.map((_, k) => k), places, shape, options);
}

function layStack(
  positions: readonly Vector[],
  members: readonly number[],
  places: readonly number[],
  shape: SliceShape,
  options: GeometryOptions,
  evenness: SpacingAnalysis = analyseSpacing(members.map((k) => positions[k]!)),
): Stack {
  const points = members.map((k) => positions[k]!);
  const best = bestLine(places, points);
  const free = options.fit === "best" ? best : lineThroughEnds(places, points);
  const chosen = tilted(free, best, places, points, shape, options);
  const errors = residuals(chosen.line, places, points);
  return {
    ...chosen.line,
    count: places[places.length - 1]! + 1,
    members,
    places,
    errors,
    maxError: largestOf(errors),
    rmsError: rootMeanSquare(errors),
    bestPossible: Math.min(best.error, largestOf(errors)),
    tilt: chosen.tilt,
    evenness,
  };
}

function singleSlice(position: Vector, shape: SliceShape): Stack {
  return {
    origin: position,
    step: scale(shape.normal, shape.loneStep),
    count: 1,
    members: [0],
    places: [0],
    errors: [0],
    maxError: 0,
    rmsError: 0,
    bestPossible: 0,
    tilt: { degrees: 0, drift: 0, outcome: "none", otherError: 0 },
    evenness: undefined,
  };
}

/** Keeps or removes the part of the step that lies within the slices, as `tilt` asks. */
function tilted(
  free: Line,
  best: BestLine,
  places: readonly number[],
  points: readonly Vector[],
  shape: SliceShape,
  options: GeometryOptions,
): { line: Line; tilt: TiltReport } {
  const advance = dot(free.step, shape.normal);
  if (Math.abs(advance) < LEAST_ADVANCE * length(free.step)) throw notAStack();
  const span = places[places.length - 1]! - places[0]!;
  const inPlane = subtract(free.step, scale(shape.normal, advance));
  const drift = length(inPlane) * span;
  const towards = scale(shape.normal, Math.sign(advance));
  const degrees = angle(towards, free.step) * 180 / Math.PI;

  const straight = (): Line => straightened(free, towards, places, points, options.fit);
  const errorOf = (line: Line): number => largestOf(residuals(line, places, points));
  if (drift <= NUMERICAL_NOISE) {
    return { line: free, tilt: { degrees: 0, drift, outcome: "none", otherError: errorOf(free) } };
  }
  // Only what scatters, or was rounded, in the direction of the drift explains it.
  const scatter = largestOf(
    points.map((point, k) =>
      Math.abs(dot(subtract(point, pointAt(free, places[k]!)), inPlane)) / length(inPlane)
    ),
  );
  const rounding = roundingAlong(roundingOf(points), inPlane);
  const unseen = INVISIBLE_DRIFT * shape.pixelSide;
  const invisible = Math.min(unseen, Math.max(SILENT_DRIFT, scatter, rounding));
  // The slices lie where they lie; it is the normal that is not known better.
  const byCosines = Math.min(unseen, (shape.normalError ?? 0) * length(free.step) * span);
  const outcome = options.tilt === "keep"
    ? drift <= byCosines ? "cosines" : "kept"
    : drift <= invisible
    ? "rounding"
    : options.tilt === "orthogonal"
    ? drift <= byCosines ? "rounding" : "removed"
    : drift <= byCosines
    ? "cosines"
    : "kept";
  const keeps = outcome === "kept" || outcome === "cosines";
  const [line, other] = keeps ? [free, straight()] : [straight(), free];
  // The best grid of all is known already; nothing else needs its error a second time.
  const otherError = other === best ? best.error : errorOf(other);
  return { line, tilt: { degrees, drift, outcome, otherError } };
}

/** The line without shear: with the step's whole length as ITK has it, or the best such line. */
function straightened(
  free: Line,
  towards: Vector,
  places: readonly number[],
  points: readonly Vector[],
  fit: GeometryOptions["fit"],
): Line {
  if (fit === "best") return bestLine(places, points, towards);
  const step = scale(towards, length(free.step));
  return { origin: add(points[0]!, scale(step, -places[0]!)), step };
}

/** Grid places of the positions when holes are left open. */
function filledPlaces(positions: readonly Vector[], evenness: SpacingAnalysis): number[] {
  const places = placesWithHoles(positions, evenness);
  const count = places[places.length - 1]! + 1;
  const absent = count - positions.length;
  const residual = residualThroughEnds(places, positions);
  if (residual > evenness.tolerance) throw irregularSpacing({ ...evenness, residual });
  if (absent > MOST_ABSENT * count) throw missingSlices(positions, evenness);
  return places;
}

function placesWithHoles(positions: readonly Vector[], { holes }: SpacingAnalysis): number[] {
  const missingAfter = new Map(holes.map((hole) => [hole.after, hole.missing]));
  const places: number[] = [];
  let place = 0;
  positions.forEach((_, k) => {
    places.push(place);
    place += 1 + (missingAfter.get(k) ?? 0);
  });
  return places;
}

/** Longest even blocks from the first position on; what fits nowhere stands alone. */
function evenBlocks(positions: readonly Vector[]): number[][] {
  const blocks: number[][] = [];
  const isEven = (from: number, to: number): boolean =>
    to - from < 2 || analyseSpacing(positions.slice(from, to)).verdict === "even";
  for (let from = 0; from < positions.length;) {
    // Doubling, then halving: evenness of a block costs its length, so the whole stays n log n.
    let good = from + 1;
    let bad = positions.length + 1;
    for (let size = 2; from + size <= positions.length; size *= 2) {
      if (!isEven(from, from + size)) {
        bad = from + size;
        break;
      }
      good = from + size;
    }
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (middle <= positions.length && isEven(from, middle)) good = middle;
      else bad = middle;
    }
    // Two slices are always even. A pair that straddles a hole belongs to two blocks.
    if (good - from === 2 && good < positions.length) {
      const ahead = analyseSpacing(positions.slice(from, good + 1));
      if (ahead.largestAfter === 0) good = from + 1;
    }
    blocks.push(Array.from({ length: good - from }, (_, k) => from + k));
    from = good;
  }
  return blocks;
}

/**
 * Slices lack; if more would than are there, what is odd is not that. Only advice that can be followed
 * is given.
 */
function missingSlices(positions: readonly Vector[], evenness: SpacingAnalysis): HeaderError {
  const missing = evenness.holes.reduce((sum, hole) => sum + hole.missing, 0);
  const count = positions.length + missing;
  const mostly = missing > MOST_ABSENT * count;
  const gaps = positions.slice(1).map((position, k) => distance(positions[k]!, position));
  const close = gaps.filter((gap) => gap < HOLE * evenness.smallest);
  if (mostly && close.length <= Math.max(1, ODD * gaps.length) && gaps.length > 2) {
    return irregularSpacing(evenness, gaps.indexOf(evenness.smallest));
  }
  const hole = mostly
    ? evenness.holes.reduce((most, one) => one.gap > most.gap ? one : most)
    : evenness.holes[0]!;
  const lie = `the slice spacing is ${brief(evenness.base)} mm, but ${
    brief(hole.gap)
  } mm after slice ${hole.after}`;
  return new HeaderError(
    "missing-slices",
    mostly
      ? `${lie}: ${missing} of ${count} slices would be missing, more than are there, so that these may be stacks of their own`
      : `${missing} ${verb(missing, "slice is", "slices are")} missing: ${lie}`,
    {
      spacing: evenness.base,
      missing,
      present: positions.length,
      slices: count,
      holes: evenness.holes,
      help: !mostly && canBeFilled(positions, evenness)
        ? "uneven=fill for the full grid, uneven=split for evenly spaced blocks"
        : "uneven=split for evenly spaced blocks",
    },
  );
}

/** Whether all positions lie on the grid that has places for what is missing. */
function canBeFilled(positions: readonly Vector[], evenness: SpacingAnalysis): boolean {
  const places = placesWithHoles(positions, evenness);
  return residualThroughEnds(places, positions) <= evenness.tolerance;
}

function irregularSpacing(evenness: SpacingAnalysis, oddAfter?: number): HeaderError {
  const { residual, tolerance, undecidable } = evenness;
  const odd = oddAfter === undefined
    ? ""
    : `; slices ${oddAfter} and ${oddAfter + 1} lie ${brief(evenness.smallest)} mm apart, most ${
      brief(evenness.gap)
    } mm`;
  const off = residual > tolerance
    ? `; an even grid would be off by ${brief(residual)} mm, more than ${brief(tolerance)} mm`
    : "";
  const rounded = undecidable
    ? `; positions are rounded to ${
      brief(largestOf(evenness.rounding))
    } mm, too coarsely to distinguish even spacing from missing slices`
    : "";
  return new HeaderError(
    "irregular-spacing",
    `slices are ${brief(evenness.smallest)} to ${brief(evenness.largest)} mm apart${
      odd || off
    }${rounded}`,
    {
      smallestGap: evenness.smallest,
      ...(oddAfter === undefined ? {} : { smallestAfter: oddAfter }),
      largestGap: evenness.largest,
      largestAfter: evenness.largestAfter,
      medianGap: evenness.gap,
      residual,
      tolerance,
      rounding: evenness.rounding,
      undecidable,
      help:
        "uneven=split for evenly spaced blocks, uneven=accept for one even grid with its error reported",
    },
  );
}

function notAStack(): HeaderError {
  return new HeaderError(
    "irregular-spacing",
    "the slices are side by side in one plane, not stacked along the slice normal",
  );
}
