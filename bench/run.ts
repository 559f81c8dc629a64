// deno-lint-ignore-file no-console
/**
 * `deno task bench [SECTION …] [--write] [--quick] [--against FOLDER]`: what requests cost, as
 * ratios to what other programs take for the same bytes, and as platforms bill them.
 *
 * All sections take about ten minutes. `--write` puts the tables into `docs/performance.md`;
 * `--quick` does everything a few times only; `--against` names another checkout of this project,
 * with what `deno task generate` makes, to be compared with. With `DCM2NHDR_PYTHON` set to an
 * interpreter, programs in Python are timed as well (`bench/requirements.txt`); with
 * `DCM2NHDR_RUNTIMES` set to a folder in which npm has installed it, @itk-wasm/dicom.
 *
 * @module
 */

import { runWell } from "../tests/support/programs.ts";
import { captioned, circumstances, updated } from "./document.ts";
import { notTimed } from "./other_programs.ts";
import type { Section } from "./sections/section.ts";
import { missed, type Table } from "./table.ts";

/** What is measured, in this order; each is loaded when it is wanted. */
const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
  requests: async () => (await import("./sections/requests.ts")).requests,
  large: async () => (await import("./sections/requests.ts")).large,
  parts: async () => (await import("./sections/parts.ts")).parts,
  enhanced: async () => (await import("./sections/enhanced.ts")).enhanced,
  study: async () => (await import("./sections/study.ts")).study,
  kept: async () => (await import("./sections/kept.ts")).kept,
  uploads: async () => (await import("./sections/uploads.ts")).uploads,
  start: async () => (await import("./sections/start.ts")).start,
  throughput: async () => (await import("./sections/throughput.ts")).throughput,
  processes: async () => (await import("./sections/processes.ts")).processes,
  edge: async () => (await import("./sections/edge.ts")).edge,
  growth: async () => (await import("./sections/growth.ts")).growth,
  reading: async () => (await import("./sections/reading.ts")).reading,
  others: async () => (await import("./sections/others.ts")).others,
};

const DOCUMENT = new URL("../docs/performance.md", import.meta.url);

interface Arguments {
  readonly names: readonly string[];
  readonly write: boolean;
  readonly quick: boolean;
  readonly against: string | undefined;
}

function read(args: readonly string[]): Arguments {
  const at = args.indexOf("--against");
  const against = at < 0 ? undefined : args[at + 1];
  const names = args.filter((arg, k) => !arg.startsWith("--") && (at < 0 || k !== at + 1));
  const unknown = names.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown.length > 0 || at >= 0 && against === undefined) {
    throw new Error(`Sections are ${Object.keys(SECTIONS).join(", ")}; not ${unknown.join(", ")}`);
  }
  return {
    names: names.length > 0 ? names : Object.keys(SECTIONS),
    // Figures of a few rounds stand nowhere.
    write: args.includes("--write") && !args.includes("--quick"),
    quick: args.includes("--quick"),
    against: against && Deno.realPathSync(against),
  };
}

const { names, write, quick, against } = read(Deno.args);
const all: Table[] = [];
for (const name of names) {
  const source = { command: `deno task bench ${name}`, circumstances: await circumstances() };
  const section = await SECTIONS[name]!();
  const tables = await section({ quick, against });
  for (const table of tables) {
    console.log(captioned(table, source));
    const document = updated(await Deno.readTextFile(DOCUMENT), table, source);
    if (write) await Deno.writeTextFile(DOCUMENT, document);
  }
  all.push(...tables);
}
if (write) {
  // The document, and what is drawn beside it.
  const drawn = new URL("../docs/performance/", import.meta.url).pathname;
  await runWell(Deno.execPath(), ["fmt", "--quiet", DOCUMENT.pathname, drawn]);
}
for (const row of all.flatMap(missed)) console.log(row);
for (const name of notTimed()) console.log(`${name} is not set: some programs are not timed`);
