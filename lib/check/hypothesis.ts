/**
 * Ways in which a part of a header may have come about, and how well each fits.
 *
 * @module
 */

import { distance, type Vector } from "../geometry/vector.ts";
import type { Mistake } from "./mistake.ts";
import { type Precision, resolution } from "./precision.ts";

/** One way: the vectors that it leads to, and the mistakes on it. */
export interface Hypothesis {
  readonly mistakes: readonly Mistake[];
  readonly expected: readonly Vector[];
}

/** A way that leads to what was given. */
export interface Match extends Hypothesis {
  /** Differences are rounding that shows: more than a right header may have, less than digits lost. */
  readonly rounded: boolean;
  /** Distance at the far corner, mm. */
  readonly deviation: number;
}

/** What a way is held against. */
export interface Target {
  readonly given: readonly Vector[];
  /** Steps that each vector makes to the far corner; 1 for a position. */
  readonly steps: readonly number[];
  readonly precision: Precision;
  /** Largest number that single precision had to hold on the way to this one, mm. */
  readonly magnitude: number;
  /** Distance at the far corner up to which a header is right, mm. */
  readonly slack: number;
}

/** Single precision keeps 24 bits; the difference of two rounded numbers is off by twice half a unit. */
const SINGLE = 2 ** -23;

/**
 * The ways that fit: those that agree in all digits and are close; if there are none, those that
 * are as close as a right header may be; and besides, those that only lost digits keep apart.
 */
export function matchingHypotheses(hypotheses: readonly Hypothesis[], target: Target): Match[] {
  const exact: Match[] = [];
  const near: Match[] = [];
  const rounded: Match[] = [];
  for (const hypothesis of hypotheses) {
    const deviation = hypothesis.expected.reduce(
      (sum, vector, n) => sum + distance(vector, target.given[n]!) * target.steps[n]!,
      0,
    );
    const agrees = agreesInDigits(hypothesis.expected, target);
    const close = deviation <= target.slack;
    if (close) (agrees ? exact : near).push({ ...hypothesis, rounded: false, deviation });
    else if (agrees) rounded.push({ ...hypothesis, rounded: true, deviation });
  }
  return [...exact.length > 0 ? exact : near, ...rounded];
}

/** Whether numbers are the expected ones, as far as they were written down. */
export function agreesInDigits(
  expected: readonly Vector[],
  { given, precision, magnitude }: Pick<Target, "given" | "precision" | "magnitude">,
): boolean {
  const single = precision.single ? SINGLE * magnitude : 0;
  return expected.every((vector, n) =>
    vector.every((value, c) => {
      const written = given[n]![c]!;
      return Math.abs(value - written) <= Math.max(resolution(written, precision), single);
    })
  );
}
