/**
 * The service as a Cloudflare Worker.
 *
 * An isolate has 128 MB for all requests that it answers at a time, and bodies end at 100 MB unless
 * the plan says otherwise: the limits on what is kept are a quarter of the usual ones.
 *
 * @module
 */

import { createApp } from "../../routes/app.ts";

const MiB = 2 ** 20;

const app = createApp({
  limits: {
    bodyBytes: 512 * MiB,
    headerBytes: 8 * MiB,
    requestHeaderBytes: 16 * MiB,
    jsonBytes: 16 * MiB,
    frames: 25_000,
    volumes: 2_500,
  },
});

export default { fetch: (request: Request): Response | Promise<Response> => app.fetch(request) };
