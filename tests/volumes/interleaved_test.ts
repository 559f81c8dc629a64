import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, throws } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { collect } from "../support/objects.ts";
import { liesAt, makeReply, refusedWith, replyTo } from "../support/reply.ts";

/** Slices at these heights that share an attribute. */
const stack = (heights: readonly number[], others: Values): Values[] =>
  heights.map((z) => sliceAt([0, 0, z], others));

const every = (step: number, count: number, from = 0): number[] =>
  [...Array(count).keys()].map((k) => from + k * step);

/** Fails unless the reply has just these stacks, each with every slice where it was put. */
function isSplit(sent: readonly Values[], stacks: readonly (readonly number[])[]): void {
  const { volumes, refused } = replyTo(sent);
  deepEqual(refused, []);
  equal(volumes.length, stacks.length);
  stacks.forEach((heights, n) => liesAt(volumes[n]!, heights.map((z) => [0, 0, z] as const)));
}

Deno.test("two acquisitions that overlap are two volumes", () => {
  const [chest, abdomen] = [every(5, 10), every(5, 10, 42.5)];
  isSplit([
    ...stack(chest, { AcquisitionNumber: 1 }),
    ...stack(abdomen, { AcquisitionNumber: 2 }),
  ], [chest, abdomen]);
});

Deno.test("acquisitions that share a few positions are two volumes, a shorter one is a grid with holes", () => {
  const sent = (first: readonly number[], second: readonly number[]): Values[] => [
    ...stack(first, { AcquisitionNumber: 1 }),
    ...stack(second, { AcquisitionNumber: 2 }),
  ];
  for (const shared of [2, 3]) {
    const [chest, abdomen] = [every(3, 6, 20), every(3, 6, 20 + 3 * (6 - shared))];
    isSplit(sent(chest, abdomen), [chest, abdomen]);
  }
  // Four of six are more than half; half a volume lies within the other as a whole.
  for (const second of [every(3, 6, 26), every(3, 3, 20)]) {
    throws(() => replyTo(sent(every(3, 6, 20), second)), refusedWith("incomplete-4d"));
  }
});

Deno.test("thin and thick slices are two volumes, shared positions or not", () => {
  const thin = every(1, 11);
  for (const thick of [every(5, 3), every(3.25, 4, 0.4)]) {
    isSplit([
      ...stack(thin, { SliceThickness: 1 }),
      ...stack(thick, { SliceThickness: 5 }),
    ], [thin, thick]);
  }
});

Deno.test("stacks beside each other are volumes of their own", () => {
  const row = (x: number): [number, number, number][] =>
    every(4, 5).map((z, k) => [x + 1e-3 * (k % 2), 0, z]);
  const sent = [...row(-100), ...row(60.5)].map((position) => sliceAt(position));
  const { volumes, refused } = replyTo(sent);
  deepEqual(refused, []);
  equal(volumes.length, 2);
  liesAt(volumes[0]!, row(-100), 2e-3);
  liesAt(volumes[1]!, row(60.5), 2e-3);
  // With a slice missing in one of them, it is not even; what is odd are two that do lie close.
  throws(
    () => replyTo(sent.toSpliced(2, 1)),
    refusedWith("irregular-spacing", /slices \d and \d lie 4 mm apart/),
  );
});

Deno.test("odd and even slices between which the patient moved are no stacks beside each other", () => {
  const moved = every(3, 12).map((z, k) => sliceAt([k % 2 === 0 ? 0 : 1.5, 0, z]));
  throws(() => replyTo(moved), refusedWith("irregular-spacing"));
});

Deno.test("thin and thick slices are no grid with holes, whatever else differs between them", () => {
  const [thin, thick] = [every(1, 21), every(5, 5)];
  isSplit([
    ...stack(thin, { SliceThickness: 1, ConvolutionKernel: "B70" }),
    ...stack(thick, { SliceThickness: 5, ConvolutionKernel: "B30" }),
  ], [thin, thick]);
  // One that is short of slices at an end has the same step as the others.
  throws(
    () =>
      replyTo([
        ...stack(every(5, 9), { EchoTime: 10 }),
        ...stack(every(5, 8), { EchoTime: 20 }),
      ]),
    refusedWith("incomplete-4d"),
  );
});

Deno.test("each part has to be even, and to reach into another", () => {
  const refused = (code: string, ...sent: Values[][]) =>
    throws(() => replyTo(sent.flat()), refusedWith(code));
  const [a, b] = [{ AcquisitionNumber: 1 }, { AcquisitionNumber: 2 }];
  refused("irregular-spacing", stack(every(5, 4), a), stack([2.4, 9, 11.1, 14], b));
  // Behind each other: a hole between them, whatever else differs.
  refused("missing-slices", stack(every(5, 5), a), stack(every(5, 5, 30), b));
  refused("irregular-spacing", stack(every(5, 5), a), stack(every(5, 5, 32), b));
  // Nothing tells them apart, or only as each slice from the others.
  refused("irregular-spacing", stack(every(5, 4), {}), stack(every(5, 4, 2), {}));
  refused(
    "irregular-spacing",
    every(5, 4).flatMap((z, n) => stack([z, z + 2], { AcquisitionNumber: n })),
  );
});

Deno.test("objects of many frames are stacks of their own, however close to one with holes", () => {
  const [low, high] = [[0, 3, 6, 9], [1, 4, 7, 10]];
  const files = [low, high].map((heights, n) =>
    makeEnhanced({
      positions: heights.map((z) => [0, 0, z] as const),
      attributes: { InstanceNumber: n + 1 },
    })
  );
  const { objects } = collect(files);
  const { volumes, refused } = makeReply(objects, [], DEFAULT_OPTIONS);
  deepEqual(refused, []);
  [low, high].forEach((heights, n) => liesAt(volumes[n]!, heights.map((z) => [0, 0, z] as const)));
  // Parts of one image are one stack, and here it is not even.
  const parts = [low, high].map((heights, n) =>
    makeEnhanced({
      positions: heights.map((z) => [0, 0, z] as const),
      attributes: { ConcatenationUID: "1.2.3.4", InConcatenationNumber: n + 1 },
    })
  );
  throws(
    () => makeReply(collect(parts).objects, [], DEFAULT_OPTIONS),
    refusedWith("missing-slices"),
  );
});

Deno.test("odd and even slices of one stack with a slice missing are no two stacks", () => {
  for (const missing of [1, 2, 5, 8]) {
    const slices = every(1, 10).filter((z) => z !== missing)
      .flatMap((z) => stack([z], { AcquisitionNumber: 1 + z % 2 }));
    throws(() => replyTo(slices), refusedWith("missing-slices"));
  }
});
