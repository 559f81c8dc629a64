/**
 * Times jobs against one another on a machine that does other things as well: all jobs run in turn,
 * round after round, and what counts is the median over the rounds.
 *
 * @module
 */

/** Something to be timed; or what makes it, where that is not to be timed. */
export type Job = (() => unknown) | { readonly prepare: () => () => unknown };

/** What a job took: milliseconds, and its ratio to another job of the same round. */
export interface Timing {
  readonly median: number;
  /** Median of the ratios, round by round. */
  ratioTo(other: Timing): number;
}

/**
 * Rounds that let the runtime compile what it will run, and are not counted: as many, and as long.
 * What one that was just started takes is measured by itself.
 */
const WARM_UP = { rounds: 2, part: 1 / 3 } as const;

/**
 * Runs jobs in turn until the time is up, three rounds at least.
 *
 * @param jobs By name
 * @param seconds For all jobs together, those not counted with them
 */
export async function timeAll<Name extends string>(
  jobs: Readonly<Record<Name, Job>>,
  seconds: number,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(jobs) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / (1000 * seconds);
  for (let round = 0, counted = 0; counted < 3 || elapsed() < 1; round++) {
    const counts = round >= WARM_UP.rounds && elapsed() >= WARM_UP.part;
    if (counts) counted++;
    for (const name of names) {
      const job: Job = jobs[name];
      const run = typeof job === "function" ? job : job.prepare();
      const started = performance.now();
      await run();
      if (counts) taken.get(name)!.push(performance.now() - started);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, new Rounds(taken.get(name)!)]),
  ) as unknown as Record<Name, Timing>;
}

class Rounds implements Timing {
  readonly #milliseconds: readonly number[];

  constructor(milliseconds: readonly number[]) {
    this.#milliseconds = milliseconds;
  }

  get median(): number {
    return medianOf(this.#milliseconds);
  }

  ratioTo(other: Timing): number {
    const others = (other as Rounds).#milliseconds;
    return medianOf(this.#milliseconds.map((value, round) => value / others[round]!));
  }
}

/** The middle of some numbers. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
