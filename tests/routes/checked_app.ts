/**
 * The service, each of whose replies is held against the schemas and the published document: what a
 * test asks in passing proves that both say the truth.
 *
 * @module
 */

import type { Hono } from "hono";
import * as v from "valibot";
import { createApp as createPlainApp, type Settings } from "../../routes/app.ts";
import { type ProblemCode, PROBLEMS } from "../../lib/codes/errors.ts";
import {
  checkReplySchema,
  healthSchema,
  problemSchema,
  replySchema,
} from "../../routes/schemas.ts";
import { isDocumented, operationOf } from "../openapi/support.ts";
import { equal, ok } from "../assert.ts";

const REPLIES: Readonly<Record<string, v.GenericSchema>> = {
  "/v1/header": replySchema,
  "/v1/check": checkReplySchema,
  "/health": healthSchema,
};

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
      await holds(pathname, response.clone());
      const place = operationOf(method, pathname);
      if (place) await isDocumented(place, response.clone());
    }
    return response;
  };
  return app;
}

/** Fails unless a JSON reply has the members of its schema and no others. */
async function holds(path: string, response: Response): Promise<void> {
  switch (response.headers.get("Content-Type")) {
    case "application/problem+json": {
      const problem = v.parse(problemSchema, await response.json());
      equal(problem.status, response.status);
      equal(problem.type, `/problems/${problem.code}`);
      ok(PROBLEMS[problem.code as ProblemCode].status.includes(problem.status), problem.code);
      break;
    }
    case "application/json":
      v.parse(REPLIES[path] ?? v.looseObject({}), await response.json());
      break;
    default:
      await response.body?.cancel();
  }
}
