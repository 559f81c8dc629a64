/**
 * Arguments of the command line.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { nearestName } from "../lib/options/nearest_name.ts";
import { isOptionName, OPTION_NAMES } from "../lib/options/table.ts";
import type { RawOption } from "../lib/options/types.ts";

/** The parsed command line. */
export interface Command {
  /** Files, folders and web addresses in the order given; `-` is standard input. */
  readonly paths: readonly string[];
  /** Options of the service, unchecked. */
  readonly options: readonly RawOption[];
  /** NRRD file to compare with instead of making one. */
  readonly check: string | undefined;
  /** File or folder to write to; undefined for standard output. */
  readonly output: string | undefined;
  /** Whether files may be overwritten. */
  readonly force: boolean;
  /** Whether to show progress; undefined: on a terminal. */
  readonly progress: boolean | undefined;
  /** Whether a file gets the header alone, even if what belongs behind it is here. */
  readonly headerOnly: boolean;
  readonly help: boolean;
  readonly version: boolean;
  /** Folder from which paths are seen. */
  readonly from: string;
  /** Whether the project's own task started the program. */
  readonly byTask: boolean;
}

/** What was asked for makes no sense, or cannot be done here; the message says why. */
export class UsageError extends Error {}

const TEXT = { type: "string" } as const;
const SWITCH = { type: "boolean" } as const;

/** Options of the command line alone. */
const OWN = {
  check: TEXT,
  output: { ...TEXT, short: "o" },
  force: SWITCH,
  "header-only": SWITCH,
  progress: SWITCH,
  help: { ...SWITCH, short: "h" },
  version: SWITCH,
} as const;

/** Of the task that starts the program: the folder that one was in. */
const INTERNAL = { from: TEXT } as const;

/**
 * Reads the arguments.
 *
 * @throws {UsageError}
 */
export function readArguments(args: readonly string[]): Command {
  const { values, tokens } = parse(args);
  const { check, output, progress, force = false, help = false, version = false } = values;
  const from = values.from ?? ".";
  const options = Object.entries(values).flatMap(([name, texts]) =>
    isOptionName(name) ? [texts].flat().map((text): RawOption => [name, text]) : []
  );
  const paths: string[] = [];
  let onlyPaths = false;
  for (const token of tokens) {
    if (token.kind === "option-terminator") onlyPaths = true;
    if (token.kind !== "positional") continue;
    const option = onlyPaths ? undefined : assignment(token.value, from);
    if (option) options.push(option);
    else paths.push(token.value);
  }
  if (paths.length === 0 && !help && !version) throw new UsageError("no file or folder is named");
  if (paths.filter((path) => path === "-").length > 1) {
    throw new UsageError("standard input (-) is named twice");
  }
  return {
    paths,
    options,
    check,
    output,
    force,
    headerOnly: values["header-only"] ?? false,
    progress,
    help,
    version,
    from,
    byTask: values.from !== undefined,
  };
}

/** `name=value`, as the service's advice has it; undefined for what is a file or no option. */
function assignment(argument: string, from: string): RawOption | undefined {
  const [, name = "", value] = /^([^=]*)=(.*)$/s.exec(argument) ?? [];
  if (!isOptionName(name) || existsSync(resolve(from, argument))) return;
  return [name, value];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      tokens: true,
      options: {
        ...OWN,
        ...INTERNAL,
        // Said twice with different values is an error that the service knows, too.
        ...Object.fromEntries(OPTION_NAMES.map((name) => [name, { ...TEXT, multiple: true }])),
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/\. .*/s, "") : "";
    const [, unknown = ""] = /option '--([^']*)'/.exec(message) ?? [];
    const nearest = nearestName(unknown, [...OPTION_NAMES, ...Object.keys(OWN)]);
    throw new UsageError(nearest ? `${message}; is --${nearest} meant?` : message);
  }
}
