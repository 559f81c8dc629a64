/**
 * What programs in Python take, in the interpreter that `DCM2NHDR_PYTHON` names.
 *
 * @module
 */

import type { Header } from "./series.ts";

/**
 * Times all ways on these files, which have pixels.
 *
 * @returns Milliseconds by way, without those that are not installed; none when `DCM2NHDR_PYTHON`
 * is not set
 */
export async function timePython(
  files: readonly Header[],
  rounds: number,
): Promise<Record<string, number>> {
  const python = Deno.env.get("DCM2NHDR_PYTHON");
  if (python === undefined) return {};
  const folder = await Deno.makeTempDir();
  try {
    for (const { name, bytes } of files) await Deno.writeFile(`${folder}/${name}`, bytes);
    const script = new URL("python.py", import.meta.url).pathname;
    const { success, stdout, stderr } = await new Deno.Command(python, {
      args: [script, folder, String(rounds)],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
