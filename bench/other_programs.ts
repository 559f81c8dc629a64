/**
 * Times of programs outside of Deno, where they are installed: Python in the interpreter that
 * `DCM2NHDR_PYTHON` names, packages for Node in the folder that `DCM2NHDR_RUNTIMES` names.
 *
 * @module
 */

import type { Header } from "./series.ts";

/** Milliseconds by way, without those that are not installed. */
export type Times = Readonly<Record<string, number>>;

/** What was not set, and so not timed. */
export function notTimed(): string[] {
  return ["DCM2NHDR_PYTHON", "DCM2NHDR_RUNTIMES"].filter((name) => !Deno.env.has(name));
}

/** Times all ways on these files, which have pixels. */
export async function timeOthers(files: readonly Header[], rounds: number): Promise<Times> {
  const folder = await Deno.makeTempDir();
  try {
    for (const { name, bytes } of files) await Deno.writeFile(`${folder}/${name}`, bytes);
    const [python, packages] = [
      Deno.env.get("DCM2NHDR_PYTHON"),
      Deno.env.get("DCM2NHDR_RUNTIMES"),
    ];
    return {
      ...python && await timesOf(python, "python.py", [folder, String(rounds)]),
      ...packages && await timesOf("node", "itk_wasm.mjs", [folder, packages]),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function timesOf(program: string, script: string, args: string[]): Promise<Times> {
  const path = new URL(script, import.meta.url).pathname;
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [path, ...args],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
