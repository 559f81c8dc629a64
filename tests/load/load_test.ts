import { equal, ok } from "../assert.ts";
import { skipped } from "../support/skip.ts";
import { measure } from "./measure.ts";

/** Some seconds. `deno task load` sends 50,000. */
const REQUESTS = 3000;

/**
 * Growth of memory, MiB, from the half of the requests to the end. A request brings up to 80 KiB: if
 * each left its body behind, it would be 50.
 */
const GROWTH = 40;

Deno.test(`${REQUESTS} requests, 8 at once: no error, and memory stays flat`, async () => {
  const { requests, errors, memory } = await measure({
    requests: REQUESTS,
    atOnce: 8,
    seconds: 60,
  });
  ok(requests > 0);
  equal(errors, 0);
  if (memory.length === 0) return;
  const half = Math.max(...memory.slice(0, Math.ceil(memory.length / 2)));
  ok(memory.at(-1)! - half < GROWTH, `resident MiB: ${memory.join(" ")}`);
});

if (Deno.build.os !== "linux") skipped("memory under load", "there is no /proc");
