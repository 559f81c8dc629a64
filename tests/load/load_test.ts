import { equal, ok } from "../assert.ts";
import { skipped } from "../support/skip.ts";
import { measure } from "./measure.ts";

/** Some seconds. `deno task load` sends 50,000. */
const REQUESTS = 3000;

/**
 * Resident memory, MiB, that this many requests must not pass. The runtime lets its heap grow before
 * it collects, the more so on a busy machine, so that growth over seconds proves nothing; whether
 * memory is flat in the long run is for `deno task load` to show.
 */
const CEILING = 512;

Deno.test(`${REQUESTS} requests, 8 at once: no error, and memory stays bounded`, async () => {
  const { requests, errors, memory } = await measure({
    requests: REQUESTS,
    atOnce: 8,
    seconds: 60,
  });
  ok(requests > 0);
  equal(errors, 0);
  ok(memory.every((mebibytes) => mebibytes < CEILING), `resident MiB: ${memory.join(" ")}`);
});

if (Deno.build.os !== "linux") skipped("memory under load", "there is no /proc");
