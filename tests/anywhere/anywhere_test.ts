/**
 * The same requests in every runtime: one bundle in Deno, Deno 2.5, workerd and Node,
 * and what `deploy/` makes of it.
 */

import { createApp } from "../../routes/app.ts";
import { bundleFolder } from "../support/bundle.ts";
import { node } from "../support/programs.ts";
import {
  bundle,
  bundleInDeno,
  deno25,
  inContainer,
  inNode,
  inWorkerd,
  RUNTIMES_FOLDER,
} from "../support/runtimes.ts";
import { type Start, withServerProcess } from "../support/server_process.ts";
import { skipped } from "../support/skip.ts";
import { addressesDoNoHarm } from "./addresses.ts";
import { isCompressedOnce } from "./compressed.ts";
import { CASES, isAsItMustBe } from "./requests.ts";

const here = (name: string) => new URL(name, import.meta.url).pathname;

Deno.test("in this process: every request is answered as it must be", async (t) => {
  const app = createApp();
  for (const one of CASES) await t.step(one.name, () => isAsItMustBe(one, app.request));
});

const folder = RUNTIMES_FOLDER;

/** How to start the bundles in each runtime; made when it is tested. */
const runtimes: Record<string, (folder: string) => Start | Promise<Start>> = {
  "Deno": async (folder) => bundleInDeno(Deno.execPath(), await bundle(folder, "main.ts")),
  "Deno 2.5": async (folder) => bundleInDeno(await deno25(folder), await bundle(folder, "main.ts")),
  "Deno 2.5, as Deno Deploy gets it": async (folder) =>
    bundleInDeno(
      await deno25(folder),
      await bundleFolder(here("../../main.ts"), await Deno.makeTempDir({ dir: folder })),
    ),
  "Deno 2.5, from source": async (folder) => ({
    program: await deno25(folder),
    args: ["serve", "--no-prompt", "--host", "127.0.0.1", "--port", "0", "main.ts"],
  }),
  "workerd": (folder) => inWorkerd(folder, "main.ts"),
  "workerd, as Cloudflare gets it": (folder) => inWorkerd(folder, "deploy/cloudflare/worker.ts"),
  "a container's Deno": (folder) => inContainer(folder),
  "Node": (folder) => inNode(folder),
  "AWS Lambda's handler": async (folder) => ({
    program: node!,
    args: [here("lambda_server.mjs"), await bundle(folder, "deploy/lambda/handler.ts")],
  }),
};

for (const [name, start] of Object.entries(runtimes)) {
  if (folder === undefined) {
    skipped(`the suite in ${name}`, "DCM2NHDR_RUNTIMES is not set");
    continue;
  }
  Deno.test(`in ${name}: every request is answered as it must be`, async (t) => {
    await withServerProcess(await start(folder), async ({ origin }) => {
      const send = (path: string, init: RequestInit) => fetch(origin + path, init);
      for (const one of CASES) await t.step(one.name, () => isAsItMustBe(one, send));
      await t.step("replies are compressed, and once", () => isCompressedOnce(origin));
      await t.step("hosts and targets that are none", () => addressesDoNoHarm(origin));
    });
  });
}
