/**
 * The command line: what `POST /v1/header` and `POST /v1/check` do, for files and folders, without a server.
 *
 * Only what Node and Deno both have is used, so that one bundle runs in either.
 *
 * @module
 */

import { counted } from "../lib/text.ts";
import process from "node:process";
import { groupBy } from "../lib/group_by.ts";
import { checkHeader } from "../lib/check/mod.ts";
import { checkReport } from "../lib/check/report.ts";
import { type HeaderError, isHeaderError, makeReply, type Skipped } from "../lib/mod.ts";
import { ClaimedParts } from "../lib/intake/claimed_parts.ts";
import type { Intake } from "../lib/intake/intake.ts";
import { readOptions } from "../lib/options/read.ts";
import { type Command, readArguments, usage, UsageError } from "./arguments.ts";
import { LOCAL_LIMITS, readFiles } from "./read_files.ts";
import { checkFolder, type Target, targetOf, writeReply } from "./write.ts";

/** A header was made; none could be made; the arguments are wrong. */
const STATUS = { made: 0, refused: 1, usage: 2 } as const;

/** Files between two lines of progress. */
const PROGRESS_STEP = 50;

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readArguments(args);
    if (command.help) {
      process.stdout.write(usage());
      return STATUS.made;
    }
    return await (command.check === undefined ? make : check)(command);
  } catch (error) {
    if (error instanceof UsageError) return failed(`${error.message}\nTry --help.`, STATUS.usage);
    if (isHeaderError(error)) return failed(explained(error), STATUS.refused);
    throw error;
  }
}

async function make(command: Command): Promise<number> {
  checkOptions(command);
  const target = await targetOf(command);
  const intake = await read(command, target);
  const options = readOptions(command.options, intake.options, intake.array);
  if (options.header.data === "dicom") checkFolder(intake.objects, target.folder);
  const reply = makeReply(intake.objects, intake.skipped, options.header, LOCAL_LIMITS);
  await writeReply(reply, options.format ?? "text", options.volume, target);
  tellSkipped(reply.skipped);
  for (const { code, message } of reply.refused) tell(`no header: ${code}: ${message}`);
  return STATUS.made;
}

/** Compares a header that is there with the series. */
async function check(command: Command): Promise<number> {
  checkOptions(command);
  const target = await targetOf(command);
  const given = new ClaimedParts();
  const intake = await read(command, target, given);
  const options = readOptions(command.options, intake.options, intake.array);
  const format = options.format ?? "text";
  if (format === "zip") throw new UsageError("a check is text or json");
  const { header, volume } = options;
  const orderStated = [...command.options, ...intake.options].some(([name]) => name === "order");
  const reply = checkHeader(given.read(header.space), intake.objects, intake.skipped, {
    ...header,
    orderStated,
    volume,
  }, LOCAL_LIMITS);
  const text = format === "text" ? checkReport(reply) : `${JSON.stringify(reply, null, 1)}\n`;
  const name = format === "text" ? "check.txt" : "check.json";
  await target.write(name, new TextEncoder().encode(text));
  tellSkipped(reply.skipped);
  return reply.status === "wrong" ? STATUS.refused : STATUS.made;
}

/** Looked at before the files, so that a misspelt option does not cost their reading. */
function checkOptions({ options }: Command): void {
  try {
    readOptions(options);
  } catch (error) {
    if (isHeaderError(error)) throw new UsageError(explained(error));
    throw error;
  }
}

async function read(command: Command, target: Target, given?: ClaimedParts): Promise<Intake> {
  const { check, paths, from } = command;
  const progress = new Progress(command.progress ?? process.stderr.isTTY === true);
  return await readFiles({
    paths: check === undefined ? paths : [check, ...paths],
    from,
    namesFrom: target.folder,
    given,
    onFile: (files) => progress.show(files),
  }).finally(() => progress.end());
}

function tellSkipped(skipped: readonly Skipped[]): void {
  if (skipped.length > 0) tell(summary(skipped));
}

/** How many entries took no part, by reason. */
function summary(skipped: readonly Skipped[]): string {
  const counts = groupBy(skipped, ({ reason }) => reason);
  const parts = [...counts].map(([reason, entries]) => `${reason} ${entries.length}`);
  return `${skipped.length} took no part: ${parts.join(", ")}`;
}

function explained({ code, message, details }: HeaderError): string {
  const { help } = details;
  return `${code}: ${message}${typeof help === "string" ? `\nhelp: ${help}` : ""}`;
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

function failed(message: string, status: number): number {
  tell(message);
  return status;
}

/** One line on standard error that counts. */
class Progress {
  readonly #wanted: boolean;
  #files = 0;

  constructor(wanted: boolean) {
    this.#wanted = wanted;
  }

  show(files: number): void {
    this.#files = files;
    if (files % PROGRESS_STEP === 0) this.#write("\r");
  }

  end(): void {
    this.#write("\n");
  }

  #write(end: string): void {
    if (this.#wanted) process.stderr.write(`${counted(this.#files, "file")} read${end}`);
  }
}

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on("error", () => process.exit());
process.exitCode = await main(process.argv.slice(2));
