/**
 * The service for containers, which are ended by a signal: what is under way is finished.
 *
 * `deno serve main.ts` breaks off bodies that are still coming (Deno 2.9), or everything (2.5), and
 * so does `shutdown` of `Deno.serve` with bodies. Therefore it is called when nothing is under way.
 *
 * Arguments: port (8080), host (0.0.0.0).
 *
 * @module
 */

import main from "../../main.ts";

/** Kubernetes kills after 30 s, Cloud Run after 10: whoever needs longer is cut off by them. */
const PATIENCE_SECONDS = 25;

/** What platforms send, and Ctrl-C. */
const SIGNALS = ["SIGTERM", "SIGINT"] as const;

const [port = "8080", hostname = "0.0.0.0"] = Deno.args;
let underWay = 0;
let lastIsDone: () => void = () => {};

const server = Deno.serve({ port: Number(port), hostname }, async (request) => {
  underWay++;
  try {
    return await main.fetch(request);
  } finally {
    if (--underWay === 0) lastIsDone();
  }
});

let leaving: Promise<void> | undefined;

/** A second signal asks for nothing that the first did not. */
function leave(): void {
  leaving ??= finish();
}

async function finish(): Promise<void> {
  const patience = setTimeout(() => Deno.exit(1), 1000 * PATIENCE_SECONDS);
  while (underWay > 0) await new Promise<void>((done) => lastIsDone = done);
  await server.shutdown();
  clearTimeout(patience);
  for (const signal of SIGNALS) Deno.removeSignalListener(signal, leave);
}

for (const signal of SIGNALS) Deno.addSignalListener(signal, leave);
