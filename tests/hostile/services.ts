/**
 * The service as a small instance has it, in the runtimes that it is made for, and warm.
 *
 * @module
 */

import { inContainer, inNode, inWorkerd, RUNTIMES_FOLDER } from "../support/runtimes.ts";
import { NO_NODE, node } from "../support/programs.ts";
import { serve, type ServerProcess, type Start } from "../support/server_process.ts";
import { Random } from "../support/random.ts";
import { slice } from "./datasets.ts";
import { formed, type Hostile, json } from "./request.ts";

/** MiB of heap. */
const HEAP = "--max-old-space-size=512";

/** How to start each; the first needs nothing but Deno. */
export const SERVICES = {
  deno: () => Promise.resolve(serve("main.ts", `--v8-flags=${HEAP}`)),
  node: () => inNode(RUNTIMES_FOLDER!, HEAP),
  workerd: () => inWorkerd(RUNTIMES_FOLDER!, "main.ts", HEAP),
  container: () => inContainer(RUNTIMES_FOLDER!, `--v8-flags=${HEAP}`),
} satisfies Readonly<Record<string, () => Promise<Start>>>;

/** A runtime. */
export type Runtime = keyof typeof SERVICES;

/** Why a runtime cannot be started, in a few words; undefined if it can. */
export function lacking(runtime: Runtime): string | undefined {
  if (runtime === "deno") return undefined;
  if (RUNTIMES_FOLDER === undefined) return "DCM2NHDR_RUNTIMES is not set";
  return runtime === "node" && node === undefined ? NO_NODE : undefined;
}

/** A body of honest slices, of so many bytes or a little more. */
export function honest(bytes: number): Hostile {
  const each = JSON.stringify(slice(100)).length + 1;
  return json(Array.from({ length: Math.ceil(bytes / each) }, (_, n) => slice(n)));
}

/** So many requests of each kind, until an idle service has what it always has. */
const ROUNDS = 5;

/** Lets a service load and compile what everybody needs, so that the first to come is not charged. */
export async function warm({ origin }: ServerProcess): Promise<void> {
  const random = new Random(1);
  const text = JSON.stringify(slice(0));
  const requests = [
    honest(256 * 1024),
    json({ header: "NRRD0004\n\n", instances: [slice(0)] }, "/v1/check"),
    formed([{ name: "f", file: "x.json", content: text }]),
    formed([{ name: "f", file: "x.dcm", content: random.bytes(1000) }]),
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { path, headers, body } of requests) {
      const response = await fetch(origin + path, { method: "POST", headers, body });
      await response.arrayBuffer();
    }
  }
}
