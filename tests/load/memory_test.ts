import { deepEqual, ok } from "../assert.ts";
import { skipped } from "../support/skip.ts";
import { measureUpload } from "./memory.ts";
import type { Container, Size } from "./uploads.ts";

/** MiB over an idle service, whatever the size of the upload. */
const PEAK = 150;

/** `deno task bench uploads` sends four times as much. */
const UPLOADS: readonly (readonly [what: string, container: Container, size: Size])[] = [
  ["512 files of 0.5 MiB as multipart", "multipart", { files: 512, side: 512 }],
  ["512 files of 0.5 MiB as tar", "tar", { files: 512, side: 512 }],
  ["one file of 200 MiB", "none", { files: 1, side: 10_240 }],
];

for (const [what, container, size] of UPLOADS) {
  Deno.test(`${what}: memory follows the headers`, async () => {
    const { status, sizes, memory } = await measureUpload(container, size);
    deepEqual([status, sizes], [200, `${size.side} ${size.side} ${size.files}`]);
    if (memory === undefined) return;
    ok(memory.peak - memory.idle < PEAK, `${memory.idle} MiB idle, ${memory.peak} MiB at most`);
  });
}

if (Deno.build.os !== "linux") skipped("memory of uploads", "there is no /proc");
