import { equal, ok } from "../assert.ts";
import { skipped } from "../support/skip.ts";
import { FLAT, growthOf, measure } from "./measure.ts";

/** Half a minute on a busy machine. `deno task load` sends 50,000. */
const REQUESTS = 15_000;

/** Resident memory, MiB, that two workers must not pass. */
const CEILING = 512;

Deno.test(`${REQUESTS} requests, 8 at once: no error, and memory stays flat`, async () => {
  const measured = await measure({ requests: REQUESTS, atOnce: 8, seconds: 120 });
  const { requests, errors, memory } = measured;
  ok(requests > 0);
  equal(errors, 0);
  ok(memory.every((mebibytes) => mebibytes < CEILING), `resident MiB: ${memory.join(" ")}`);
  ok(!(growthOf(measured) > FLAT), `resident MiB: ${memory.join(" ")}`);
});

if (Deno.build.os !== "linux") skipped("memory under load", "there is no /proc");
