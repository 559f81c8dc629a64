/**
 * Memory that a request keeps for each header until it is answered.
 *
 * @module
 */

import { runWell } from "../../tests/support/programs.ts";
import { count, figure, type Table } from "../table.ts";
import type { Settings } from "./section.ts";

/** Headers that are kept. */
const HEADERS = 5000;

/** Kilobytes that a header may take. */
const AIM = { atMost: 1.5 };

/** Each form in a process of its own. */
export async function kept({ quick }: Settings): Promise<readonly Table[]> {
  const headers = quick ? HEADERS / 10 : HEADERS;
  const script = new URL("../kept_headers.ts", import.meta.url).pathname;
  const bytes = async (form: string) =>
    Number(
      await runWell(Deno.execPath(), [
        "run",
        "--no-prompt",
        "--allow-read",
        "--v8-flags=--expose-gc",
        script,
        form,
        String(headers),
      ]),
    );
  return [{
    caption: "Memory kept for a header",
    head: ["sent as", "headers", "kB each"],
    rows: [
      ["files", count(headers), figure(await bytes("tar") / 1000, 2, AIM)],
      ["DICOM JSON", count(headers), figure(await bytes("json") / 1000, 2)],
    ],
  }];
}
