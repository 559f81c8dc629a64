/** Other people's programs: interpreters and tools that tests run where they are installed. */

import { ok } from "../assert.ts";

/** What a program wrote. */
export interface Outcome {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Python: the interpreter in `DCM2NHDR_PYTHON`, else `python3`; undefined where there is none. */
export const python: string | undefined = [Deno.env.get("DCM2NHDR_PYTHON"), "python3"]
  .find((name) => name !== undefined && isThere(name));

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
  if (python === undefined) return false;
  const args = ["-c", `import importlib.util; assert importlib.util.find_spec("${name}")`];
  return new Deno.Command(python, { args, stdout: "null", stderr: "null" }).outputSync().success;
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
