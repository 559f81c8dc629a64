/** The bundle in Node: `node node_server.mjs <bundle> <folder with @hono/node-server>`. */

import { createRequire } from "node:module";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [, , bundle, folder] = process.argv;
const { serve } = createRequire(`${folder}/`)("@hono/node-server");
const { default: app } = await import(pathToFileURL(bundle));

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  process.stdout.write(`Listening on http://127.0.0.1:${port}/\n`);
});
