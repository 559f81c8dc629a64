/**
 * How much memory the service takes for an upload, beyond what it takes when it has nothing to do.
 *
 * @module
 */

import { memoryOf } from "../support/process_figures.ts";
import { serve, withServerProcess } from "../support/server_process.ts";
import { type Container, type Size, upload } from "./uploads.ts";

/** Memory in MiB; undefined where there is no /proc. */
export interface Memory {
  readonly idle: number;
  readonly peak: number;
}

/** What came of an upload. */
export interface Uploaded {
  readonly status: number;
  /** The line of the header that tells how many columns, rows and slices there are. */
  readonly sizes: string | undefined;
  readonly seconds: number;
  readonly memory: Memory | undefined;
}

/** Sends an upload to a service of its own. */
export async function measureUpload(container: Container, size: Size): Promise<Uploaded> {
  return await withServerProcess(serve("main.ts"), async ({ origin, pid }) => {
    const send = async (size: Size) => {
      const { body, type } = upload(container, size);
      const headers = { "Content-Type": type };
      const response = await fetch(`${origin}/v1/header`, { method: "POST", body, headers });
      const sizes = /^sizes: (.*)$/m.exec(await response.text())?.[1];
      return { status: response.status, sizes };
    };
    // The first request loads the program; what that takes is not the upload's.
    await send({ files: 1, side: 16 });
    const idle = (await memoryOf(pid))?.now;
    const started = performance.now();
    const { status, sizes } = await send(size);
    const seconds = (performance.now() - started) / 1000;
    const peak = (await memoryOf(pid))?.peak;
    const memory = idle === undefined || peak === undefined ? undefined : { idle, peak };
    return { status, sizes, seconds, memory };
  });
}
