/**
 * Several processes behind one address, as a platform runs instances of the service.
 *
 * @module
 */

import { measureProcesses } from "../../tests/load/processes.ts";
import { count, figure, type Table } from "../table.ts";
import type { Settings } from "./section.ts";

/** One, two and four of them. */
export async function processes({ quick }: Settings): Promise<readonly Table[]> {
  const rows = [];
  let alone: number | undefined;
  for (const number of [1, 2, 4]) {
    const found = await measureProcesses(number, quick ? 1 : 8);
    if (found.errors > 0) throw new Error(`${found.errors} answers were wrong`);
    const perSecond = found.requests / found.seconds;
    alone ??= perSecond;
    const computed = found.computed / found.requests;
    rows.push([
      String(number),
      count(perSecond),
      figure(perSecond / alone, 2),
      figure(1000 * computed, 2),
      count(1 / computed),
      count(found.memory),
      count(1000 * found.start),
    ]);
  }
  return [{
    caption: "Processes behind one address",
    head: [
      "processes",
      "requests a second",
      "× one",
      "CPU ms a request",
      "requests a CPU second",
      "MiB, all",
      "CPU ms to start, all",
    ],
    rows,
  }];
}
