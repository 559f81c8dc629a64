/**
 * What another process has taken of the machine. By programs, because /proc is closed to tests,
 * whatever they may read; undefined where there is no /proc, or the process has ended.
 *
 * @module
 */

/** Ticks of a second in which Linux counts for its users, on every architecture. */
const TICKS = 100;

/** Seconds that all threads of a process have computed, for itself and in the kernel. */
export async function computedSeconds(pid: number): Promise<number | undefined> {
  const stat = await output("cat", `/proc/${pid}/stat`);
  // The second field is a name in parentheses, which may hold blanks; the 14th and 15th are ticks.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory of a process in MiB: now, and at most since {@linkcode forgetPeak}. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number } | undefined> {
  const status = await output("cat", `/proc/${pid}/status`);
  const mebibytes = (name: string) => {
    const found = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status ?? "")?.[1];
    return found === undefined ? undefined : Number(found) / 1024;
  };
  const [now, peak] = [mebibytes("VmRSS"), mebibytes("VmHWM")];
  return now === undefined || peak === undefined ? undefined : { now, peak };
}

/** What the processors call themselves. */
export async function processorName(): Promise<string | undefined> {
  return /^model name\s*: (.*)$/m.exec(await output("cat", "/proc/cpuinfo") ?? "")?.[1];
}

/** Lets the peak of a process begin anew (proc(5): 5 into clear_refs). */
export async function forgetPeak(pid: number): Promise<void> {
  await output("sh", "-c", `echo 5 > /proc/${pid}/clear_refs`);
}

async function output(program: string, ...args: readonly string[]): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const command = new Deno.Command(program, { args: [...args], stderr: "null" });
  const { success, stdout } = await command.output();
  return success ? new TextDecoder().decode(stdout) : undefined;
}
