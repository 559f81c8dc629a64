/**
 * `deno task hostile [NAME…]`: every case alone, against a service of its own with 512 MiB of heap;
 * `deno task hostile load [requests]`: all of them mixed, from 64 clients.
 *
 * `--runtime deno|node|workerd|container` (deno), `--seed NUMBER` (another one every time), `--small`:
 * no bodies above 4 MiB. A name is that of a case, or its beginning. What is printed is Markdown.
 *
 * @module
 */

// deno-lint-ignore-file no-console

import { withServerProcess } from "../support/server_process.ts";
import { attack, type Attacked } from "./attack.ts";
import { excess } from "./bounds.ts";
import { CASES, requestOf } from "./cases.ts";
import { load, loadReport } from "./load.ts";
import { Pings } from "./pings.ts";
import { Random } from "../support/random.ts";
import type { Case, Hostile } from "./request.ts";
import { honest, lacking, type Runtime, SERVICES, warm } from "./services.ts";

/** A case is tried so often before its time or memory count as too much: collections come and go. */
const TRIES = 3;

/** Seconds of which others can have no part that matters. */
const HOPELESS = 4;

/** What the command line asks for. */
interface Wanted {
  readonly runtime: Runtime;
  readonly seed: number;
  /** Whether bodies above 4 MiB are left out. */
  readonly small: boolean;
  readonly words: readonly string[];
}

function readArguments(given: readonly string[]): Wanted {
  const rest = [...given];
  const option = (name: string) => {
    const at = rest.indexOf(name);
    return at < 0 ? undefined : rest.splice(at, 2)[1];
  };
  const runtime = option("--runtime") ?? "deno";
  const seed = Number(option("--seed") ?? Date.now() % 1e6);
  if (!(runtime in SERVICES)) throw new Error(`runtimes are ${Object.keys(SERVICES)}`);
  const words = rest.filter((word) => word !== "--small");
  return { runtime: runtime as Runtime, seed, small: words.length < rest.length, words };
}

/** Sends a request to a service that has done nothing else. */
async function alone(runtime: Runtime, request: Hostile): Promise<readonly [Attacked, number]> {
  return await withServerProcess(await SERVICES[runtime](), async (server) => {
    await warm(server);
    const pings = await Pings.begin(server.origin);
    const attacked = await attack(server, request);
    return [attacked, (await pings.end()).at(-1) ?? 0];
  });
}

/** Nothing hostile: what the others can be compared with. */
const HONEST: Case = {
  name: "honest-slices",
  most: 3.9 * 2 ** 20,
  beyond: 8,
  make: (bytes) => honest(Math.min(bytes, 20_000 * 450)),
};

/** A request below 4 MiB, and one above where more is possible. */
function requests(one: Case, { seed, small }: Wanted): Hostile[] {
  const random = new Random(seed);
  const below = one.most * random.between(0.5, 1);
  const above = one.most * one.beyond * random.between(0.5, 1);
  return [below, ...small || one.beyond === 1 ? [] : [above]].map((count) =>
    requestOf(one, count, seed)
  );
}

function row(name: string, one: Attacked, waited: number, wrong: readonly string[]): string {
  const number = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? "";
  const cells = [
    name,
    one.sent.toLocaleString("en"),
    one.status === 0 ? "none" : one.status,
    [one.code, one.limit].filter((word) => word !== undefined).join(": "),
    one.received.toLocaleString("en"),
    number(one.seconds, 2),
    number(one.computed, 2),
    number(waited, 2),
    number(one.grown, 0),
    wrong.length === 0 ? "ok" : `**${wrong.join(", ")}**`,
  ];
  return `| ${cells.join(" | ")} |`;
}

const HEAD = [
  "case",
  "bytes sent",
  "status",
  "code",
  "bytes of reply",
  "s",
  "s computed",
  "s others waited",
  "MiB over idle",
  "verdict",
];

async function cases(wanted: Wanted): Promise<boolean> {
  const { runtime, seed, words } = wanted;
  const chosen = [HONEST, ...CASES].filter(({ name }) =>
    words.length === 0 || words.some((word) => name.startsWith(word))
  );
  console.log(`${runtime}, 512 MiB of heap, seed ${seed}\n`);
  console.log(`| ${HEAD.join(" | ")} |\n|${HEAD.map(() => " --- |").join("")}`);
  let [sent, held] = [0, 0];
  const worst = { seconds: 0, waited: 0, grown: 0 };
  for (const one of chosen) {
    for (const request of requests(one, wanted)) {
      let [attacked, waited] = await alone(runtime, request);
      let wrong = excess(attacked, waited);
      const hopeless = attacked.fault !== undefined || attacked.seconds > HOPELESS;
      for (let n = 1; n < TRIES && wrong.length > 0 && !hopeless; n++) {
        const again = await alone(runtime, request);
        const wrongAgain = excess(...again);
        if (wrongAgain.length < wrong.length) [[attacked, waited], wrong] = [again, wrongAgain];
      }
      console.log(row(one.name, attacked, waited, wrong));
      sent++;
      if (wrong.length === 0) held++;
      worst.seconds = Math.max(worst.seconds, attacked.seconds);
      worst.waited = Math.max(worst.waited, waited);
      worst.grown = Math.max(worst.grown, attacked.grown ?? 0);
    }
  }
  console.log(
    `\n${held} of ${sent} within bounds; at most ${worst.seconds.toFixed(2)} s, others waited ` +
      `${worst.waited.toFixed(2)} s, ${worst.grown.toFixed(0)} MiB over idle.`,
  );
  return held === sent;
}

async function main(): Promise<boolean> {
  const wanted = readArguments(Deno.args);
  const why = lacking(wanted.runtime);
  if (why !== undefined) throw new Error(`${wanted.runtime}: ${why}`);
  const [mode, count = "20000"] = wanted.words;
  if (mode !== "load") return await cases(wanted);
  const { text, holds } = loadReport(await load(wanted.runtime, wanted.seed, Number(count)));
  console.log(`${wanted.runtime}, 512 MiB of heap, seed ${wanted.seed}\n\n${text}`);
  return holds;
}

if (!await main()) Deno.exit(1);
