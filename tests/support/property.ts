/**
 * fast-check, with one seed for all files of a run.
 *
 * The seed is another one in every run, and is said at its start. `DCM2NHDR_SEED` sets it: together
 * with the path that a failed property prints, it repeats the failure.
 *
 * @module
 */

// deno-lint-ignore-file no-console

import fc from "fast-check";

const VARIABLE = "DCM2NHDR_SEED";
/** fast-check's seeds are whole numbers of 32 bits. */
const SEEDS = 2 ** 31;

/** The seed of this run, from the environment or new. */
function seedOfRun(): number {
  const set = Deno.env.get(VARIABLE);
  if (set !== undefined) {
    if (!/^-?\d{1,10}$/.test(set)) throw new Error(`${VARIABLE} is not a whole number: ${set}`);
    return Number(set);
  }
  const seed = Math.floor(Math.random() * SEEDS);
  // Every test file has modules of its own, but all share the environment.
  Deno.env.set(VARIABLE, String(seed));
  console.log(`properties are tested with ${VARIABLE}=${seed}`);
  return seed;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: seedOfRun() });

export { fc };
