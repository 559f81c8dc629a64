/**
 * A whole study in one request: 20 series of 200 slices.
 *
 * @module
 */

import { forgetPeak, memoryOf } from "../../tests/support/process_figures.ts";
import { serve, withServerProcess } from "../../tests/support/server_process.ts";
import { app } from "../own.ts";
import { jsonOf, multipartOf, post, tarOf } from "../requests.ts";
import { clinicalSeries, type Header } from "../series.ts";
import { figure, type Table } from "../table.ts";
import { timeAll } from "../timing.ts";
import { seconds, type Settings } from "./section.ts";

/** Seconds that it may take, and MiB over an idle service. */
const AIMS = { seconds: { atMost: 0.5 }, memory: { atMost: 64 } };

/** Every header is asked for: text holds but one. */
const QUERY = "?format=json";

/** Headers of so many series. */
export function studyOf(series: number, slices: number): Header[] {
  return Array.from(
    { length: series },
    (_, k) =>
      clinicalSeries(slices).map(({ name, ...header }) => ({ name: `${k}/${name}`, ...header })),
  )
    .flat();
}

/** Time in this process, memory in one of its own. */
export async function study(settings: Settings): Promise<readonly Table[]> {
  const headers = studyOf(20, 200);
  const bodies = {
    tar: tarOf(headers),
    multipart: await multipartOf(headers),
    "DICOM JSON": jsonOf(headers),
  };
  const rows = [];
  for (const [name, body] of Object.entries(bodies)) {
    const { whole } = await timeAll({
      whole: () => post(app.fetch, body, QUERY),
    }, seconds(6, settings));
    const memory = await memoryOver(() => body.bytes, body.type);
    rows.push([
      name,
      figure(body.bytes.length / 2 ** 20, 1),
      figure(whole.median / 1000, 2, AIMS.seconds),
      memory === undefined ? "" : figure(memory, 0, AIMS.memory),
    ]);
  }
  return [{
    caption: "A study of 20 series, 200 slices each, in one request",
    head: ["sent as", "MiB sent", "seconds", "MiB over idle"],
    rows,
  }];
}

/** MiB that a service takes at most for a request, over what it takes when it has nothing to do. */
async function memoryOver(
  body: () => Uint8Array<ArrayBuffer>,
  type: string,
): Promise<number | undefined> {
  return await withServerProcess(serve("main.ts"), async ({ origin, pid }) => {
    const send = async (body: BodyInit, type: string) => {
      const headers = { "Content-Type": type };
      const init = { method: "POST", headers, body };
      const response = await fetch(`${origin}/v1/header${QUERY}`, init);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
    };
    // What is loaded with the first request is not the study's.
    const { bytes, type: small } = tarOf(clinicalSeries(2));
    await send(bytes, small);
    await forgetPeak(pid);
    const idle = await memoryOf(pid);
    await send(body(), type);
    const then = await memoryOf(pid);
    return idle && then && then.peak - idle.now;
  });
}
