/**
 * Memory of another process.
 *
 * @module
 */

/**
 * Resident memory of a process in MiB, now (`VmRSS`) or at most so far (`VmHWM`); undefined where
 * there is no /proc. By `cat`, because /proc is closed to tests, whatever they may read.
 */
export async function residentMemory(
  pid: number,
  line: "VmRSS" | "VmHWM",
): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/status`] }).output();
  const status = new TextDecoder().decode(stdout);
  return Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)![1]) / 1024;
}
