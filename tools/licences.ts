/**
 * `deno task licences`: writes docs/licences.md, the packages that the service itself consists of, and
 * those that make and test it.
 *
 * @module
 */

/** A third-party package. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its package.json. */
  readonly licence: string;
  /** Folders of the project that import it, or the packages that need it. */
  readonly usedBy: readonly string[];
  /** Its folder on the disk; undefined for what production has not. */
  readonly folder?: string;
}

/** What each package is given, and what for. One without an entry fails the test of the page. */
const GIVEN: Readonly<Record<string, string>> = {
  "deno-std": "bytes of requests, to put pieces together",
  "dicom-parser": "whole numbers in binary",
  fflate: "deflated headers, to inflate them; headers of the reply, to pack them",
  hono: "each request and reply; it reads method, address and header fields, the body passes it",
  pako: "compressed bytes of bodies and archives",
  "@hono/node-server": "what Node hears on the port of `dcm2nhdr serve`, as requests",
  valibot: "the options `segments`, `npy` and `plane`",
  "@itk-wasm/image-io": "files that tests write, to read them as ITK",
  "@seriousme/openapi-schema-validator": "the OpenAPI document, to check it",
  "@valibot/to-json-schema": "schemas of options, for the OpenAPI document",
  "axe-core": "the page, in a browser, to find what bars people from it",
  ajv: "replies to requests of tests, and schemas",
  daikon: "made and public DICOM files, to read them otherwise",
  dcmjs: "made DICOM files, to read them otherwise",
  "fast-check": "nothing: it makes numbers",
  marked: "the documents, to make a page of them",
  "playwright-core": "the page, in a browser",
  "@ts-morph/common": "the client for TypeScript, for its declarations",
  "ts-json-schema-generator": "the types of replies, for the OpenAPI document",
};

/** What runs in production; everything else in deno.json serves tests and tools. */
const ENTRIES = [
  "main.ts",
  "lib/mod.ts",
  "cli/main.ts",
  "clients/typescript/mod.ts",
  "deploy/program/main.ts",
];

const root = new URL("../", import.meta.url);

interface Info {
  readonly modules: readonly {
    readonly kind: string;
    readonly specifier: string;
    readonly npmPackage?: string;
    readonly dependencies?: readonly { readonly code?: { readonly specifier: string } }[];
  }[];
  readonly redirects: Readonly<Record<string, string>>;
  readonly npmPackages: Readonly<
    Record<string, {
      readonly name: string;
      readonly version: string;
      readonly dependencies: readonly string[];
      readonly localPath: string;
    }>
  >;
}

/** All packages that the entries import, directly or not, by name. */
export async function packages(): Promise<Package[]> {
  const users = new Map<string, Set<string>>();
  const use = (id: string, user: string) =>
    users.set(id, (users.get(id) ?? new Set<string>()).add(user));
  let found: Info["npmPackages"] = {};
  for (const entry of ENTRIES) {
    const { modules, npmPackages, redirects } = await graph(entry);
    found = { ...found, ...npmPackages };
    const npm = new Map(modules.map(({ specifier, npmPackage }) => [specifier, npmPackage]));
    for (const { specifier, dependencies = [] } of modules) {
      if (!specifier.startsWith(root.href)) continue;
      for (const { code } of dependencies) {
        const imported = code?.specifier ?? "";
        const id = npm.get(redirects[imported] ?? imported);
        if (id !== undefined) use(id, specifier.slice(root.href.length).split("/")[0]!);
      }
    }
  }
  // A set takes what is added while it is walked.
  for (const id of users.keys()) {
    for (const dependency of found[id]!.dependencies) use(dependency, found[id]!.name);
  }
  const described = [...users].map(async ([id, usedBy]) => {
    const { name, version, localPath } = found[id]!;
    const { license } = JSON.parse(await Deno.readTextFile(`${localPath}/package.json`));
    const licence = String(license);
    return { name, version, licence, usedBy: [...usedBy].sort(), folder: localPath };
  });
  return (await Promise.all(described)).sort((a, b) => a.name < b.name ? -1 : 1);
}

/**
 * What the licences ask of files that packages are bundled into: their notices.
 *
 * @throws {Error} for a package that has no text of a licence
 */
