/**
 * From the start of the process to the first answer.
 *
 * @module
 */

import { coldStarts } from "../cold_start.ts";
import { bodiesOf } from "../requests.ts";
import { clinicalSeries } from "../series.ts";
import { type Aim, count, figure, type Table } from "../table.ts";
import { seconds, type Settings } from "./section.ts";

/** What the first header may take, bundled, × an empty application's first answer. */
const AIMS: Readonly<Record<number, Aim>> = { 1: { atMost: 1.7 }, 20: { atMost: 2.1 } };

/** Bundled, as it is deployed, and from source. */
export async function start(settings: Settings): Promise<readonly Table[]> {
  const rows: string[][] = [];
  for (const headers of [1, 20]) {
    const bodies = await bodiesOf(clinicalSeries(headers));
    const found = await coldStarts(bodies, seconds(24, settings));
    const names = Object.keys(found.bundled) as (keyof typeof found.bundled)[];
    for (const name of names) {
      const asksForHeader = name.startsWith("a header");
      if (!asksForHeader && headers > 1) continue;
      const cells = Object.entries(found).flatMap(([form, timings]) => {
        const timing = timings[name];
        const aim = form === "bundled" && name === "a header from tar" ? AIMS[headers] : undefined;
        const ratio = timing.ratioTo(timings["an empty Hono app"]);
        return [count(timing.median), figure(ratio, 2, aim)];
      });
      rows.push([asksForHeader ? `${name}, slices: ${headers}` : name, ...cells]);
    }
  }
  const empty = "× an empty application";
  return [{
    caption: "Cold start",
    head: ["first request", "bundled, ms", empty, "from source, ms", empty],
    rows,
  }];
}
