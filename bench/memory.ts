// deno-lint-ignore-file no-console
/**
 * `deno task bench:memory`: what a service takes for uploads of a gibibyte.
 *
 * @module
 */

import { measureUpload } from "../tests/load/memory.ts";
import type { Container, Size } from "../tests/load/uploads.ts";

const UPLOADS: readonly (readonly [what: string, container: Container, size: Size])[] = [
  ["2048 files of 0.5 MiB as multipart", "multipart", { files: 2048, side: 512 }],
  ["2048 files of 0.5 MiB as tar", "tar", { files: 2048, side: 512 }],
  ["one file of 200 MiB", "none", { files: 1, side: 10_240 }],
];

for (const [what, container, size] of UPLOADS) {
  const { status, seconds, memory } = await measureUpload(container, size);
  const growth = memory &&
    `${memory.idle.toFixed(0)} MiB idle, ${
      (memory.peak - memory.idle).toFixed(0)
    } MiB more at most`;
  console.log(`${what}: status ${status}, ${seconds.toFixed(1)} s, ${growth ?? "no /proc"}`);
}
