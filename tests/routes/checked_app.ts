/**
 * The service, each of whose replies is held against the published document: what a test asks in
 * passing proves that it says the truth.
 *
 * @module
 */

import type { Hono } from "hono";
import { createApp as createPlainApp, type Settings } from "../../routes/app.ts";
import { PROBLEMS } from "../../lib/codes/errors.ts";
import type { Problem } from "../../routes/problems.ts";
import { faults, isDocumented, operationOf } from "../openapi/support.ts";
import { equal, ok } from "../assert.ts";

export type { Settings } from "../../routes/app.ts";

/** As in `routes/app.ts`; a reply that is not as published is an error. */
export function createApp(settings?: Settings): Hono {
  const app = createPlainApp(settings);
  const { fetch } = app;
  app.fetch = async (request, ...rest) => {
    const { method } = request;
    const { pathname } = new URL(request.url);
    const response = await fetch(request, ...rest);
    if (method !== "HEAD" && method !== "OPTIONS") {
      if (response.headers.get("Content-Type") === "application/problem+json") {
        await isProblem(response.clone());
      }
      const place = operationOf(method, pathname);
      if (place) await isDocumented(place, response.clone());
    }
    return response;
  };
  return app;
}

/** Fails unless a problem is one and agrees with itself. */
async function isProblem(response: Response): Promise<void> {
  const problem: Problem = await response.json();
  equal(faults("Problem", problem), undefined);
  equal(problem.status, response.status);
  equal(problem.type, `/problems/${problem.code}`);
  ok(PROBLEMS[problem.code].status.includes(problem.status), problem.code);
}
