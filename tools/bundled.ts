/**
 * A module and all that it imports, as one script for browsers.
 *
 * @module
 */

/**
 * Bundles a module.
 *
 * @throws {Error} when it cannot be bundled
 */
export async function bundled(module: URL): Promise<string> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [module.pathname],
    platform: "browser",
    minify: true,
    write: false,
  });
  const [output] = outputFiles;
  if (!success || output === undefined) throw new Error(errors.map(({ text }) => text).join("\n"));
  return output.text();
}
