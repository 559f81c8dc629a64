/**
 * `deno task fuzz`: 100,000 worlds, then a million damaged requests.
 *
 * `deno task fuzz worlds [count] [first]` and `deno task fuzz damage [count] [first]` do one of them,
 * and as many as asked for. What fails is named by its number: `deno task fuzz worlds 1 <number>` and
 * `deno task fuzz damage 1 <number>` repeat it.
 */

// deno-lint-ignore-file no-console

import { Tally } from "../worlds/tally.ts";
import { worldTrial } from "../worlds/trial.ts";
import { corpusSeeds, SEEDS } from "./seeds.ts";
import { trial } from "./trial.ts";

/** Does so many from a number on; how many failed. */
type Run = (count: number, first: number) => Promise<number>;

const MODES: Readonly<Record<string, readonly [run: Run, count: number]>> = {
  worlds: [worlds, 100_000],
  damage: [damage, 1_000_000],
};

/** Worlds whose header is wrong fail; those that are refused without a reason are told. */
async function worlds(count: number, first: number): Promise<number> {
  const tally = new Tally();
  for (let number = first; number < first + count; number++) {
    try {
      const outcome = await worldTrial(number);
      tally.add(outcome);
      if (count === 1) console.log(outcome);
    } catch (error) {
      throw new Error(`world ${number} cannot be judged`, { cause: error });
    }
  }
  console.log(`${tally}`);
  return tally.count("wrong");
}

/** Damaged requests fail that break the contract. */
async function damage(count: number, first: number): Promise<number> {
  const seeds = [...SEEDS, ...await corpusSeeds()];
  const statuses = new Map<number, number>();
  let [compared, failed] = [0, 0];
  for (let number = first; number < first + count; number++) {
    try {
      const outcome = await trial(number, seeds);
      statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
      if (outcome.compared) compared++;
    } catch (error) {
      failed++;
      console.error(error instanceof Error ? error.message : error);
    }
  }
  console.log(`${seeds.length} seeds`);
  console.log(`statuses ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`);
  console.log(`${compared} replies with untouched geometry compared`);
  return failed;
}

async function main([mode, count, first]: readonly string[]): Promise<void> {
  const modes = mode === undefined ? Object.keys(MODES) : [mode];
  let failures = 0;
  for (const name of modes) {
    const [run, usual] = MODES[name] ?? [];
    if (!run) throw new Error(`there is no mode of this name; there are ${Object.keys(MODES)}`);
    const started = performance.now();
    const trials = Number(count ?? usual);
    const failed = await run(trials, Number(first ?? 0));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${name}: ${trials} in ${seconds} s, ${failed} failed`);
    failures += failed;
  }
  if (failures > 0) Deno.exit(1);
}

await main(Deno.args);
