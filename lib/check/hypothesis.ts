/**
 * Ways in which a part of a header may have come about, and how well each fits.
 *
 * @module
 */

import { distance, type Vector } from "../geometry/vector.ts";
import type { Cause } from "./mistake.ts";
import { lastDigit, type Printed } from "./precision.ts";

/** One way: the vectors that it leads to, and the mistakes on it. */
export interface Way {
  readonly causes: readonly Cause[];
  readonly expected: readonly Vector[];
}

/** A way that leads to what was given. */
export interface FittingWay extends Way {
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
  readonly printed: Printed;
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
export function fittingWays(ways: readonly Way[], target: Target): FittingWay[] {
  const exact: FittingWay[] = [];
  const near: FittingWay[] = [];
  const rounded: FittingWay[] = [];
  for (const way of ways) {
    const deviation = way.expected.reduce(
      (sum, vector, n) => sum + distance(vector, target.given[n]!) * target.steps[n]!,
      0,
    );
    const agrees = agreesInDigits(way.expected, target);
    const close = deviation <= target.slack;
    if (close) (agrees ? exact : near).push({ ...way, rounded: false, deviation });
    else if (agrees) rounded.push({ ...way, rounded: true, deviation });
  }
  return [...exact.length > 0 ? exact : near, ...rounded];
}

/** Whether numbers are the expected ones, as far as they were written down. */
export function agreesInDigits(
  expected: readonly Vector[],
  { given, printed, magnitude }: Pick<Target, "given" | "printed" | "magnitude">,
): boolean {
  const single = printed.single ? SINGLE * magnitude : 0;
  return expected.every((vector, n) =>
    vector.every((value, c) => {
      const written = given[n]![c]!;
      return Math.abs(value - written) <= Math.max(lastDigit(written, printed), single);
    })
  );
}
