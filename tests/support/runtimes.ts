/**
 * The service in every runtime: one bundle, and how each of them is started with it.
 *
 * `DCM2NHDR_RUNTIMES` names a folder outside the project in which npm has installed the runtimes;
 * `.ci/run` makes one.
 *
 * @module
 */

import { bundleFile } from "./bundle.ts";
import { node, runWell } from "./programs.ts";
import { freePort, type Start } from "./server_process.ts";

/** Where the runtimes are installed; undefined where none are. */
export const RUNTIMES_FOLDER = Deno.env.get("DCM2NHDR_RUNTIMES") || undefined;

const root = (name: string) => new URL(`../../${name}`, import.meta.url).pathname;

const bundles = new Map<string, Promise<string>>();

/** Bundles a module once for all runtimes; the bundle's path, in a folder of its own. */
export function bundle(folder: string, module: string): Promise<string> {
  const path = bundles.get(module) ?? makeBundle(folder, module);
  bundles.set(module, path);
  return path;
}

async function makeBundle(folder: string, module: string): Promise<string> {
  return await bundleFile(root(module), `${await Deno.makeTempDir({ dir: folder })}/bundle.mjs`);
}

/** `deno serve` of some version with a bundle. */
export function bundleInDeno(program: string, module: string): Start {
  const flags = ["--no-config", "--no-lock", "--no-prompt", "--host", "127.0.0.1", "--port", "0"];
  return { program, args: ["serve", ...flags, module] };
}

/** The native binary, which signals reach; npm's script beside it links it when it is first called. */
export async function deno25(folder: string): Promise<string> {
  await runWell(`${folder}/node_modules/.bin/deno`, ["--version"]);
  return `${folder}/node_modules/deno/deno`;
}

/** The container's entry, as its image starts it. */
export async function inContainer(folder: string, ...flags: readonly string[]): Promise<Start> {
  const usual = ["--no-config", "--no-lock", "--no-prompt", "--allow-net=127.0.0.1"];
  const service = await bundle(folder, "deploy/container/serve.ts");
  return { args: ["run", ...usual, ...flags, service, "0", "127.0.0.1"] };
}

/** Node with @hono/node-server. */
export async function inNode(folder: string, ...flags: readonly string[]): Promise<Start> {
  const server = root("tests/anywhere/node_server.mjs");
  return { program: node!, args: [...flags, server, await bundle(folder, "main.ts"), folder] };
}

/** workerd with a worker. */
export async function inWorkerd(
  folder: string,
  module: string,
  ...flags: readonly string[]
): Promise<Start> {
  const config = (await bundle(folder, module)).replace(/[^/]*$/, "workerd.capnp");
  const port = freePort();
  await Deno.writeTextFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
  v8Flags = ${JSON.stringify(flags)}
);
const worker :Workerd.Worker = (
  modules = [(name = "bundle.mjs", esModule = embed "bundle.mjs")],
  compatibilityDate = "2026-10-01"
);
`,
  );
  return { program: `${folder}/node_modules/.bin/workerd`, args: ["serve", config], port };
}
