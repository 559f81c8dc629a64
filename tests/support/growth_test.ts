import { equal, rejects } from "../assert.ts";
import { growsLinearly } from "./growth.ts";

/** Work of which every step takes a microsecond, on a clock that goes no further by itself. */
async function judge(stepsOf: (size: number) => number, disturbed = 0): Promise<void> {
  let [clock, runs] = [0, 0];
  await growsLinearly(1000, (size) => async () => {
    await Promise.resolve();
    clock += stepsOf(size) / 1000;
    // So many of the first runs take ten seconds more each.
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

Deno.test("first runs, which compile, do not count", async () => {
  await judge((size) => size, 2);
  await rejects(() => judge((size) => size ** 2, 2), /costs 16\.0 times/);
});

Deno.test("short works are run until there is something to measure", async () => {
  const runs = new Map<number, number>();
  let clock = 0;
  await growsLinearly(10, (size) => () => {
    runs.set(size, (runs.get(size) ?? 0) + 1);
    clock += size;
  }, () => clock);
  // 80 ms in each of two rounds.
  equal([runs.get(10), runs.get(40)].join(), "16,4");
});
