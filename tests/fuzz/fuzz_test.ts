import { ok } from "../assert.ts";
import { corpusSeeds, SEEDS } from "./seeds.ts";
import { trial } from "./trial.ts";

/** Some seconds. `deno task fuzz` does a million. */
const TRIALS = 6000;

const seeds = [...SEEDS, ...await corpusSeeds()];

Deno.test(`${TRIALS} damaged requests: no 5xx, no hang, no name, no wrong geometry`, async () => {
  let [answered, compared] = [0, 0];
  for (let number = 0; number < TRIALS; number++) {
    const outcome = await trial(number, seeds);
    if (outcome.status === 200) answered++;
    if (outcome.compared) compared++;
  }
  // A fuzzer whose mutants are all refused at the door would prove nothing.
  ok(answered > TRIALS / 5 && compared > TRIALS / 10, `${answered} answered, ${compared} compared`);
});
