/**
 * Requests a second that two workers answer, on the same two cores as their clients.
 *
 * @module
 */

import { drive, type Driven } from "../../tests/load/drive.ts";
import { computedSeconds } from "../../tests/support/process_figures.ts";
import {
  freePort,
  type ServerProcess,
  withServerProcess,
} from "../../tests/support/server_process.ts";
import { type Body, jsonOf, tarOf } from "../requests.ts";
import { clinicalSeries } from "../series.ts";
import { count, figure, type Table } from "../table.ts";
import { medianOf } from "../timing.ts";
import type { Settings } from "./section.ts";

/** Clients at once. */
const AT_ONCE = 8;

/** What is to be reached against the checkout of before the work on speed. */
const AIM = { atLeast: 2.4 };

/** Servers by what they are; all run all the time, and only one is asked at a time. */
const HTTP = "a handler that only reads";
const OWN = "the service";
const BEFORE = "the other checkout";

/** A series of 20 slices, as tar and as DICOM JSON. */
export async function throughput({ quick, against }: Settings): Promise<readonly Table[]> {
  const series = clinicalSeries(20);
  const modules = {
    [HTTP]: ["bench/read_only.ts"],
    [OWN]: ["main.ts"],
    ...against !== undefined && {
      [BEFORE]: ["--config", `${against}/deno.json`, `${against}/main.ts`],
    },
  };
  const rows: string[][] = [];
  await withServers(Object.entries(modules), new Map(), async (servers) => {
    for (const [form, body] of [["tar", tarOf(series)], ["DICOM JSON", jsonOf(series)]] as const) {
      const found = await inTurn(servers, body, quick ? 1 : 7, quick ? 0.5 : 2);
      for (const [name, { rate, computed, p50, p99 }] of found) {
        const times = (to: string) => figure(rate / (found.get(to)?.rate ?? NaN), 2);
        const before = against === undefined ? [] : [
          name === OWN ? figure(rate / found.get(BEFORE)!.rate, 2, AIM) : times(BEFORE),
        ];
        rows.push([
          `${form}: ${name}`,
          count(rate),
          times(HTTP),
          figure(1000 * computed, 2),
          figure(p50, 1),
          figure(p99, 1),
          ...before,
        ]);
      }
    }
  });
  return [{
    caption: "Requests a second with two workers",
    head: [
      "20 slices as",
      "a second",
      `× ${HTTP}`,
      "CPU ms each",
      "p50 ms",
      "p99 ms",
      ...against === undefined ? [] : ["× before"],
    ],
    rows,
  }];
}

/** Starts servers with two workers each, by name. */
async function withServers(
  [first, ...rest]: readonly (readonly [string, readonly string[]])[],
  started: ReadonlyMap<string, ServerProcess>,
  use: (servers: ReadonlyMap<string, ServerProcess>) => Promise<void>,
): Promise<void> {
  if (first === undefined) return await use(started);
  const [name, module] = first;
  const port = String(freePort());
  const flags = ["--no-prompt", "--parallel", "--host", "127.0.0.1", "--port", port];
  await withServerProcess(
    { args: ["serve", ...flags, ...module], env: { DENO_JOBS: "2" } },
    (server) => withServers(rest, new Map([...started, [name, server]]), use),
  );
}

/** What a server did. */
interface Rate {
  /** Requests a second. */
  readonly rate: number;
  /** Seconds that it computed for each of them; NaN where there is no /proc. */
  readonly computed: number;
  readonly p50: number;
  readonly p99: number;
}

/** Asks all servers in turn; medians over the rounds, of which the first is not counted. */
async function inTurn(
  servers: ReadonlyMap<string, ServerProcess>,
  { bytes, type }: Body,
  rounds: number,
  seconds: number,
): Promise<ReadonlyMap<string, Rate>> {
  const found = new Map<string, (Driven & { readonly computed: number })[]>(
    [...servers.keys()].map((name) => [name, []]),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { origin, pid }] of servers) {
      const before = await computedSeconds(pid) ?? NaN;
      const driven = await drive(AT_ONCE, (_, elapsed) => elapsed < seconds, async () => {
        const response = await fetch(`${origin}/v1/header`, {
          method: "POST",
          body: bytes,
          headers: { "Content-Type": type },
        });
        await response.text();
        return response.ok;
      });
      if (driven.errors > 0) throw new Error(`${driven.errors} answers of ${name} were errors`);
      const computed = (await computedSeconds(pid) ?? NaN) - before;
      if (round > 0) found.get(name)!.push({ ...driven, computed });
    }
  }
  return new Map(
    [...found].map(([name, all]) => [name, {
      rate: medianOf(all.map(({ requests, seconds }) => requests / seconds)),
      computed: medianOf(all.map(({ requests, computed }) => computed / requests)),
      p50: medianOf(all.map(({ p50 }) => p50)),
      p99: medianOf(all.map(({ p99 }) => p99)),
    }]),
  );
}
