/**
 * How the cost of work grows with its size: as a ratio, in one process, so that neither the machine
 * nor what else it does has a say.
 *
 * @module
 */

import { fail } from "../assert.ts";

/** How many times as much the larger work is. */
const TIMES = 4;

/**
 * Four times the work costs four times as much where the cost is linear, sixteen times where it is
 * quadratic. This lies in the middle of the two, as factors go.
 */
const LIMIT = 8;

/** Best of so many runs at least: the first ones compile. */
const LEAST_ROUNDS = 2;

/**
 * Best of so many runs at most. What else the machine does makes single runs longer, never shorter,
 * so that the best ones come near the truth if there are enough; a quadratic cost stays.
 */
const MOST_ROUNDS = 12;

/**
 * Fails where work on four times as much costs more than linear work does.
 *
 * @param size How much the smaller work is: large enough that what is feared shows in it
 * @param prepare Makes what is worked on, and gives the work, which is run several times
 */
export async function growsLinearly(
  size: number,
  prepare: (size: number) => () => unknown,
): Promise<void> {
  const works = [prepare(size), prepare(TIMES * size)] as const;
  const best: [number, number] = [Infinity, Infinity];
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    // One after the other, so that both meet the same machine.
    for (const which of [0, 1] as const) {
      const started = performance.now();
      await works[which]();
      best[which] = Math.min(best[which], performance.now() - started);
    }
    if (round >= LEAST_ROUNDS && best[1] < LIMIT * best[0]) return;
  }
  const [one, four] = best.map((time) => `${time.toFixed(2)} ms`);
  fail(
    `${TIMES} times ${size} costs ${(best[1] / best[0]).toFixed(1)} times as much: ${one}, ${four}`,
  );
}
