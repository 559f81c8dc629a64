/**
 * From the start of the process to the first answer.
 *
 * @module
 */

import { serve, withServerProcess } from "../tests/support/server_process.ts";
import { type Body, post } from "./requests.ts";
import { type Job, timeAll, type Timing } from "./timing.ts";

/** What is asked first of a new process. */
export type First = "an empty Hono app" | "/health" | "a header from JSON" | "a header from tar";

/** Times cold starts, in turn. */
export async function coldStarts(
  bodies: { readonly json: Body; readonly tar: Body },
  seconds: number,
): Promise<Record<First, Timing>> {
  const start = (module: string, ask: (origin: string) => Promise<unknown>): Job => () =>
    withServerProcess(serve(module), ({ origin }) => ask(origin));
  const health = async (origin: string) => await (await fetch(`${origin}/health`)).text();
  const header = (body: Body) => (origin: string) =>
    post((request) => fetch(`${origin}/v1/header`, request), body);
  return await timeAll({
    "an empty Hono app": start("bench/empty_app.ts", health),
    "/health": start("main.ts", health),
    "a header from JSON": start("main.ts", header(bodies.json)),
    "a header from tar": start("main.ts", header(bodies.tar)),
  }, seconds);
}
