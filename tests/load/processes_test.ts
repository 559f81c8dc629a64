import { equal, ok } from "../assert.ts";
import { skipped } from "../support/skip.ts";
import { measureProcesses } from "./processes.ts";

// Only Linux hands out the connections to one port.
const ignore = Deno.build.os !== "linux";

Deno.test({
  name: "two processes behind one address answer rightly, and compute for it",
  ignore,
  async fn() {
    const { requests, errors, computed, start, memory } = await measureProcesses(2, 1);
    ok(requests > 0);
    equal(errors, 0);
    ok(computed > 0 && start > 0 && memory > 0, `${computed} s, ${start} s, ${memory} MiB`);
  },
});

if (ignore) skipped("several processes behind one address", "this is not Linux");
