/**
 * Assertions for tests: the standard library's under short names, so that tests import from one
 * place. None takes for equal what differs, see {@link deepEqual} and {@link near}. (Deno 2.9.6 has
 * the loose `equal` and `deepEqual` in `node:assert/strict`, under which 1 is "1".)
 */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertIsError,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { isDeepStrictEqual } from "node:util";

export { assert as ok, assertMatch as match, assertStrictEquals as equal, fail } from "@std/assert";

/**
 * Fails unless both hold the same, in every detail. The standard library's comparison says where
 * they differ, but takes 0 for −0, an array of holes for an empty one, and an object without
 * prototype for one with it; Node's has the last word.
 */
export function deepEqual<T>(
  actual: unknown,
  expected: T,
  what?: string,
): asserts actual is T {
  assertEquals<unknown>(actual, expected, what);
  assert(
    isDeepStrictEqual(actual, expected),
    `${what ?? "values"}: the same but for the sign of a zero, a hole or a prototype`,
  );
}

type ErrorClass = abstract new (...args: never) => Error;

/** A method, so that a test may say which error it expects to judge. */
type Judge = { judge(error: unknown): boolean }["judge"];

/** What an error must be: of a class, of a message, what a judge says, or of some properties. */
export type Expected = ErrorClass | RegExp | Judge | Readonly<Record<string, unknown>>;

/** Fails unless the function throws an error, and the expected one. */
export function throws(act: () => unknown, expected?: Expected, what?: string): void {
  expectError(assertThrows(act, what), expected, what);
}

/** Fails unless what the function promises is refused with an error, and the expected one. */
export async function rejects(
  act: () => PromiseLike<unknown>,
  expected?: Expected,
  what?: string,
): Promise<void> {
  expectError(await assertRejects(act, what), expected, what);
}

function expectError(error: unknown, expected: Expected = {}, what?: string): void {
  if (expected instanceof RegExp) return assertIsError(error, Error, expected, what);
  if (isErrorClass(expected)) return assertIsError(error, expected, undefined, what);
  assertIsError(error, Error, undefined, what);
  const said = `${what ?? "thrown"}: ${error}`;
  if (typeof expected === "function") return assertStrictEquals(expected(error), true, said);
  for (const [name, value] of Object.entries(expected)) {
    const found: unknown = Reflect.get(error, name);
    if (value instanceof RegExp && typeof found === "string") assertMatch(found, value, said);
    else deepEqual(found, value, said);
  }
}

function isErrorClass(expected: Expected): expected is ErrorClass {
  if (typeof expected !== "function") return false;
  return expected.prototype === Error.prototype || expected.prototype instanceof Error;
}

/** Fails unless |actual − expected| ≤ tolerance, and says by how much. */
export function near(actual: number, expected: number, tolerance: number, what = "value"): void {
  // Not a number is near nothing, itself included.
  assert(Number.isFinite(expected), `${what}: nothing is near ${expected}`);
  assertAlmostEquals(actual, expected, tolerance, what);
}

/** Fails unless every component is near. */
export function nearAll(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what = "component",
): void {
  assertStrictEquals(actual.length, expected.length, `${what}: number of components`);
  actual.forEach((value, k) => near(value, expected[k]!, tolerance, `${what}[${k}]`));
}