export async function notices(): Promise<string> {
  const texts = (await packages()).map(async ({ name, version, licence, folder }) => {
    const owner = OWNERS[name];
    const text = owner === undefined ? await licenceText(folder!) : await mitOf(owner);
    if (text === undefined) throw new Error(`${name} has no text of its licence`);
    return `${name} ${version} (${licence})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}

/** Whose the packages under the MIT licence are that come without its text. */
const OWNERS: Readonly<Record<string, string>> = {
  // https://github.com/denoland/std/blob/main/LICENSE
  "deno-std": "2018-2026 the Deno authors",
};

async function mitOf(owner: string): Promise<string> {
  const own = await Deno.readTextFile(new URL("LICENSE", root));
  return own.replace(/^Copyright .*$/m, `Copyright ${owner}`);
}

async function licenceText(folder: string): Promise<string | undefined> {
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && /^licen[cs]e/i.test(name)) return await Deno.readTextFile(`${folder}/${name}`);
  }
  return undefined;
}

/** Packages of deno.json that production has not, by name: what makes the product, and what tests it. */
export async function otherPackages(production: readonly Package[]): Promise<Package[]> {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const users = await importers();
  const found = new Map<string, Package>();
  for (const [alias, specifier] of Object.entries<string>(imports)) {
    const [, name, version] = /^npm:(@?[^@]+)@([\d.]+)/.exec(specifier)!;
    if (production.some((one) => one.name === name)) continue;
    const usedBy = [...users].filter(([imported]) =>
      imported === alias || imported.startsWith(`${alias}/`)
    ).flatMap(([, rooms]) => [...rooms]);
    found.set(name!, { name: name!, version: version!, licence: "", usedBy: unique(usedBy) });
  }
  return [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Which rooms import what: `tools`, `tests/pacs`, … */
async function importers(): Promise<Map<string, Set<string>>> {
  const users = new Map<string, Set<string>>();
  for (const room of ["bench", "tools", "tests"]) {
    for await (const path of modulesBelow(room)) {
      const text = await Deno.readTextFile(new URL(path, root));
      for (const [, imported] of text.matchAll(/(?:from|import\()\s*"([^".][^"]*)"/g)) {
        const parts = path.split("/");
        const user = room === "tools"
          ? room
          : parts.slice(0, Math.min(2, parts.length - 1)).join("/");
        users.set(imported!, (users.get(imported!) ?? new Set<string>()).add(user));
      }
    }
  }
  return users;
}

async function* modulesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* modulesBelow(path);
    else if (path.endsWith(".ts")) yield path;
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

async function graph(entry: string): Promise<Info> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd: root,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(text(stderr));
  return JSON.parse(text(stdout));
}

/** The page as Markdown. */
export function page(production: readonly Package[], others: readonly Package[]): string {
  const link = (name: string) => `[${name}](https://www.npmjs.com/package/${name})`;
  const rooms = ({ usedBy }: Package) => usedBy.map((user) => `\`${user}\``).join(", ");
  return [
    "# Licences",
    "",
    "The project is under the [MIT licence](../LICENSE). In production it consists of its own files and",
    "these packages, in the versions that `deno.lock` pins by hash; all others in it serve tests alone.",
    "`deno task licences` writes this page.",
    "",
    "| package | version | licence | used by |",
    "| --- | --- | --- | --- |",
    ...production.map((one) =>
      `| ${link(one.name)} | ${one.version} | ${one.licence} | ${rooms(one)} |`
    ),
    "",
    "## What each may touch",
    "",
    "Permissions are those of the process, for all of its modules. The service has none: no package of it",
    "can read a file, the environment or the network, write or run anything, whatever it becomes. Under",
    "the command line (`--allow-read --allow-write`) the same packages could read and write files; in a",
    "browser, what the page's policy allows; under Deno Deploy, Node, Workers and Lambda, what the platform",
    "allows.",
    "",
    "| package | is given |",
    "| --- | --- |",
    ...production.map(({ name }) => `| ${name} | ${given(name)} |`),
    "",
    "What makes the OpenAPI document (`tools`) reads the project and writes `routes/generated`. Tests and",
    "measurements (`bench`) read and write files, reach this machine alone (`127.0.0.1`), and run programs,",
    "which may do whatever the account may.",
    "",
    "| package | version | used by | is given |",
    "| --- | --- | --- | --- |",
    ...others.map((one) => `| ${one.name} | ${one.version} | ${rooms(one)} | ${given(one.name)} |`),
    "",
  ].join("\n");
}

function given(name: string): string {
  const data = GIVEN[name];
  if (data === undefined) throw new Error(`tools/licences.ts does not say what ${name} is given`);
  return data;
}

if (import.meta.main) {
  const production = await packages();
  await Deno.writeTextFile(
    new URL("docs/licences.md", root),
    page(production, await otherPackages(production)),
  );
}
