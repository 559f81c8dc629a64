/** Other people's programs: interpreters and tools that tests run where they are installed. */

import { ok } from "../assert.ts";

/** What a program wrote. */
export interface Outcome {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Python: the interpreter in `DCM2NHDR_PYTHON`, else `python3`; undefined where it cannot be started.
 */
export const python: string | undefined = [Deno.env.get("DCM2NHDR_PYTHON") || "python3"]
  .find((name) => isThere(name));

/** Whether the program can be started. */
export function isThere(program: string, argument = "--version"): boolean {
  try {
    return new Deno.Command(program, { args: [argument], stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

/** Whether Python can import a module. */
export function hasModule(name: string): boolean {
  return pythonLacks([name]) === undefined;
}

/** Why what needs these modules cannot run, in a few words; undefined if it can. */
export function pythonLacks(modules: readonly string[]): string | undefined {
  if (python === undefined) return "there is no Python";
  const code = "import importlib.util, sys\n" +
    "print(*(name for name in sys.argv[1:] if importlib.util.find_spec(name) is None), sep=', ')";
  const { stdout } = new Deno.Command(python, { args: ["-c", code, ...modules] }).outputSync();
  const missing = new TextDecoder().decode(stdout).trim();
  return missing === "" ? undefined : `Python has no ${missing}`;
}

/** The oldest Node with all that the product needs (`Map.groupBy`); Node 20 ended in April 2026. */
const OLDEST_NODE = 22;

/** Node: that of the runtimes' folder, else `node` if it is new enough; undefined without one. */
export const node: string | undefined = [
  `${Deno.env.get("DCM2NHDR_RUNTIMES") ?? ""}/node_modules/.bin/node`,
  "node",
].find((name) => majorOf(name) >= OLDEST_NODE);

/** What to say where there is none. */
export const NO_NODE = `there is no Node ${OLDEST_NODE} or newer`;

function majorOf(program: string): number {
  if (!isThere(program)) return 0;
  const { stdout } = new Deno.Command(program, { args: ["--version"] }).outputSync();
  return parseInt(new TextDecoder().decode(stdout).slice(1));
}

/** Runs a program to its end. */
export async function run(
  program: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<Outcome> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    ...options,
    args: [...args],
    env: { PYTHONDONTWRITEBYTECODE: "1", ...options.env },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { success, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs a program that has to succeed; what it wrote to standard output. */
export async function runWell(...parameters: Parameters<typeof run>): Promise<string> {
  const { success, stdout, stderr } = await run(...parameters);
  ok(success, `${parameters[0]} failed:\n${stdout}${stderr}`.slice(-5000));
  return stdout;
}
