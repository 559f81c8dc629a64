/**
 * Times of programs outside of Deno, where they are installed: Python in the interpreter that
 * `DCM2NHDR_PYTHON` names, packages for Node in the folder that `DCM2NHDR_RUNTIMES` names.
 *
 * @module
 */

import { runWell } from "../tests/support/programs.ts";

/** What a program takes to learn where a series lies. */
export interface Program {
  readonly name: string;
  readonly version: string;
  /** What it does, in a few words. */
  readonly work: string;
  /** Milliseconds from files on disk; null where it does not take them. */
  readonly files: number | null;
  /** Milliseconds from bytes in memory. */
  readonly memory: number | null;
}

/** What was not set, and so not timed. */
export function notTimed(): string[] {
  return ["DCM2NHDR_PYTHON", "DCM2NHDR_RUNTIMES"].filter((name) => !Deno.env.get(name));
}

/** Times all programs on the files of a folder, which have pixels. */
export async function timeOthers(folder: string, rounds: number): Promise<Program[]> {
  const [python, packages] = [
    Deno.env.get("DCM2NHDR_PYTHON"),
    Deno.env.get("DCM2NHDR_RUNTIMES"),
  ];
  return [
    ...python ? await timesOf(python, "python.py", [folder, String(rounds)]) : [],
    ...packages ? await timesOf("node", "itk_wasm.mjs", [folder, String(rounds), packages]) : [],
  ];
}

async function timesOf(program: string, script: string, args: string[]): Promise<Program[]> {
  const path = new URL(script, import.meta.url).pathname;
  return JSON.parse(await runWell(program, [path, ...args]));
}
