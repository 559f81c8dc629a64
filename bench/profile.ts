// deno-lint-ignore-file no-console
/**
 * `deno task profile [few|tar|many|multipart|json|enhanced …]`: where the time of a request goes, as
 * `docs/performance/profile_tar.txt` and so on, by V8's sampling profiler.
 *
 * The service is bundled first, so that a source map says where a function stands, whatever the
 * runtime makes of TypeScript.
 *
 * @module
 */

import { Session } from "node:inspector/promises";
import { runWell } from "../tests/support/programs.ts";
import type { createApp } from "../routes/app.ts";
import { circumstances } from "./document.ts";
import { Places } from "./places.ts";
import { type Frame, type Profile, profileText } from "./profile_text.ts";
import { type Body, jsonOf, multipartOf, post, tarOf } from "./requests.ts";
import { enhancedBody } from "./sections/enhanced.ts";
import { clinicalSeries } from "./series.ts";

/** So few that a request's own cost is most of it, and so many that memory is. */
const [FEW, HEADERS, MANY] = [10, 1000, 10_000];
const FRAMES = 5000;

/** Microseconds between samples. */
const INTERVAL = 200;

/** Seconds before the profile, in which code is compiled, and of the profile. */
const SECONDS = { before: 3, profile: 8 } as const;

/** What is profiled: what a body has, as what, how many of it, and the body. */
type Profiled = readonly [unit: string, form: string, count: number, Body];

const PROFILED: Readonly<Record<string, () => Profiled | Promise<Profiled>>> = {
  few: () => ["header", "tar", FEW, tarOf(clinicalSeries(FEW))],
  tar: () => ["header", "tar", HEADERS, tarOf(clinicalSeries(HEADERS))],
  many: () => ["header", "tar", MANY, tarOf(clinicalSeries(MANY))],
  multipart: async () => [
    "header",
    "multipart",
    HEADERS,
    await multipartOf(clinicalSeries(HEADERS)),
  ],
  json: () => ["header", "DICOM JSON", HEADERS, jsonOf(clinicalSeries(HEADERS))],
  enhanced: () => ["frame", "one enhanced object", FRAMES, enhancedBody(FRAMES)],
};

const root = new URL("../", import.meta.url);
const folder = new URL("docs/performance/", root);

/** Bundles the service, and gives it with what knows where its functions stand. */
async function bundled(output: string) {
  const flags = ["--quiet", "--platform", "browser", "--sourcemap", "inline", "--output", output];
  await runWell(Deno.execPath(), ["bundle", ...flags, "routes/app.ts"], { cwd: root.pathname });
  const url = `file://${output}`;
  const module: { createApp: typeof createApp } = await import(url);
  const places = new Places(root.href, url, await Deno.readTextFile(output));
  return { app: module.createApp(), placeOf: (frame: Frame) => places.of(frame) };
}

/** Runs something again and again for a while; how often. */
async function repeat(run: () => Promise<unknown>, seconds: number): Promise<number> {
  const started = performance.now();
  let runs = 0;
  for (; performance.now() - started < 1000 * seconds; runs++) await run();
  return runs;
}

const temporary = await Deno.makeTempDir();
try {
  const { app, placeOf } = await bundled(`${temporary}/app.js`);
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: INTERVAL });
  await Deno.mkdir(folder, { recursive: true });
  const names = Deno.args.length > 0 ? Deno.args : Object.keys(PROFILED);
  for (const name of names) {
    const [unit, form, count, body] = await PROFILED[name]!();
    const send = () => post(app.fetch, body);
    await repeat(send, SECONDS.before);
    await session.post("Profiler.start");
    const requests = await repeat(send, SECONDS.profile);
    const { profile } = await session.post("Profiler.stop") as { profile: Profile };
    const source = `deno task profile ${name}, ${await circumstances()}`;
    const title = `A request of ${count} ${unit}s as ${form} (${source})`;
    const text = profileText(profile, title, unit, requests * count, placeOf);
    await Deno.writeTextFile(new URL(`profile_${name}.txt`, folder), text);
    console.log(text);
  }
} finally {
  await Deno.remove(temporary, { recursive: true });
}
