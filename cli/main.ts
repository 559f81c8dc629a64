/**
 * The command line: what `POST /v1/header` and `POST /v1/check` do, for files and folders, without a server.
 *
 * Only what Node and Deno both have is used, so that one bundle runs in either.
 *
 * @module
 */

import process from "node:process";
import { countOf, type HeaderError, isHeaderError, type OrderChoice } from "../lib/errors.ts";
import type { Skipped } from "../lib/errors.ts";
import { type Question, ServiceRequest } from "../lib/service.ts";
import { counted } from "../lib/text.ts";
import { writtenCheck } from "../lib/written.ts";
import { type Command, readArguments, usage, UsageError } from "./arguments.ts";
import { LOCAL_LIMITS, readFiles } from "./read_files.ts";
import { checkFolder, type Target, targetOf, writeFile, writeReply } from "./write.ts";

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
  const request = requestOf("header", command);
  const target = await targetOf(command);
  await read(command, request, target);
  const { data } = request.options("header").header;
  if (data === "dicom") checkFolder(request.intake.objects, target.folder);
  const { reply, budget, format, volume } = request.header();
  await writeReply(reply, { format, volume, budget }, target);
  tellSkipped(reply.skipped);
  for (const refusal of reply.refused) tell(`no header: ${explained(refusal)}`);
  return STATUS.made;
}

/** Compares a header that is there with the series. */
async function check(command: Command): Promise<number> {
  const request = requestOf("check", command);
  const target = await targetOf(command);
  await read(command, request, target);
  const { reply, budget, format } = request.check();
  await writeFile(writtenCheck(reply, format, budget), target);
  tellSkipped(reply.skipped);
  return reply.status === "wrong" ? STATUS.refused : STATUS.made;
}

/** Options are looked at before the files: what is wrong with them is wrong with the arguments. */
function requestOf(question: Question, { options }: Command): ServiceRequest {
  try {
    return new ServiceRequest(question, options, {
      limits: LOCAL_LIMITS,
      chooseFormat: () => "text",
    });
  } catch (error) {
    if (isHeaderError(error)) throw new UsageError(explained(error));
    throw error;
  }
}

async function read(command: Command, { intake }: ServiceRequest, target: Target): Promise<void> {
  const { check, paths, from } = command;
  const progress = new Progress(command.progress ?? process.stderr.isTTY === true);
  await readFiles(intake, {
    paths: check === undefined ? paths : [check, ...paths],
    from,
    namesFrom: target.folder,
    onFile: (files) => progress.show(files),
  }).finally(() => progress.end());
}

/** Ignored inputs that are named: more would hide what else is said. */
const MOST_NAMED = 10;

function tellSkipped(skipped: readonly Skipped[]): void {
  if (skipped.length > 0) tell(summary(skipped));
}

/** The number of ignored inputs, by reason, and the first of those that somebody may have meant. */
function summary(skipped: readonly Skipped[]): string {
  const counts = Map.groupBy(skipped, ({ reason }) => reason);
  const parts = [...counts].map(([reason, entries]) => `${reason} ${countOf(entries)}`);
  const named = skipped.filter(({ reason }) => reason !== "not-dicom").slice(0, MOST_NAMED);
  return [
    `inputs ignored: ${countOf(skipped)} (${parts.join(", ")})`,
    ...named.map(({ file, message }) => `  ${file ?? "input"}: ${message}`),
  ].join("\n");
}

function explained({ code, message, details }: Explained): string {
  const { help, refused = [] } = details;
  const choices = (details["choices"] ?? []) as readonly OrderChoice[];
  const ways = choices.length > 1
    ? choices.map(({ order, words }) => `--order ${order} if ${words}`)
    : help === undefined
    ? []
    : [`help: ${help}`];
  const parts = refused.map(({ code, message }) => `  ${code}: ${message}`);
  return [`${code}: ${message}`, ...ways, ...parts].join("\n");
}

/** What an error and a refusal have. */
type Explained = Pick<HeaderError, "code" | "message" | "details">;

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
