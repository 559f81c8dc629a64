/**
 * Sends one hostile request, and measures what it does to the service and to others.
 *
 * @module
 */

import { computedSeconds, forgetPeak, memoryOf } from "../support/process_figures.ts";
import type { ServerProcess } from "../support/server_process.ts";
import { judge, type Judged } from "./contract.ts";
import type { Hostile } from "./request.ts";

/** What one request did. */
export interface Attacked extends Judged {
  /** Bytes of the body. */
  readonly sent: number;
  /** 0 where no reply came. */
  readonly status: number;
  /** Bytes of the reply. */
  readonly received: number;
  /** From the first byte sent to the last received. */
  readonly seconds: number;
  /** Seconds that the process computed; undefined where there is no /proc. */
  readonly computed: number | undefined;
  /** MiB of resident memory at most, over what there was before; undefined where there is no /proc. */
  readonly grown: number | undefined;
  /** Whether the process lives. */
  readonly lives: boolean;
}

/** Seconds after which a reply is given up. */
const PATIENCE = 60;

/** Milliseconds in which a process that dies is seen to be dead. */
const DYING = 2000;

/** Sends a request to a service. */
export async function attack(server: ServerProcess, request: Hostile): Promise<Attacked> {
  const { pid } = server;
  await forgetPeak(pid);
  const before = { memory: await memoryOf(pid), computed: await computedSeconds(pid) };
  const started = performance.now();
  const reply = await send(server.origin, request);
  const seconds = (performance.now() - started) / 1000;
  const lives = reply.status !== 0 || await survives(server);
  const after = { memory: await memoryOf(pid), computed: await computedSeconds(pid) };
  const told = reply.status !== 0
    ? judge(reply)
    : { code: undefined, limit: undefined, fault: lives ? `no reply: ${reply.type}` : "it died" };
  return {
    ...told,
    sent: request.body.length,
    status: reply.status,
    received: reply.body.length,
    seconds,
    computed: difference(after.computed, before.computed),
    grown: difference(after.memory?.peak, before.memory?.now),
    lives,
  };
}

/** The reply; status 0, and why, where there is none. */
async function send(origin: string, { path, headers, body }: Hostile) {
  try {
    const signal = AbortSignal.timeout(1000 * PATIENCE);
    const response = await fetch(origin + path, { method: "POST", headers, body, signal });
    const type = response.headers.get("Content-Type") ?? "";
    return { status: response.status, type, body: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    const why = error instanceof DOMException ? `none in ${PATIENCE} s` : String(error);
    return { status: 0, type: why, body: new Uint8Array(0) };
  }
}

async function survives({ status }: ServerProcess): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<boolean>((done) => timer = setTimeout(() => done(true), DYING));
  const lives = await Promise.race([status.then(() => false), waited]);
  clearTimeout(timer);
  return lives;
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : Math.max(0, after - before);
}
