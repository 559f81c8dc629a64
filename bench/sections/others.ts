/**
 * Whole ways from 140 files to where the series lies, of other programs and of this one.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { bundleFile } from "../../tests/support/bundle.ts";
import { runWell } from "../../tests/support/programs.ts";
import { type Program, timeOthers } from "../other_programs.ts";
import { app } from "../own.ts";
import { PARSERS } from "../parsers.ts";
import { post, tarOf } from "../requests.ts";
import { clinicalSeries, type Header } from "../series.ts";
import { figure, type Table } from "../table.ts";
import { type Job, medianOf, timeAll } from "../timing.ts";
import { seconds, type Settings } from "./section.ts";

const FILES = 140;

/** All programs run in turn, so many times. */
const ROUNDS = 3;

/** From files on disk, and from bytes in memory. Files have pixels of 16 × 16. */
export async function others(settings: Settings): Promise<readonly Table[]> {
  const folder = await Deno.makeTempDir();
  try {
    const files = clinicalSeries(FILES, "few");
    await Deno.mkdir(`${folder}/files`);
    for (const { name, bytes } of files) await Deno.writeFile(`${folder}/files/${name}`, bytes);
    // As it is installed by name.
    const program = await bundleFile("cli/main.ts", `${folder}/program.js`);
    const rounds: Program[][] = [];
    for (let round = 0; round < (settings.quick ? 1 : ROUNDS); round++) {
      const own = await inDeno(`${folder}/files`, program, files, settings);
      rounds.push([...own, ...await timeOthers(`${folder}/files`, 3)]);
    }
    return [tableOf(rounds)];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A program in JavaScript. */
interface Way {
  readonly name: string;
  readonly version: string;
  readonly work: string;
  readonly memory: () => unknown;
  readonly files: () => unknown;
}

/** Parsers in JavaScript, and this program in both of its forms. */
async function inDeno(
  folder: string,
  program: string,
  files: readonly Header[],
  settings: Settings,
): Promise<Program[]> {
  const fromDisk = () =>
    Promise.all(
      files.map(async (file) => ({
        ...file,
        bytes: await Deno.readFile(`${folder}/${file.name}`),
      })),
    );
  const tar = tarOf(files);
  const ways: readonly Way[] = [
    {
      name: "dcm2nhdr, a request",
      version: config.version,
      work: "headers to NRRD header",
      memory: () => post(app.fetch, tar),
      files: async () => post(app.fetch, tarOf(await fromDisk())),
    },
    ...Object.entries(PARSERS).map(([name, { version, read }]) => ({
      name,
      version,
      work: "reads headers",
      memory: () => read(files),
      files: async () => read(await fromDisk()),
    })),
  ];
  const flags = ["--no-config", "--no-prompt", "--allow-read", "--allow-net", "--allow-env"];
  const jobs: Record<string, Job> = {
    commandLine: () => runWell(Deno.execPath(), ["run", ...flags, program, folder]),
  };
  for (const { name, memory, files } of ways) {
    jobs[`${name} memory`] = memory;
    jobs[`${name} files`] = files;
  }
  const times = await timeAll(jobs, seconds(12, settings));
  const [own, ...parsers] = ways.map(({ name, version, work }): Program => ({
    name,
    version,
    work,
    files: times[`${name} files`]!.median,
    memory: times[`${name} memory`]!.median,
  }));
  const commandLine = {
    name: "dcm2nhdr, the command line",
    version: config.version,
    work: "the same, its start included",
    files: times.commandLine!.median,
    memory: null,
  };
  return [own!, commandLine, ...parsers];
}

/** Medians over the rounds, and ratios to a request with bytes in memory of the same round. */
function tableOf(rounds: readonly (readonly Program[])[]): Table {
  const over = (k: number, of: (program: Program, own: Program) => number | null) => {
    const values = rounds.map((programs) => of(programs[k]!, programs[0]!));
    return values.includes(null) ? undefined : medianOf(values as number[]);
  };
  const shown = (value: number | undefined) =>
    value === undefined ? "" : figure(value, value < 100 ? 1 : 0);
  const cells = (k: number, form: "files" | "memory") => [
    shown(over(k, (program) => program[form])),
    shown(over(k, (program, own) => program[form] === null ? null : program[form] / own.memory!)),
  ];
  return {
    caption: `From ${FILES} files to where the series lies`,
    head: ["program", "work", "files, ms", "files, × ours", "memory, ms", "memory, × ours"],
    rows: rounds[0]!.map(({ name, version, work }, k) => [
      `${name} ${version}`,
      work,
      ...cells(k, "files"),
      ...cells(k, "memory"),
    ]),
  };
}
