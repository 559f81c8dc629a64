/** Whoever asks, HTTP, command line, page or Python client, gets the same answer. */

import { deepEqual, equal, ok } from "../assert.ts";
import { python } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";
import { REQUESTS } from "./requests.ts";
import { byCommandLine, byPage, byPython, overHttp } from "./ways.ts";

Deno.test("there are enough requests to tell ways apart, and names tell them apart", () => {
  ok(REQUESTS.length >= 30);
  equal(new Set(REQUESTS.map(({ name }) => name)).size, REQUESTS.length);
});

Deno.test("over HTTP requests are refused as they have to be, and not otherwise", async () => {
  for (const told of REQUESTS) {
    const outcome = await overHttp(told);
    equal("code" in outcome ? outcome.code : undefined, told.code, told.name);
  }
});

Deno.test("the page answers as HTTP does", async () => {
  for (const told of REQUESTS.filter(({ pageGoesOn }) => !pageGoesOn)) {
    deepEqual(await byPage(told), await overHttp(told), told.name);
  }
});

Deno.test("the command line answers as HTTP does", async () => {
  for (const told of REQUESTS) {
    deepEqual(await byCommandLine(told), await overHttp(told), told.name);
  }
});

if (python === undefined) skipped("the Python client", "there is no Python");

Deno.test(
  { name: "the Python client answers as HTTP does", ignore: python === undefined },
  async () => {
    const outcomes = await byPython(python!, REQUESTS);
    for (const [k, told] of REQUESTS.entries()) {
      const expected = await overHttp(told);
      // It gives volumes alone, without what was refused or left out beside them.
      const bare = "headers" in expected ? { ...expected, refused: [], skipped: [] } : expected;
      deepEqual(outcomes[k], told.inPython ? { code: told.inPython } : bare, told.name);
    }
  },
);
