/**
 * Makes the source of the Python package: `deno run -A tools/python_package.ts <empty folder>`; there,
 * `python -m build` makes the files for PyPI.
 *
 * The client, and the program as JavaScript, so that the package needs no service that somebody
 * started.
 *
 * @module
 */

import { notices } from "./licences.ts";

const root = new URL("../", import.meta.url);

/** Where files of the project go. */
const FILES: Readonly<Record<string, string>> = {
  "LICENSE": "LICENSE",
  "clients/python/README.md": "README.md",
  "clients/python/pyproject.toml": "pyproject.toml",
  "clients/python/dcm2nhdr.py": "dcm2nhdr/__init__.py",
  "clients/python/_program.py": "dcm2nhdr/_program.py",
};

/** Writes the package's source into a folder. */
export async function makePythonPackage(target: string): Promise<void> {
  await Deno.mkdir(`${target}/dcm2nhdr`, { recursive: true });
  for (const [from, to] of Object.entries(FILES)) {
    await Deno.copyFile(new URL(from, root), `${target}/${to}`);
  }
  await Deno.writeTextFile(`${target}/NOTICES`, await notices());
  // PEP 561: the package's types count.
  await Deno.writeTextFile(`${target}/dcm2nhdr/py.typed`, "");
  const program = `${target}/dcm2nhdr/program`;
  await runDeno(["task", "--quiet", "generate"]);
  await runDeno([
    ...["bundle", "--quiet", "--minify", "--code-splitting", "--outdir", program],
    "deploy/program/main.ts",
  ]);
  // Else Node would have to look twice.
  await Deno.writeTextFile(`${program}/package.json`, '{ "type": "module" }\n');
}

async function runDeno(args: readonly string[]): Promise<void> {
  const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd: root });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(`deno ${args.join(" ")}\n${new TextDecoder().decode(stderr)}`);
}

if (import.meta.main) await makePythonPackage(Deno.args[0]!);
