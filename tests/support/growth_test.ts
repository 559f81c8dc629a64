import { equal, rejects } from "../assert.ts";
import { growsLinearly } from "./growth.ts";

/** Work of which every step takes a microsecond, on a clock that goes no further by itself. */
async function judge(stepsOf: (size: number) => number, disturbed = 0): Promise<void> {
  let [clock, runs] = [0, 0];
  await growsLinearly(1000, (size) => async () => {
    await Promise.resolve();
    clock += stepsOf(size) / 1000;
    // So many of the first runs are held up by ten seconds each.
    if (runs++ < disturbed) clock += 10_000;
  }, () => clock);
}

Deno.test("work that grows with its size, with its logarithm besides, or not at all, passes", async () => {
  await judge((size) => size);
  await judge((size) => size * Math.log2(size));
  await judge(() => 5);
});

Deno.test("work that grows with the square fails, and names the ratio", async () => {
  await rejects(() => judge((size) => size ** 2), /4 times 1000 costs 16\.0 times as much/);
  // A quarter of the smaller work is linear.
  await rejects(() => judge((size) => size ** 2 + 400 * size), /costs 12\.6 times as much/);
});

Deno.test("runs that are held up do not count, if later ones are not", async () => {
  await judge((size) => size, 5);
  await rejects(() => judge((size) => size ** 2, 5), /costs 16\.0 times/);
});

Deno.test("both works are run, the smaller one as often as makes up for its size", async () => {
  const seen = new Map<number, number>();
  await growsLinearly(10, (size) => () => seen.set(size, (seen.get(size) ?? 0) + size), () => 0)
    .catch(() => {});
  // Once more, to see how long it takes.
  equal(seen.get(10)! - 10, seen.get(40)!);
});
