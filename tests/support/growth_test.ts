import { rejects } from "../assert.ts";
import { growsLinearly } from "./growth.ts";

/** So many steps, which nobody can leave out. */
function steps(count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum = (sum * 31 + k) % 1_000_003;
  return sum;
}

Deno.test("work that grows with its size, or with its logarithm besides, passes", async () => {
  await growsLinearly(200_000, (size) => () => steps(size));
  await growsLinearly(100_000, (size) => () => steps(Math.round(size * Math.log2(size) / 10)));
});

Deno.test("work that grows with the square fails, if half of it does", async () => {
  await rejects(growsLinearly(500, (size) => () => steps(size ** 2)), /costs 1\d\.\d times/);
  await rejects(growsLinearly(500, (size) => () => steps(size ** 2 + 250 * size)), /times as much/);
});

Deno.test("work that waits is waited for", async () => {
  let done = 0;
  await growsLinearly(10_000, (size) => async () => {
    await Promise.resolve();
    steps(size);
    done++;
  });
  if (done < 4) throw new Error(`${done} runs`);
});
