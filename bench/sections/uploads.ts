/**
 * Memory that the service takes for uploads of a gibibyte.
 *
 * @module
 */

import { measureUpload } from "../../tests/load/memory.ts";
import type { Container, Size } from "../../tests/load/uploads.ts";
import { figure, type Table } from "../table.ts";
import type { Settings } from "./section.ts";

/** MiB that an upload may take over an idle service. */
const AIM = { atMost: 48 };

const UPLOADS: readonly (readonly [what: string, container: Container, size: Size])[] = [
  ["1 GiB as multipart, 2048 files", "multipart", { files: 2048, side: 512 }],
  ["1 GiB as tar, 2048 files", "tar", { files: 2048, side: 512 }],
  ["one file of 200 MiB", "none", { files: 1, side: 10_240 }],
];

/** Each twice, to a service of its own: the larger figure counts. */
export async function uploads({ quick }: Settings): Promise<readonly Table[]> {
  const rows = [];
  for (const [what, container, size] of UPLOADS) {
    const memory: number[] = [];
    const seconds: number[] = [];
    for (let round = 0; round < (quick ? 1 : 2); round++) {
      const uploaded = await measureUpload(container, size);
      if (uploaded.status !== 200) throw new Error(`status ${uploaded.status}`);
      seconds.push(uploaded.seconds);
      if (uploaded.memory) memory.push(uploaded.memory.peak - uploaded.memory.idle);
    }
    rows.push([
      what,
      memory.length === 0 ? "" : figure(Math.max(...memory), 0, AIM),
      figure(Math.max(...seconds), 1),
    ]);
  }
  return [{ caption: "Uploads", head: ["upload", "MiB over idle", "seconds"], rows }];
}
