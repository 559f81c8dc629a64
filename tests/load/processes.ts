/**
 * Several processes of the service behind one address: what adds up with them, and what does not.
 *
 * @module
 */

import { computedSeconds, memoryOf } from "../support/process_figures.ts";
import { freePort, type ServerProcess, withServerProcess } from "../support/server_process.ts";
import { writeTar } from "../support/tar_writer.ts";
import { drive, type Driven } from "./drive.ts";
import { isRight, sentFiles } from "./measure.ts";

/** Clients at once: enough that each of a few processes always has some. */
const AT_ONCE = 32;

/** What some processes did together; NaN where there is no /proc. */
export interface Together extends Driven {
  readonly processes: number;
  /** Seconds that all of them computed until they listened. */
  readonly start: number;
  /** Seconds that all of them computed for the requests. */
  readonly computed: number;
  /** Resident MiB of all of them, afterwards. */
  readonly memory: number;
}

/** Lets clients send a series of 20 slices to so many processes for some seconds. */
export async function measureProcesses(processes: number, seconds: number): Promise<Together> {
  const port = freePort();
  const tar = writeTar(sentFiles());
  return await withProcesses(processes, port, [], async (servers) => {
    const sum = async (of: (pid: number) => Promise<number | undefined>) =>
      (await Promise.all(servers.map(({ pid }) => of(pid))))
        .reduce<number>((sum, value) => sum + (value ?? NaN), 0);
    const start = await sum(computedSeconds);
    const send = (seconds: number) =>
      drive(AT_ONCE, (_, elapsed) => elapsed < seconds, async () =>
        isRight(
          await fetch(`http://127.0.0.1:${port}/v1/header`, {
            method: "POST",
            body: tar,
            headers: { "Content-Type": "application/x-tar" },
          }),
        ));
    // Until all of them have compiled what they run.
    await send(seconds / 2);
    const before = await sum(computedSeconds);
    const driven = await send(seconds);
    const computed = await sum(computedSeconds) - before;
    const memory = await sum(async (pid) => (await memoryOf(pid))?.now);
    return { ...driven, processes, start, computed, memory };
  });
}

/** Starts processes until there are so many, and ends them when `use` is done. */
async function withProcesses<T>(
  count: number,
  port: number,
  started: readonly ServerProcess[],
  use: (servers: readonly ServerProcess[]) => Promise<T>,
): Promise<T> {
  if (started.length === count) return await use(started);
  const flags = ["--no-prompt", "--unstable-net", "--allow-net=127.0.0.1"];
  return await withServerProcess(
    { args: ["run", ...flags, "tests/load/shared_port.ts", String(port)] },
    (server) => withProcesses(count, port, [...started, server], use),
  );
}
