import { ok } from "../assert.ts";
import { corpusSeeds, SEEDS } from "./seeds.ts";
import { trial } from "./trial.ts";

/** Some seconds. `deno task fuzz` does a million. */
const TRIALS = 6000;

/** As a part of the time of all trials; the dearest one, the first, takes 2 %. */
const HANG = 0.05;

const seeds = [...SEEDS, ...await corpusSeeds()];

/**
 * A trial that takes as long as a part of all of them hangs: a busy machine slows all of them down.
 * The slowest ones are repeated, because it may have stood still for one.
 */
async function comparesWithOthers(took: { number: number; milliseconds: number }[]): Promise<void> {
  const all = took.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  for (const { number, milliseconds } of took) {
    for (let again = milliseconds, tries = 0; again > all * HANG; tries++) {
      ok(tries < 5, `trial ${number} takes ${again} of ${all} ms of ${took.length}`);
      again = Math.min(again, (await trial(number, seeds)).milliseconds);
    }
  }
}

Deno.test(`${TRIALS} damaged requests: no 5xx, no hang, no name, no wrong geometry`, async () => {
  let [answered, compared] = [0, 0];
  const took: { number: number; milliseconds: number }[] = [];
  for (let number = 0; number < TRIALS; number++) {
    const outcome = await trial(number, seeds);
    if (outcome.status === 200) answered++;
    if (outcome.compared) compared++;
    took.push({ number, milliseconds: outcome.milliseconds });
  }
  await comparesWithOthers(took);
  // A fuzzer whose mutants are all refused at the door would prove nothing.
  ok(answered > TRIALS / 5 && compared > TRIALS / 10, `${answered} answered, ${compared} compared`);
});
