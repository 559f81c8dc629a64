/**
 * The command line: what `POST /v1/header` and `POST /v1/check` do, for files and folders, without a server.
 *
 * Only what Node and Deno both have is used, so that one bundle runs in either.
 *
 * @module
 */

import process from "node:process";
import { checkAnswer, checkRequest, writtenCheck } from "../lib/check_service.ts";
import { isHeaderError } from "../lib/errors.ts";
import { formatOfName } from "../lib/headers/named_format.ts";
import { type Question, ServiceRequest, type Settings } from "../lib/service.ts";
import { brief } from "../lib/text.ts";
import { bytesOf } from "../lib/written.ts";
import { type Command, readArguments, UsageError } from "./arguments.ts";
import { isAddress } from "./dicomweb.ts";
import { usage, VERSION } from "./help.ts";
import { make } from "./make.ts";
import { type Disk, LOCAL_LIMITS, readFiles } from "./read_files.ts";
import { explained, Progress, tell, tellSkipped } from "./told.ts";
import { type Target, targetOf } from "./write.ts";

/** A header was made; none could be made; the arguments are wrong. */
const STATUS = { made: 0, refused: 1, usage: 2 } as const;

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readArguments(args);
    if (command.help || command.version) {
      process.stdout.write(command.help ? usage(command.byTask) : VERSION);
      return STATUS.made;
    }
    if (!command.paths.some(isAddress)) await giveBackNetwork();
    const question = command.check === undefined ? "header" : "check";
    const request = requestOf(question, command);
    const target = await targetOf(command);
    const disk = await read(command, request, target);
    if (question === "check") return await check(command, request, target);
    await make(command, request, target, disk);
    return STATUS.made;
  } catch (error) {
    if (error instanceof UsageError) return failed(`${error.message}\nTry --help.`, STATUS.usage);
    if (isHeaderError(error)) return failed(explained(error), STATUS.refused);
    throw error;
  }
}

/** Where no address is named, nothing that is read may be able to reach the network. */
async function giveBackNetwork(): Promise<void> {
  const { Deno: deno } = globalThis as {
    Deno?: { permissions?: { revoke(permission: { name: "net" }): Promise<unknown> } };
  };
  await deno?.permissions?.revoke({ name: "net" });
}

/** Compares a header that is there with the series. */
async function check(
  command: Command,
  request: ServiceRequest,
  target: Target,
): Promise<number> {
  const { reply, budget, format } = checkAnswer(request);
  const written = writtenCheck(reply, format, budget);
  const name = await target.write(target.file ?? written.name, [bytesOf(written)]);
  if (command.output !== undefined) {
    tell(`wrote ${name}: the header is ${reply.status}, up to ${brief(reply.error)} mm off`);
  }
  tellSkipped(reply.skipped);
  return reply.status === "wrong" ? STATUS.refused : STATUS.made;
}

/** Options are looked at before the files: what is wrong with them is wrong with the arguments. */
function requestOf(question: Question, { options, output }: Command): ServiceRequest {
  const { formats = [] } = formatOfName(output ?? "") ?? {};
  try {
    const settings: Settings = {
      limits: LOCAL_LIMITS,
      chooseFormat: (known) => formats.find((format) => known.includes(format)) ?? "text",
    };
    return question === "check"
      ? checkRequest(options, settings)
      : new ServiceRequest("header", options, settings);
  } catch (error) {
    if (isHeaderError(error)) throw new UsageError(explained(error));
    throw error;
  }
}

async function read(command: Command, { intake }: ServiceRequest, target: Target): Promise<Disk> {
  const { check, paths, from } = command;
  const progress = new Progress(command.progress);
  return await readFiles(intake, {
    paths: check === undefined ? paths : [check, ...paths],
    from,
    namesFrom: target.folder,
    onFile: (files) => progress.show(files),
  }).finally(() => progress.end());
}

function failed(message: string, status: number): number {
  tell(message);
  return status;
}

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on("error", () => process.exit());
process.exitCode = await main(process.argv.slice(2));
