/**
 * Makes the npm package of the library: `deno run -A tools/npm_package.ts <empty folder>`.
 *
 * The modules of `lib/`, compiled by TypeScript with their declarations, and what they import as
 * dependencies, under the names that npm has for them. JSR takes the modules as they are:
 * `deno publish`.
 *
 * @module
 */

/** Compiles; comes from the registry when it is needed, and is no part of the package. */
export const TYPESCRIPT = "typescript@5.9.3";

const root = new URL("../", import.meta.url);

interface Config {
  readonly version: string;
  readonly license: string;
  readonly imports: Readonly<Record<string, string>>;
  readonly compilerOptions: { readonly types: readonly string[] };
}

/** Writes the package into a folder. */
export async function makePackage(target: string): Promise<void> {
  const config: Config = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const dependencies: Record<string, string> = {};
  for await (const path of modulesBelow("lib")) {
    await copySource(path, target, (specifier) => {
      const { name, version, within } = packageOf(specifier, config);
      dependencies[name] = version;
      return name + within;
    });
  }
  // Types of packages that have none. The compiler alone needs them: no declaration refers to them.
  const types = config.compilerOptions.types.map((path) => path.replace(/^\.\//, ""));
  for (const path of types) {
    await copySource(path, target, (specifier) => {
      const { name, within } = packageOf(specifier, config);
      return name + within;
    });
  }
  for (const name of ["README.md", "LICENSE"]) {
    await Deno.copyFile(new URL(name, root), `${target}/${name}`);
  }
  await writeJson(`${target}/package.json`, {
    name: "dcm2nhdr",
    version: config.version,
    description: "DICOM headers to NRRD headers: where the slices really are",
    license: config.license,
    type: "module",
    sideEffects: false,
    engines: { node: ">=22" },
    exports: { ".": { types: "./lib/mod.d.ts", default: "./lib/mod.js" } },
    files: ["lib/"],
    dependencies,
  });
  await writeJson(`${target}/tsconfig.json`, {
    compilerOptions: {
      rootDir: "source",
      outDir: ".",
      declaration: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      target: "es2024",
      lib: ["es2024", "dom", "dom.iterable"],
      types: [],
      module: "nodenext",
      rewriteRelativeImportExtensions: true,
      // dicom-parser's declarations speak of Node's Buffer.
      skipLibCheck: true,
    },
    files: ["source/lib/mod.ts", ...types.map((path) => `source/${path}`)],
  });
  await run(target, "npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock");
  await run(target, "npx", "--yes", "--package", TYPESCRIPT, "tsc");
  // The compiler rewrites what modules import, but not what their declarations do.
  for await (const path of declarationsBelow(`${target}/lib`)) {
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(/(from "\.[^"]*)\.ts"/g, '$1.js"'));
  }
}

/** Copies a module with other names for the packages that it imports or declares. */
async function copySource(
  path: string,
  target: string,
  nameOf: (specifier: string) => string,
): Promise<void> {
  const text = await Deno.readTextFile(new URL(path, root));
  const renamed = text.replace(
    /^((?:import|export|declare module|\}) ?(?:[^"\n]* from )?)"([^."\n][^"\n]*)"/gm,
    (_, before: string, specifier: string) => `${before}"${nameOf(specifier)}"`,
  );
  await Deno.mkdir(`${target}/source/${path}`.replace(/[^/]*$/, ""), { recursive: true });
  await Deno.writeTextFile(`${target}/source/${path}`, renamed);
}

/** Where the import map leads to: `npm:name@version/path`, in its parts. */
function packageOf(
  specifier: string,
  { imports }: Config,
): { name: string; version: string; within: string } {
  const bare = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "";
  const mapped = imports[specifier] ?? `${imports[bare]}${specifier.slice(bare.length)}`;
  const parts = /^npm:((?:@[^/]+\/)?[^@/]+)@([^/]+)(\/.+)?$/.exec(mapped);
  if (!parts) throw new Error(`${specifier} is ${mapped}, which is no package of npm`);
  return { name: parts[1]!, version: parts[2]!, within: parts[3] ?? "" };
}

/** TypeScript modules below a folder of the project, as paths from its root. */
async function* modulesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
    if (isDirectory) yield* modulesBelow(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}

async function* declarationsBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* declarationsBelow(`${folder}/${name}`);
    else if (name.endsWith(".d.ts")) yield `${folder}/${name}`;
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await Deno.writeTextFile(path, JSON.stringify(value, null, 2) + "\n");
}

async function run(cwd: string, program: string, ...args: readonly string[]): Promise<void> {
  const command = new Deno.Command(program, { args: [...args], cwd });
  const { success, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${program} ${args.join(" ")}\n${text(stdout)}${text(stderr)}`);
}

if (import.meta.main) await makePackage(Deno.args[0]!);
