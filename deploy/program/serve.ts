/**
 * The service on this machine alone, in Deno or Node.
 *
 * @module
 */

import { serve as serveInNode } from "@hono/node-server";
import process from "node:process";
import { parseArgs } from "node:util";
import { createApp } from "../../routes/app.ts";

/** That of `deno task start`, which the clients ask where no other is named. */
const DEFAULT_PORT = 8000;

/** Nobody else reaches it: headers name patients. */
const HOST = "127.0.0.1";

const USAGE = `Usage: dcm2nhdr serve [--port PORT] [--until-stdin-ends]

The service on http://${HOST}:${DEFAULT_PORT}/, for this machine alone. Its address is printed.

  --port PORT
      Another port; 0 for one that is free.
  --until-stdin-ends
      For programs that start it: it ends with them.
`;

/** What is used of Deno, which may not be there. */
interface DenoServer {
  serve(
    options: {
      readonly hostname: string;
      readonly port: number;
      readonly onListen: (address: { readonly port: number }) => void;
    },
    fetch: (request: Request) => Promise<Response>,
  ): unknown;
}

/** Serves until a signal comes, or standard input ends; what is under way then is broken off. */
export async function serve(args: readonly string[]): Promise<void> {
  const { port, untilStdinEnds, help } = read(args);
  if (help) return void process.stdout.write(USAGE);
  if (port === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const { fetch } = createApp();
  const onListen = ({ port }: { readonly port: number }): void => {
    process.stdout.write(`Listening on http://${HOST}:${port}/\n`);
  };
  const { Deno: deno } = globalThis as { Deno?: DenoServer };
  try {
    if (deno) deno.serve({ hostname: HOST, port, onListen }, fetch);
    else await listenInNode(port, fetch).then(onListen);
  } catch (error) {
    process.stderr.write(`Port ${port} cannot be used: ${(error as Error).message}\n`);
    process.exit(1);
  }
  if (!untilStdinEnds) return;
  process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();
}

function listenInNode(
  port: number,
  fetch: (request: Request) => Promise<Response>,
): Promise<{ readonly port: number }> {
  return new Promise((listening, fail) => {
    serveInNode({ hostname: HOST, port, fetch }, listening).once("error", fail);
  });
}

/** @returns No port where the arguments are wrong */
function read(args: readonly string[]): {
  readonly port?: number;
  readonly untilStdinEnds: boolean;
  readonly help: boolean;
} {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: String(DEFAULT_PORT) },
        "until-stdin-ends": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { port, "until-stdin-ends": untilStdinEnds, help } = values;
    const isPort = /^\d{1,5}$/.test(port) && Number(port) < 2 ** 16;
    return { untilStdinEnds, help, ...(isPort ? { port: Number(port) } : {}) };
  } catch {
    return { untilStdinEnds: false, help: false };
  }
}
