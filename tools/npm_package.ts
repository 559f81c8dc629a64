/**
 * Makes the npm package: `deno run -A tools/npm_package.ts <empty folder>`.
 *
 * `deno pack` compiles what `deno.json` exports, with declarations, and names the packages that it
 * needs. What npm has and `deno.json` has not is added: the program, and words to be found by. JSR
 * takes the modules as they are: `deno publish`.
 *
 * @module
 */

const root = new URL("../", import.meta.url);

/** What people import. The program is started by its name instead. */
const ENTRIES = [".", "./app", "./client"] as const;

/** The oldest with all that is used: `Map.groupBy`, JSON modules without a warning. */
const NODE = [22, 13] as const;

/** npm only warns of an older Node, and npx does not even do that. */
const PROGRAM = `#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < ${NODE[0]} || (major === ${NODE[0]} && minor < ${NODE[1]})) {
  console.error(\`dcm2nhdr needs Node ${
  NODE.join(".")
} or newer; this is \${process.versions.node}\`);
  process.exitCode = 2;
} else {
  await import("./deploy/program/main.js");
}
`;

interface Config {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly imports: Readonly<Record<string, string>>;
}

interface Packed {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Writes the package into a folder. */
export async function makePackage(target: string): Promise<void> {
  const { name: jsrName, version, license, imports }: Config = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", root)),
  );
  const archive = `${target}/packed.tgz`;
  await Deno.mkdir(target, { recursive: true });
  await run(root, Deno.execPath(), ["task", "--quiet", "generate"]);
  // No source maps: they would be as large as the rest.
  const flags = ["--quiet", "--allow-dirty", "--no-source-maps"];
  await run(root, Deno.execPath(), ["pack", ...flags, "--output", archive]);
  await run(target, "tar", ["xzf", "packed.tgz", "--strip-components=1"]);
  await Deno.remove(archive);
  // Deno's way to start the service.
  await Deno.remove(`${target}/main.ts`);
  const names = modulesWithin(imports);
  for await (const path of modulesBelow(target)) {
    const text = await Deno.readTextFile(path);
    const renamed = text
      // No examples: their lines begin with an asterisk.
      .replace(/(?<=^(?! \*\s).*\bimport .* from ")[^"]+/gm, (name) => names.get(name) ?? name)
      .replaceAll(`"${jsrName}`, '"dcm2nhdr');
    await Deno.writeTextFile(path, renamed);
  }
  const packed: Packed = JSON.parse(await Deno.readTextFile(`${target}/package.json`));
  await Deno.writeTextFile(`${target}/program.js`, PROGRAM);
  // Of all that stands in it the program asks for the version only.
  await writeJson(`${target}/deno.json`, { version });
  await writeJson(`${target}/package.json`, {
    name: "dcm2nhdr",
    version,
    description: "DICOM headers in, NRRD and NIfTI headers out: geometry from the slice positions",
    keywords: ["dicom", "nrrd", "nifti", "metaimage", "medical-imaging", "segmentation", "itk"],
    license,
    type: "module",
    sideEffects: ["./program.js", "./deploy/program/*.js", "./cli/main.js"],
    engines: { node: `>=${NODE.join(".")}` },
    exports: Object.fromEntries(ENTRIES.map((entry) => [entry, packed.exports[entry]])),
    bin: { dcm2nhdr: "program.js" },
    dependencies: packed.dependencies,
  });
}

/**
 * Names that the import map gives to modules within packages, by what npm calls them: `deno pack`
 * leaves these names as they are.
 */
function modulesWithin(imports: Config["imports"]): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, specifier] of Object.entries(imports)) {
    const [, bare, path] = /^npm:((?:@[^/]+\/)?[^@/]+)@[^/]+\/(.+)$/.exec(specifier) ?? [];
    if (bare !== undefined) names.set(name, `${bare}/${path}`);
  }
  return names;
}

async function* modulesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* modulesBelow(`${folder}/${name}`);
    else if (/\.(d\.ts|js)$/.test(name)) yield `${folder}/${name}`;
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await Deno.writeTextFile(path, JSON.stringify(value, null, 2) + "\n");
}

async function run(cwd: string | URL, program: string, args: readonly string[]): Promise<void> {
  const command = new Deno.Command(program, { args: [...args], cwd });
  const { success, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${program} ${args.join(" ")}\n${text(stdout)}${text(stderr)}`);
}

if (import.meta.main) await makePackage(Deno.args[0]!);
