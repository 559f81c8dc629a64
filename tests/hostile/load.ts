/**
 * Hostile requests of all kinds at once, damaged objects between them, and clients that leave.
 *
 * @module
 */

import { mutate } from "../fuzz/mutate.ts";
import { SEEDS } from "../fuzz/seeds.ts";
import { FLAT, growthOf } from "../load/measure.ts";
import { computedSeconds, memoryOf } from "../support/process_figures.ts";
import { Random } from "../support/random.ts";
import { withServerProcess } from "../support/server_process.ts";
import { HEALTH } from "./bounds.ts";
import { CASES, requestOf } from "./cases.ts";
import { judge } from "./contract.ts";
import { Pings } from "./pings.ts";
import { formed, type Hostile } from "./request.ts";
import { type Runtime, SERVICES, warm } from "./services.ts";

/** Requests under way at any time. */
const CLIENTS = 64;

/** Requests that are made beforehand, so that to make them takes nothing from the service. */
const VARIANTS = 8;

/** Parts of what a body below 4 MiB may have: up to 64 kB, most of them a few. */
const PARTS = { least: 1 / 4096, most: 1 / 64 };

/** Part of the requests whose client leaves before the reply. */
const LEAVING = 0.1;

/** Milliseconds after which such a client has left. */
const LEAVES_AFTER = 50;

/** Seconds after which no request is begun. */
const SECONDS = 600;

/** What was measured. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Seconds that the process computed; NaN where there is no /proc. */
  readonly computed: number;
  /** How often each status came; 0 is none, -1 that of clients that left. */
  readonly statuses: ReadonlyMap<number, number>;
  /** What was wrong with replies, each once. */
  readonly faults: ReadonlySet<string>;
  /** Seconds that each request for `/health` waited, the longest last. */
  readonly waits: readonly number[];
  /** Resident MiB at ten times evenly spread. */
  readonly memory: readonly number[];
}

/** All cases, small, and as many damaged objects. */
function pool(seed: number): Hostile[] {
  const random = new Random(seed);
  const hostile = CASES.flatMap((one) =>
    Array.from({ length: VARIANTS }, () => {
      const part = random.magnitude(PARTS.least, PARTS.most);
      return requestOf(one, one.most * part, random.below(2 ** 31));
    })
  );
  const damaged = hostile.map(() => {
    const { objects } = random.of(SEEDS);
    return formed(
      objects.map((bytes, n) => ({ name: "f", file: `${n}.dcm`, content: mutate(bytes, random) })),
      random.of(["/v1/header?format=json", "/v1/header", "/v1/header?uneven=split"]),
    );
  });
  return [...hostile, ...damaged];
}

/** Puts a service under hostile load. */
export async function load(runtime: Runtime, seed: number, wanted: number): Promise<Load> {
  const bodies = pool(seed);
  return await withServerProcess(await SERVICES[runtime](), async (server) => {
    await warm(server);
    const pings = await Pings.begin(server.origin);
    const random = new Random(seed + 1);
    const statuses = new Map<number, number>();
    const faults = new Set<string>();
    const memory: number[] = [];
    let begun = 0;
    const before = await computedSeconds(server.pid) ?? NaN;
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    const client = async () => {
      while (begun < wanted && elapsed() < SECONDS) {
        const number = begun++;
        const { path, headers, body } = random.of(bodies);
        const leaves = random.chance(LEAVING);
        if (number % Math.ceil(wanted / 10) === 0) {
          memory.push((await memoryOf(server.pid))?.now ?? 0);
        }
        const signal = leaves ? { signal: AbortSignal.timeout(LEAVES_AFTER) } : {};
        let status = leaves ? -1 : 0;
        try {
          const response = await fetch(server.origin + path, {
            method: "POST",
            headers,
            body,
            ...signal,
          });
          const type = response.headers.get("Content-Type") ?? "";
          const reply = new Uint8Array(await response.arrayBuffer());
          status = response.status;
          const { fault } = judge({ status, type, body: reply });
          if (fault !== undefined) faults.add(fault);
        } catch (error) {
          if (!leaves) faults.add(String(error));
        }
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    memory.push((await memoryOf(server.pid))?.now ?? 0);
    const computed = (await computedSeconds(server.pid) ?? NaN) - before;
    return {
      computed,
      requests: begun,
      seconds: elapsed(),
      statuses,
      faults,
      memory,
      waits: await pings.end(),
    };
  });
}

/** The figures in words, and whether they are as they must be. */
export function loadReport(measured: Load): { text: string; holds: boolean } {
  const { requests, seconds, computed, statuses, faults, waits, memory } = measured;
  const at = (part: number) => 1000 * (waits[Math.floor(part * (waits.length - 1))] ?? 0);
  const growth = growthOf(measured);
  const counts = [...statuses].sort(([a], [b]) => a - b)
    .map(([status, count]) => `${{ "-1": "left", 0: "none" }[status] ?? status}: ${count}`);
  const text = [
    `${requests} requests from ${CLIENTS} clients in ${
      seconds.toFixed(1)
    } s, of which the service ` +
    `computed ${computed.toFixed(1)}; ${counts.join(", ")}.`,
    `\`/health\`: ${waits.length} times, p50 ${at(0.5).toFixed(0)}, p99 ${at(0.99).toFixed(0)}, ` +
    `at most ${at(1).toFixed(0)} ms.`,
    `Resident MiB at every tenth: ${memory.map(Math.round).join(", ")}; over the second half ` +
    `${(100 * growth).toFixed(1)} %.`,
    ...[...faults].map((fault) => `Wrong: ${fault}.`),
  ].join("\n");
  return { text, holds: faults.size === 0 && at(0.99) < HEALTH && !(growth > FLAT) };
}
