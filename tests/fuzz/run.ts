/**
 * `deno task fuzz [trials] [first]`: a million trials, or as many as asked for.
 *
 * A trial that fails is named by its number: `deno task fuzz 1 <number>` repeats it.
 */

// deno-lint-ignore-file no-console

import { corpusSeeds, SEEDS } from "./seeds.ts";
import { trial } from "./trial.ts";

const [trials, first] = [Number(Deno.args[0] ?? 1_000_000), Number(Deno.args[1] ?? 0)];
const seeds = [...SEEDS, ...await corpusSeeds()];
const started = performance.now();
const statuses = new Map<number, number>();
let [compared, failed] = [0, 0];

for (let number = first; number < first + trials; number++) {
  try {
    const outcome = await trial(number, seeds);
    statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
    if (outcome.compared) compared++;
  } catch (error) {
    failed++;
    console.error(error instanceof Error ? error.message : error);
  }
}

const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${trials} trials with ${seeds.length} seeds in ${seconds} s: ${failed} failed`);
console.log(`statuses ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`);
console.log(`${compared} replies with untouched geometry compared`);
if (failed > 0) Deno.exit(1);
