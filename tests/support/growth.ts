/**
 * How the cost of work grows with its size: as a ratio, in one process, in the time that this thread
 * computes, so that neither the machine nor what else it does has a say.
 *
 * @module
 */

import process from "node:process";
import { fail } from "../assert.ts";

/** How many times as much the larger work is. */
const TIMES = 4;

/**
 * Four times the work costs four times as much where the cost is linear, sixteen times where it is
 * quadratic. Linear work was seen at 8.4 while others pushed its memory out of the caches, and
 * quadratic faults put in on purpose from 12 on.
 */
const LIMIT = 10;

/** Best of so many rounds at least: the first one compiles. */
const LEAST_ROUNDS = 2;

/**
 * Best of so many rounds at most. Caches and collections make single runs longer, never shorter, so
 * that the best ones come near the truth if there are enough; a quadratic cost stays.
 */
const MOST_ROUNDS = 8;

/**
 * Milliseconds that are measured at a time, at least. Kernels count what a thread computes in ticks
 * of up to 10 ms.
 */
const LEAST_TIME = 80;

/** Milliseconds that this thread has computed: what it waited for others does not count. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * Fails where work on four times as much costs more than linear work does.
 *
 * @param size How much the smaller work is: large enough that what is feared shows in it
 * @param prepare Makes what is worked on, and gives the work, which is run several times
 * @param now Milliseconds that were computed
 */
export async function growsLinearly(
  size: number,
  prepare: (size: number) => () => unknown,
  now: () => number = threadTime,
): Promise<void> {
  /** Milliseconds of some work, which is done until enough of them have gone. */
  const timeOf = async (work: () => unknown): Promise<number> => {
    const started = now();
    let runs = 0;
    do {
      await work();
      runs++;
    } while (now() - started < LEAST_TIME);
    return (now() - started) / runs;
  };
  const [small, large] = [prepare(size), prepare(TIMES * size)];
  const best: [number, number] = [Infinity, Infinity];
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    best[0] = Math.min(best[0], await timeOf(small));
    best[1] = Math.min(best[1], await timeOf(large));
    if (round >= LEAST_ROUNDS && best[1] < LIMIT * best[0]) return;
  }
  const [one, four] = best.map((time) => `${time.toFixed(2)} ms`);
  fail(
    `${TIMES} times ${size} costs ${(best[1] / best[0]).toFixed(1)} times as much: ${one}, ${four}`,
  );
}
