import { Budget } from "../lib/budget.ts";
import { isHeaderError } from "../lib/errors.ts";
import { DEFAULT_LIMITS } from "../lib/limits.ts";
import { deepEqual, equal, ok, throws } from "./assert.ts";

const MiB = 2 ** 20;

/** How much may be inflated of so many bytes, in steps, and the ratio that it is refused for. */
function mostInflated(sent: number, step: number): [bytes: number, maximum: unknown] {
  const budget = new Budget();
  budget.count("bodyBytes", sent);
  for (let bytes = 0;; bytes += step) {
    try {
      budget.countInflatedBytes(step);
    } catch (error) {
      if (!isHeaderError(error, "limit-exceeded")) throw error;
      equal(error.details.limit, "inflate ratio");
      return [bytes, error.details.maximum];
    }
  }
}

Deno.test("what may be inflated follows the bytes sent, the smallest requests included", () => {
  const step = 2 ** 14;
  const most = (sent: number) => mostInflated(sent, step)[0];
  // A hundred bytes make no more than a small file would have, compressed or not.
  equal(most(100), MiB);
  // One layer of deflate makes at most 1,032 bytes of one: blank slices, which may come first.
  ok(Math.abs(most(10_000) - 1000 * 10_000) <= step);
  for (const sent of [20_000, 100_000]) equal(most(sent), 16 * MiB);
  for (const sent of [200_000, 1_000_000]) ok(Math.abs(most(sent) - 100 * sent) <= sent, `${sent}`);
});

Deno.test("of what goes beyond 128 MiB a quarter of the ratio counts", () => {
  // 128 MiB are a hundred times 1.28 MiB; of each further MiB come 25.
  const [bytes, maximum] = mostInflated(5.28 * MiB, MiB / 4);
  ok(Math.abs(bytes - 228 * MiB) <= 6 * MiB, `${bytes / MiB}`);
  equal(maximum, 25);
});

Deno.test("what is inflated to be inflated again counts sixteen times", () => {
  const budget = new Budget();
  budget.count("bodyBytes", 1000);
  // As many as were sent are inflated once. Then 16 bytes each, up to the first MiB.
  budget.countDeflatedBytes(1000);
  budget.countDeflatedBytes(MiB / 16);
  throws(
    () => budget.countDeflatedBytes(1),
    (error: unknown) => isHeaderError(error, "limit-exceeded"),
  );
});

Deno.test("what adds up is counted over the whole request, and given back where it is let go", () => {
  const budget = new Budget({ ...DEFAULT_LIMITS, requestHeaderBytes: 100 });
  for (const amount of [60, -60, 60, 40]) budget.count("requestHeaderBytes", amount);
  equal(budget.counted("requestHeaderBytes"), 100);
  try {
    budget.count("requestHeaderBytes", 1);
    throw new Error("no limit");
  } catch (error) {
    if (!isHeaderError(error, "limit-exceeded")) throw error;
    const { limit, maximum, found } = error.details;
    deepEqual([limit, maximum, found], ["header bytes per request", 100, 101]);
  }
});

Deno.test("objects and frames follow the bytes sent, beyond a quarter of what a request may have", () => {
  const budget = new Budget();
  // A program that gives parsed datasets sends no bytes.
  deepEqual([budget.most("objects"), budget.most("frames")], [20_000, 100_000]);
  budget.count("bodyBytes", 300);
  deepEqual([budget.most("objects"), budget.most("frames")], [5003, 25_010]);
  budget.count("bodyBytes", 10_000_000);
  deepEqual([budget.most("objects"), budget.most("frames")], [20_000, 100_000]);
});
