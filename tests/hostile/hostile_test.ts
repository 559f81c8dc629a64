/**
 * The short form of `deno task hostile`: every case with little, against a service with 512 MiB of
 * heap. What is counted is what the process computes and keeps, not how long it takes.
 */

import { deepEqual, equal, ok } from "../assert.ts";
import { type ServerProcess, withServerProcess } from "../support/server_process.ts";
import { skipped } from "../support/skip.ts";
import { attack, type Attacked } from "./attack.ts";
import { CASES, requestOf } from "./cases.ts";
import type { Case } from "./request.ts";
import { honest, lacking, type Runtime, SERVICES, warm } from "./services.ts";

/** Of what a body below 4 MiB may have: what is tried, and what it is compared with. */
const PART = 1 / 4;
const TIMES = 4;

/** Runtimes besides Deno get less: what differs there is whether they survive. */
const SMALL_PART = 1 / 32;

/**
 * Seconds that are never too much for what is tried. The kernel counts in hundredths, and what is
 * compiled or collected meanwhile counts, too.
 */
const LITTLE = 0.5;

/**
 * How many times what honest datasets of as many bytes cost, 1 MiB, a case may cost: the kernel's
 * hundredths make a small sum of theirs. 4 MiB of those
 * take a quarter of the second that they may take; as much again is for what else the machine does.
 */
const DEARER = 16;

/** Four times as much costs less than this where the cost is linear (see `support/growth.ts`). */
const GROWTH = 10;

/** MiB over what there was before. A body below 4 MiB may take 64. */
const MEMORY = 64;

/** A case is tried so often before it costs too much: collections come and go. */
const TRIES = 3;

const MEBIBYTE = 2 ** 20;

/**
 * Which relatives of each case are tried: always the same ones, so that whoever sees this fail has
 * broken it. `deno task hostile` draws others every time.
 */
const SEEDS: Readonly<Record<Runtime, number>> = { deno: 1, node: 2, workerd: 3, container: 4 };

/** Tries all cases, with a service anew where one has died. */
async function tryAll(
  t: Deno.TestContext,
  runtime: Runtime,
  begin: (server: ServerProcess) => Promise<(one: Case) => Promise<Attacked>>,
): Promise<void> {
  const left = [...CASES];
  while (left.length > 0) {
    await withServerProcess(await SERVICES[runtime](), async (server) => {
      const trial = await begin(server);
      let lives = true;
      while (lives && left.length > 0) {
        const one = left.shift()!;
        await t.step(one.name, async () => {
          const { fault, lives: stillLives } = await trial(one);
          lives = stillLives;
          equal(fault, undefined);
        });
      }
    });
  }
}

Deno.test("hostile requests: the service lives, and none costs much more than honest ones", async (t) => {
  await tryAll(t, "deno", async (server) => {
    await warm(server);
    const usual = await least(server, honest(MEBIBYTE * PART * TIMES));
    const most = Math.max(LITTLE, DEARER * usual);
    return async (one) => {
      const requests = [PART / TIMES, PART].map((part) =>
        requestOf(one, one.most * part, SEEDS.deno)
      );
      const [small, large] = requests as [typeof requests[0], typeof requests[0]];
      let attacked = await attack(server, large);
      let [memory, before] = [attacked.grown ?? 0, Infinity];
      const cost = () => attacked.computed ?? 0;
      for (let n = 1; n < TRIES && attacked.lives && cost() > LITTLE; n++) {
        before = Math.min(before, (await attack(server, small)).computed ?? 0);
        const again = await attack(server, large);
        memory = Math.min(memory, again.grown ?? 0);
        if (!again.lives || (again.computed ?? 0) < cost()) attacked = again;
      }
      if (attacked.fault === undefined) {
        ok(cost() <= most, `${cost()} s; honest datasets take ${usual} s`);
        ok(
          cost() <= LITTLE || cost() < GROWTH * before,
          `${before} s, ${TIMES} times: ${cost()} s`,
        );
        ok(memory <= MEMORY, `${memory.toFixed(0)} MiB more`);
      }
      return attacked;
    };
  });
});

/** What a request costs, at best. */
async function least(server: ServerProcess, request: ReturnType<typeof honest>): Promise<number> {
  let found = Infinity;
  for (let n = 0; n < TRIES; n++) {
    found = Math.min(found, (await attack(server, request)).computed ?? 0);
  }
  return found;
}

for (const runtime of ["node", "workerd", "container"] as const) {
  const why = lacking(runtime);
  if (why !== undefined) {
    skipped(`hostile requests to ${runtime}`, why);
    continue;
  }
  Deno.test(`hostile requests to ${runtime}: it lives, and answers as it should`, async (t) => {
    await tryAll(
      t,
      runtime,
      (server) =>
        Promise.resolve((one) =>
          attack(server, requestOf(one, one.most * SMALL_PART, SEEDS[runtime]))
        ),
    );
  });
}

Deno.test("cases have names of their own, and draw numbers by the seed alone", () => {
  equal(new Set(CASES.map(({ name }) => name)).size, CASES.length);
  for (const one of CASES) {
    const [first, again] = [1, 1].map((seed) => requestOf(one, one.most / 1000, seed));
    deepEqual(first, again, one.name);
  }
});
