/**
 * `deno task load [requests]`: the service under load, 50,000 requests or 10 minutes, and one, two
 * and four processes behind one address.
 */

// deno-lint-ignore-file no-console

import { FLAT, growthOf, measure } from "./measure.ts";
import { measureProcesses } from "./processes.ts";

const requests = Number(Deno.args[0] ?? 50_000);
const measured = await measure({ requests, atOnce: 16, seconds: 600 });
const { errors, seconds, p50, p99, memory } = measured;
const perSecond = measured.requests / seconds;
const growth = growthOf(measured);
console.log(
  `${measured.requests} requests in ${seconds.toFixed(1)} s, ${perSecond.toFixed(0)} a second`,
);
console.log(`p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${errors} errors`);
console.log(`resident MiB, at every tenth: ${memory.map(Math.round).join(" ")}`);
console.log(`over the second half: ${(100 * growth).toFixed(1)} %`);

let wrong = errors;
for (const processes of [1, 2, 4]) {
  const { requests, errors, seconds, computed, memory } = await measureProcesses(processes, 6);
  const each = 1000 * computed / requests;
  console.log(
    `processes: ${processes}, ${(requests / seconds).toFixed(0)} requests a second, ` +
      `${each.toFixed(2)} ms computed for each, ${
        memory.toFixed(0)
      } MiB together, ${errors} errors`,
  );
  wrong += errors;
}
if (wrong > 0 || growth > FLAT) Deno.exit(1);
