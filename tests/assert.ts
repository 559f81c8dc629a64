/** Assertions for tests: Node's strict ones under one roof, so that tests import from one place. */
export { deepEqual, equal, fail, match, notEqual, ok, rejects, throws } from "node:assert/strict";

import { ok } from "node:assert/strict";

/** Fails unless |actual − expected| ≤ tolerance, and says by how much. */
export function near(actual: number, expected: number, tolerance: number, what = "value"): void {
  ok(
    Math.abs(actual - expected) <= tolerance,
    `${what}: ${actual} differs from ${expected} by ${Math.abs(actual - expected)} > ${tolerance}`,
  );
}

/** Fails unless every component is near. */
export function nearAll(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what = "component",
): void {
  ok(
    actual.length === expected.length,
    `${what}: ${actual.length} components, not ${expected.length}`,
  );
  actual.forEach((value, k) => near(value, expected[k]!, tolerance, `${what}[${k}]`));
}
