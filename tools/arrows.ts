// deno-lint-ignore-file no-console
/**
 * Imports run one way: `deno task arrows` names every import of a higher floor, every circle of
 * modules (types included), and everybody who imports `routes/` and may not.
 *
 * @module
 */

/** Folders and modules from the ground up; each may import itself and the floors below. */
export const FLOORS: readonly (readonly string[])[] = [
  [
    "lib/codes/",
    "lib/geometry/",
    "lib/options/nearest_name.ts",
    "lib/options/table.ts",
  ],
  ["lib/identity.ts"],
  [
    "lib/ascii.ts",
    "lib/content.ts",
    "lib/errors.ts",
    "lib/name_order.ts",
    "lib/once.ts",
    "lib/text.ts",
  ],
  ["lib/limits.ts"],
  ["lib/dicom/"],
  ["lib/frames/"],
  ["lib/options/"],
  ["lib/volumes/"],
  ["lib/array/"],
  ["lib/headers/"],
  ["lib/form_reply.ts"],
  [
    "lib/options/structured.ts",
    "lib/stated_order.ts",
    "lib/volume_reply.ts",
  ],
  ["lib/options/read.ts", "lib/reply.ts", "lib/stored_image.ts"],
  ["lib/check/"],
  ["lib/intake/"],
  ["lib/service.ts"],
  ["lib/volume_forms.ts"],
  ["lib/written"],
  ["lib/check_service.ts"],
  ["lib/describe.ts"],
  ["lib/mod.ts"],
  ["clients/", "cli/", "page/"],
  ["routes/"],
  ["main.ts"],
  ["deploy/"],
];

/** The name that a module is under, the longest one, and its floor; undefined for tools. */
function placeOf(path: string): { readonly name: string; readonly floor: number } | undefined {
  const places = FLOORS.flatMap((names, floor) => names.map((name) => ({ name, floor })))
    .filter(({ name }) => path.startsWith(name));
  return places.sort((a, b) => b.name.length - a.name.length)[0];
}

/** Whether one module may import another. */
function isDownwards(path: string, target: string): boolean {
  const [from, to] = [placeOf(path), placeOf(target)];
  return !from || !to || to.floor < from.floor || to.name === from.name;
}

/** What is wrong with the imports of modules, by path from the root. */
export function faultsOf(modules: ReadonlyMap<string, string>): string[] {
  const imports = new Map([...modules].map(([path, text]) => [path, importsOf(path, text)]));
  const upwards = [...imports].flatMap(([path, targets]) =>
    targets.filter((target) => !isDownwards(path, target))
      .map((target) => `${path} imports ${target}, which is not below it`)
  );
  return [...upwards, ...circlesOf(imports)];
}

function importsOf(path: string, text: string): string[] {
  const code = text.replace(/\/\*[^]*?\*\//g, "");
  return [...code.matchAll(/(?:from|import)[ (]*"(\.[^"]+\.ts)"/g)]
    .map(([, target]) => new URL(target!, `file:///${path}`).pathname.slice(1));
}

function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" → "));
    if (way.includes(path) || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return circles;
}

/** All modules of the product. */
export async function productModules(): Promise<Map<string, string>> {
  const root = new URL("../", import.meta.url);
  const modules = new Map([["main.ts", await Deno.readTextFile(new URL("main.ts", root))]]);
  const read = async (folder: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
      if (isDirectory) await read(`${folder}${name}/`);
      else if (name.endsWith(".ts")) {
        modules.set(folder + name, await Deno.readTextFile(new URL(folder + name, root)));
      }
    }
  };
  for (const folder of ["lib/", "routes/", "page/", "cli/", "clients/", "deploy/"]) {
    await read(folder);
  }
  return modules;
}

if (import.meta.main) {
  const faults = faultsOf(await productModules());
  for (const fault of faults) console.error(fault);
  Deno.exit(faults.length === 0 ? 0 : 1);
}
