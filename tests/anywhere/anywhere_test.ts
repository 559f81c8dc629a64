/**
 * The same requests in every runtime: one bundle in Deno, Deno 2.5, workerd and Node,
 * and what `deploy/` makes of it.
 *
 * `DCM2NHDR_RUNTIMES` names a folder outside the project in which npm has installed the runtimes;
 * `.ci/run` makes one.
 */

import { createApp } from "../../routes/app.ts";
import { bundleFile, bundleFolder } from "../support/bundle.ts";
import { node, runWell } from "../support/programs.ts";
import { freePort, type Start, withServerProcess } from "../support/server_process.ts";
import { skipped } from "../support/skip.ts";
import { addressesDoNoHarm } from "./addresses.ts";
import { CASES, isAsItMustBe } from "./requests.ts";

const here = (name: string) => new URL(name, import.meta.url).pathname;

Deno.test("in this process: every request is answered as it must be", async (t) => {
  const app = createApp();
  for (const one of CASES) await t.step(one.name, () => isAsItMustBe(one, app.request));
});

const folder = Deno.env.get("DCM2NHDR_RUNTIMES") || undefined;

/** How to start the bundles in each runtime; made when it is tested. */
const runtimes: Record<string, (folder: string) => Start | Promise<Start>> = {
  "Deno": async () => bundleInDeno(Deno.execPath(), await bundle("main.ts")),
  "Deno 2.5": async (folder) => bundleInDeno(await deno25(folder), await bundle("main.ts")),
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
  "a container's Deno": async () => {
    const flags = ["--no-config", "--no-lock", "--no-prompt", "--allow-net=127.0.0.1"];
    const service = await bundle("deploy/container/serve.ts");
    return { args: ["run", ...flags, service, "0", "127.0.0.1"] };
  },
  "Node": async (folder) => ({
    program: node!,
    args: [here("node_server.mjs"), await bundle("main.ts"), folder],
  }),
  "AWS Lambda's handler": async () => ({
    program: node!,
    args: [here("lambda_server.mjs"), await bundle("deploy/lambda/handler.ts")],
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
      await t.step("hosts and targets that are none", () => addressesDoNoHarm(origin));
    });
  });
}

const bundles = new Map<string, Promise<string>>();

/** Bundles a module once for all runtimes; the bundle's path. */
function bundle(module: string): Promise<string> {
  const path = bundles.get(module) ?? makeBundle(module);
  bundles.set(module, path);
  return path;
}

async function makeBundle(module: string): Promise<string> {
  const output = `${await Deno.makeTempDir({ dir: folder! })}/bundle.mjs`;
  return await bundleFile(here(`../../${module}`), output);
}

function bundleInDeno(program: string, module: string): Start {
  const flags = ["--no-config", "--no-lock", "--no-prompt", "--host", "127.0.0.1", "--port", "0"];
  return { program, args: ["serve", ...flags, module] };
}

/** The native binary, which signals reach; npm's script beside it links it when it is first called. */
async function deno25(folder: string): Promise<string> {
  await runWell(`${folder}/node_modules/.bin/deno`, ["--version"]);
  return `${folder}/node_modules/deno/deno`;
}

async function inWorkerd(folder: string, module: string): Promise<Start> {
  const config = (await bundle(module)).replace(/[^/]*$/, "workerd.capnp");
  const port = freePort();
  await Deno.writeTextFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [(name = "bundle.mjs", esModule = embed "bundle.mjs")],
  compatibilityDate = "2026-10-01"
);
`,
  );
  return { program: `${folder}/node_modules/.bin/workerd`, args: ["serve", config], port };
}
