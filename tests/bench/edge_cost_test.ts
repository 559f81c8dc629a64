/** What requests cost at platforms, against calculations by hand. */

import { costOfMillion, PRICES } from "../../bench/edge_cost.ts";
import { equal, ok } from "../assert.ts";

const by = (name: string) => PRICES.find(({ platform }) => platform.startsWith(name))!;

/** Floating point adds in another order than a hand. */
function near(found: number, byHand: number): void {
  ok(Math.abs(found - byHand) < 1e-9 * byHand, `${found}, by hand ${byHand}`);
}

Deno.test("Cloudflare: 7 ms a request", () => {
  // Its own example beyond what is included: 0.30 for the requests, 7,000,000 ms at 0.02 a million.
  near(costOfMillion({ cpu: 7, memory: 100 }, by("Cloudflare")), 0.3 + 0.14);
});

Deno.test("Deno Deploy: 3.6 ms and 512 MiB are an hour of CPU and half a GiB hour", () => {
  near(costOfMillion({ cpu: 3.6, memory: 512 }, by("Deno")), 2 + 0.05 + 0.5 * 0.016);
});

Deno.test("AWS Lambda: memory of a whole CPU, whatever the process takes", () => {
  // 1,000,000 × 0.01 s × 1769/1024 GiB = 17275.390625 GiB s.
  const cost = costOfMillion({ cpu: 10, memory: 64 }, by("AWS"));
  near(cost, 0.2 + 17275.390625 * 0.0000166667);
  equal(cost, costOfMillion({ cpu: 10, memory: 640 }, by("AWS")));
});

Deno.test("nothing but the request is paid for what takes no time", () => {
  for (const prices of PRICES) {
    equal(costOfMillion({ cpu: 0, memory: 100 }, prices), prices.perMillionRequests);
  }
});
