/** Bundles for every runtime, as `deno task bundle` and `deploy/` make them. */

import { runWell } from "./programs.ts";

const FLAGS = ["--quiet", "--platform", "browser", "--minify"];

/** Bundles a module into one file; the file's path. */
export async function bundleFile(module: string, output: string): Promise<string> {
  await runWell(Deno.execPath(), ["bundle", ...FLAGS, "--output", output, module]);
  return output;
}

/** Bundles a module so that what it imports late stays apart; the path of what is started. */
export async function bundleFolder(module: string, folder: string): Promise<string> {
  const outputs = ["--code-splitting", "--outdir", folder];
  await runWell(Deno.execPath(), ["bundle", ...FLAGS, ...outputs, module]);
  const name = module.slice(module.lastIndexOf("/") + 1);
  return `${folder}/${name.replace(/\.ts$/, ".js")}`;
}
