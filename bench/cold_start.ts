/**
 * From the start of the process to the first answer: bundled, as it is deployed, and from source.
 *
 * @module
 */

import { bundleFolder } from "../tests/support/bundle.ts";
import { serve, withServerProcess } from "../tests/support/server_process.ts";
import { type Body, post } from "./requests.ts";
import { type Job, timeAll, type Timing } from "./timing.ts";

/** What is asked first of a new process. */
export type First = "an empty Hono app" | "/health" | "a header from JSON" | "a header from tar";

/** Two modules, as files that can be started. */
interface Modules {
  readonly empty: string;
  readonly service: string;
}

const SOURCES: Modules = { empty: "bench/empty_app.ts", service: "main.ts" };

/** Times cold starts, in turn, of both forms alike. */
export async function coldStarts(
  bodies: { readonly json: Body; readonly tar: Body },
  seconds: number,
): Promise<Record<"bundled" | "source", Record<First, Timing>>> {
  const folder = await Deno.makeTempDir();
  try {
    const bundled = {
      empty: await bundleFolder(SOURCES.empty, `${folder}/empty`),
      service: await bundleFolder(SOURCES.service, `${folder}/service`),
    };
    return {
      bundled: await timeAll(jobs(bundled, bodies, "--no-config"), seconds / 2),
      source: await timeAll(jobs(SOURCES, bodies), seconds / 2),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function jobs(
  { empty, service }: Modules,
  { json, tar }: { readonly json: Body; readonly tar: Body },
  ...flags: readonly string[]
): Record<First, Job> {
  const start = (module: string, ask: (origin: string) => Promise<unknown>): Job => () =>
    withServerProcess(serve(module, ...flags), ({ origin }) => ask(origin));
  const health = async (origin: string) => await (await fetch(`${origin}/health`)).text();
  const header = (body: Body) => (origin: string) =>
    post((request) => fetch(`${origin}/v1/header`, request), body);
  return {
    "an empty Hono app": start(empty, health),
    "/health": start(service, health),
    "a header from JSON": start(service, header(json)),
    "a header from tar": start(service, header(tar)),
  };
}
