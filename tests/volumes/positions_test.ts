import { readFrames } from "../../lib/frames/mod.ts";
import { positionsOf } from "../../lib/volumes/positions.ts";
import { deepEqual } from "../assert.ts";
import { objectsOf, sliceAt } from "../support/dataset.ts";

/** Places of frames by position, of frames at these x and z. */
function placesOf(points: readonly (readonly [x: number, z: number])[]): number[][] {
  const { frames } = readFrames(objectsOf(points.map(([x, z]) => sliceAt([x, 0, z]))));
  return positionsOf(frames, [0, 0, 1]).map((here) => here.map(({ place }) => place));
}

Deno.test("positionsOf() sorts frames along the normal and keeps together what lies at one position", () => {
  deepEqual(placesOf([[0, 2], [0, 0], [0, 1], [0, 0], [0, 2]]), [[1, 3], [2], [0, 4]]);
});

Deno.test("positionsOf() finds positions again that lie side by side", () => {
  const beside = [0, 10, 20, 30];
  deepEqual(
    placesOf([...beside, ...beside, 5, ...beside].map((x) => [x, 0] as const)),
    [[0, 4, 9], [1, 5, 10], [2, 6, 11], [3, 7, 12], [8]],
  );
  // The next height begins anew.
  deepEqual(
    placesOf([[0, 0], [10, 0], [0, 1], [10, 1], [10, 0], [10, 1]]),
    [[0], [1, 4], [2], [3, 5]],
  );
});

Deno.test("positionsOf() takes the last of several positions that are near enough", () => {
  deepEqual(
    placesOf([0, 0.0015, 10, 0.0008].map((x) => [x, 0] as const)),
    [[0], [1, 3], [2]],
  );
});
