/**
 * A module and all that it imports, as scripts for browsers.
 *
 * @module
 */

/**
 * Bundles a module into one script.
 *
 * @throws {Error} when it cannot be bundled
 */
export async function bundled(module: URL): Promise<string> {
  const [output] = await outputsOf(module, {});
  return output!.text();
}

/**
 * Bundles a module so that what it imports late comes when it is imported.
 *
 * @param name Of its script, without extension; the others have it with numbers behind it
 * @returns Scripts by name, the module's own first
 * @throws {Error} when it cannot be bundled
 */
export async function bundledInParts(module: URL, name: string): Promise<Map<string, string>> {
  const outputs = await outputsOf(module, { codeSplitting: true, outputDir: "parts" });
  const own = module.pathname.split("/").at(-1)!.replace(/\.ts$/, ".js");
  const files = outputs.map((output) => [output.path.split("/").at(-1)!, output.text()] as const)
    .sort(([file]) => file === own ? -1 : 0);
  const names = files.map((_, n) => n === 0 ? name : `${name}${n}`);
  return new Map(files.map(([, text], n) => [
    names[n]!,
    files.reduce((text, [file], k) => text.replaceAll(`"./${file}"`, `"./${names[k]}.js"`), text),
  ]));
}

async function outputsOf(
  module: URL,
  options: Partial<Deno.bundle.Options>,
): Promise<Deno.bundle.OutputFile[]> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [module.pathname],
    platform: "browser",
    minify: true,
    write: false,
    ...options,
  });
  if (success && outputFiles.length > 0) return outputFiles;
  throw new Error(errors.map(({ text }) => text).join("\n"));
}
