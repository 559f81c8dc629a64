/** A tool that knows nothing of this project asks everything that the document allows, and more. */

import { ok } from "../assert.ts";
import { createApp } from "../routes/checked_app.ts";
import { hasModule, python, run } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";

const folder = new URL(".", import.meta.url).pathname;

/** Requests of each kind for each operation; more find nothing more. */
const EXAMPLES = 100;

/** How often each answer has to come at least: nothing is tested where nothing gets that far. */
const EXPECTED: Readonly<Record<string, number>> = {
  "/v1/header 200": 20,
  "/v1/header 400": 20,
  "/v1/header 422": 1,
  "/v1/check 200": 5,
  "/v1/check 400": 20,
};

async function schemathesis(): Promise<void> {
  const seen = new Map<string, number>();
  const app = createApp();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (ask) => {
    const response = await app.fetch(ask);
    const answer = `${new URL(ask.url).pathname} ${response.status}`;
    seen.set(answer, (seen.get(answer) ?? 0) + 1);
    return response;
  });
  const scratch = await Deno.makeTempDir();
  try {
    const { success, stdout, stderr } = await run(python!, [
      ...["-m", "schemathesis.cli", "--config-file", `${folder}schemathesis.toml`, "run"],
      `http://127.0.0.1:${server.addr.port}/openapi.json`,
      ...["--phases", "coverage,fuzzing", "--checks", "all", "--no-color"],
      // Headers of the right form may still be headers for which no true NRRD header exists.
      ...["--exclude-checks", "positive_data_acceptance"],
      ...["--seed", "33453", "--max-examples", `${EXAMPLES}`],
    ], { cwd: scratch, env: { PYTHONPATH: folder, PYTHONHASHSEED: "0" } });
    ok(success, stdout + stderr);
    for (const [answer, least] of Object.entries(EXPECTED)) {
      const found = seen.get(answer) ?? 0;
      ok(found >= least, `${answer}: ${found} times, ${least} expected`);
    }
  } finally {
    await server.shutdown();
    await Deno.remove(scratch, { recursive: true });
  }
}

if (hasModule("schemathesis")) {
  Deno.test("schemathesis finds no reply that the document does not describe", schemathesis);
} else {
  skipped("schemathesis", "Python has no module schemathesis");
}
