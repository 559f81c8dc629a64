/**
 * The service as an AWS Lambda function behind a function URL or an HTTP API (payload format 2.0).
 *
 * @module
 */

import { handle } from "hono/aws-lambda";
import { Hono } from "hono/tiny";
import { createApp } from "../../routes/app.ts";

const { fetch } = createApp();

/** What the Lambda runtime calls. Events hold at most 6 MB, so that the defaults are never reached. */
export const handler: ReturnType<typeof handle> = handle(
  new Hono().all("*", (c) => fetch(c.req.raw)),
);
