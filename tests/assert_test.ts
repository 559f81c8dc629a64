/** The assertions themselves: what they must not let pass. */

import { AssertionError, assertIsError, assertThrows } from "@std/assert";
import { deepEqual, equal, match, near, nearAll, ok, rejects, throws } from "./assert.ts";

function fails(act: () => unknown, what: string): void {
  assertIsError(assertThrows(act, what), AssertionError, undefined, what);
}

Deno.test("deepEqual() and equal() tell apart what differs in the least", () => {
  const bare = Object.assign(Object.create(null), { a: 1 });
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [0, -0],
    [[1, 0], [1, -0]],
    [{ a: { b: 0 } }, { a: { b: -0 } }],
    [new Map([["a", 0]]), new Map([["a", -0]])],
    [Float64Array.of(0), Float64Array.of(-0)],
    [Float32Array.of(1), Float64Array.of(1)],
    [{ a: undefined }, {}],
    [[undefined], new Array(1)],
    [new Array(1), []],
    [{ a: 1 }, bare],
    [[1], { 0: 1 }],
    [1, "1"],
    [null, undefined],
    [new RangeError("a"), new TypeError("a")],
    [new Error("a"), new Error("b")],
    [new Date(0), new Date(1)],
    [new Set([1]), new Set([2])],
  ];
  pairs.forEach(([one, other], k) => {
    fails(() => deepEqual(one, other), `pair ${k}`);
    fails(() => deepEqual(other, one), `pair ${k}, exchanged`);
    fails(() => equal(one, other), `pair ${k}, as one and the same`);
  });
  deepEqual({ a: [NaN, { b: new Set([1]) }] }, { a: [NaN, { b: new Set([1]) }] });
});

Deno.test("near() and nearAll() let no number pass that is none", () => {
  near(1.5, 1, 0.5);
  fails(() => near(1.5, 1, 0.4), "too far");
  for (
    const [actual, expected] of [[NaN, 1], [1, NaN], [NaN, NaN], [Infinity, Infinity]] as const
  ) {
    fails(() => near(actual, expected, 1), `${actual} near ${expected}`);
  }
  nearAll([1, 2], [1, 2], 0);
  fails(() => nearAll([1, 2], [1, 2, 3], 1), "too few");
  fails(() => nearAll([1, 2], [1], 1), "too many");
});

Deno.test("throws() and rejects() look at what was thrown", async () => {
  const act = () => {
    throw Object.assign(new RangeError("too far"), { code: 7 });
  };
  for (
    const expected of [undefined, Error, RangeError, /^too/, { code: 7 }, { message: /far$/ }]
  ) throws(act, expected);
  throws(act, (error) => error instanceof RangeError);
  for (
    const expected of [
      TypeError,
      /near/,
      { code: 8 },
      { code: /7/ },
      { message: /near/ },
      { none: 1 },
      () => false,
    ]
  ) {
    fails(() => throws(act, expected), String(expected));
    await rejects(() => rejects(() => Promise.reject(new Error("no")), expected));
  }
  fails(() => throws(() => 1), "nothing thrown");
  fails(() =>
    throws(() => {
      throw "text";
    }), "no error");
  await rejects(() => Promise.reject(new Error("no")), /no/);
  await rejects(() => rejects(() => Promise.resolve(1)));
});

Deno.test("ok() and match() fail", () => {
  fails(() => ok(0), "ok");
  fails(() => match("a", /b/), "match");
});
