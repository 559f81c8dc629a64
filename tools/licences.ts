/**
 * `deno task licences`: writes docs/licences.md, the packages that the service itself consists of.
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
}

/** What runs in production; everything else in deno.json serves tests and tools. */
const ENTRIES = ["main.ts", "lib/mod.ts", "cli/main.ts", "clients/typescript/mod.ts"];

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
    return { name, version, licence: String(license), usedBy: [...usedBy].sort() };
  });
  return (await Promise.all(described)).sort((a, b) => a.name < b.name ? -1 : 1);
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
export function page(found: readonly Package[]): string {
  const rows = found.map(({ name, version, licence, usedBy }) =>
    `| [${name}](https://www.npmjs.com/package/${name}) | ${version} | ${licence} | ${
      usedBy.map((user) => `\`${user}\``).join(", ")
    } |`
  );
  return [
    "# Licences",
    "",
    "The project is under the [MIT licence](../LICENSE). In production it consists of its own files and",
    "these packages, in the versions that `deno.lock` pins by hash; all others in it serve tests alone.",
    "`deno task licences` writes this page.",
    "",
    "| package | version | licence | used by |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("docs/licences.md", root), page(await packages()));
}
