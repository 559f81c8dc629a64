/**
 * What a request takes as platforms bill it: CPU time and memory of a process of its own.
 *
 * @module
 */

import { bundleFolder } from "../../tests/support/bundle.ts";
import { computedSeconds, forgetPeak, memoryOf } from "../../tests/support/process_figures.ts";
import { serve, withServerProcess } from "../../tests/support/server_process.ts";
import { costOfMillion, PRICES, type Taken } from "../edge_cost.ts";
import { type Body, jsonOf, tarGzOf } from "../requests.ts";
import { clinicalSeries } from "../series.ts";
import { count, figure, type Table } from "../table.ts";
import type { Settings } from "./section.ts";

const SLICES = [20, 200, 500] as const;

/** Seconds of CPU time that are measured: the kernel counts it in hundredths. */
const COMPUTED = 3;

interface Measured extends Taken {
  readonly what: string;
  readonly sent: number;
  /** CPU time until the first answer of a new process, ms. */
  readonly first: number;
}

/** Series of several lengths, one request each. */
export async function edge({ quick }: Settings): Promise<readonly Table[]> {
  const folder = await Deno.makeTempDir();
  try {
    const service = await bundleFolder("main.ts", folder);
    const all: Measured[] = [];
    for (const slices of SLICES) {
      const series = clinicalSeries(slices);
      const forms = { "tar.gz": await tarGzOf(series), "DICOM JSON": jsonOf(series) };
      for (const [form, body] of Object.entries(forms)) {
        const what = `${slices} slices as ${form}`;
        all.push({ what, ...await measured(service, body, quick ? 0.3 : COMPUTED) });
      }
    }
    return [
      {
        caption: "What a request takes of a process",
        head: ["series", "kB sent", "CPU ms", "MiB at most", "first answer, CPU ms"],
        rows: all.map(({ what, sent, cpu, memory, first }) => [
          what,
          count(sent / 1000),
          figure(cpu, 2),
          count(memory),
          count(first),
        ]),
      },
      {
        caption: "What a million series cost, US dollars",
        head: ["series", ...PRICES.map(({ platform }) => platform)],
        rows: all.map((taken) => [
          taken.what,
          ...PRICES.map((prices) => figure(costOfMillion(taken, prices), 2)),
        ]),
      },
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Sends one body until enough was computed, twice: the first time, code is compiled. */
async function measured(
  service: string,
  { bytes, type }: Body,
  computed: number,
): Promise<Omit<Measured, "what">> {
  return await withServerProcess(serve(service, "--no-config"), async ({ origin, pid }) => {
    const now = async () => await computedSeconds(pid) ?? NaN;
    const send = async () => {
      const headers = { "Content-Type": type };
      const init = { method: "POST", body: bytes, headers };
      const response = await fetch(`${origin}/v1/header`, init);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
    };
    await send();
    const first = 1000 * await now();
    const sendFor = async (seconds: number) => {
      const started = await now();
      let [requests, taken] = [0, 0];
      // To look takes a while, too, and only the server's time counts.
      for (; taken < seconds || Number.isNaN(taken) && requests < 100; requests += 10) {
        for (let k = 0; k < 10; k++) await send();
        taken = await now() - started;
      }
      return 1000 * taken / requests;
    };
    await sendFor(computed / 2);
    await forgetPeak(pid);
    const cpu = await sendFor(computed);
    return { sent: bytes.length, cpu, memory: (await memoryOf(pid))?.peak ?? NaN, first };
  });
}
