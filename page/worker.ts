/**
 * The worker: reads, describes and checks, so that the page never stands still.
 *
 * @module
 */

import { claimedText } from "../lib/check/claimed_header.ts";
import { countOf } from "../lib/errors.ts";
import { ServiceRequest } from "../lib/service.ts";
import { replyOf } from "../lib/reply.ts";
import { bytesOf, MEDIA_TYPES, writtenHeader } from "../lib/written.ts";
import { claimedGrid } from "./ghosts.ts";
import { problemOf } from "./problem.ts";
import type { Answers, Download, Message, Progress, Request, Task } from "./protocol.ts";
import { read } from "./reading.ts";
import { sceneOf } from "./scene.ts";

/** Milliseconds between two messages about progress: often enough for the eye. */
const PROGRESS_EVERY = 50;

/** What a worker's global scope has and a window's has not. */
export interface WorkerScope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: Message, transfer?: Transferable[]): void;
}

/** Starts to answer. */
export function startWorker(scope: WorkerScope): void {
  const desk = new Desk();
  scope.onmessage = async ({ data: { id, ...task } }) => {
    try {
      const answer = await desk.work(task, (progress) => scope.postMessage({ id, progress }));
      scope.postMessage({ id, answer });
    } catch (error) {
      scope.postMessage({ id, problem: problemOf(error) });
    }
  };
}

/** Keeps what was read last. */
class Desk {
  #request: ServiceRequest | undefined;

  async work(
    task: Task,
    onProgress: (progress: Progress) => void,
  ): Promise<Answers[keyof Answers]> {
    switch (task.task) {
      case "read": {
        this.#request = undefined;
        const request = new ServiceRequest("header");
        await read(task.source, request.intake, seldom(onProgress));
        this.#request = request;
        const { frames, intake: { objects, skipped } } = request;
        return { scene: sceneOf(frames), objects: objects.length, skipped: countOf(skipped) };
      }
      case "describe":
        return replyOf(this.#read.header(task.options).reply);
      case "download":
        return this.#download(task);
      case "check": {
        const header = claimedText(task.header);
        const { reply } = this.#read.check(task.options, header);
        return { ...reply, claimed: claimedGrid(header, reply) };
      }
    }
  }

  get #read(): ServiceRequest {
    if (!this.#request) throw new Error("nothing was read");
    return this.#request;
  }

  #download({ options, format: wanted }: Task & { task: "download" }): Download {
    const { reply, budget, volume } = this.#read.header(options);
    const written = writtenHeader(reply, wanted, volume, budget);
    const { name, format } = written;
    return { name, type: MEDIA_TYPES[format], bytes: bytesOf(written).buffer };
  }
}

/** Lets the last of a quick row of calls wait, and drops the others. */
function seldom(report: (progress: Progress) => void): (progress: Progress) => void {
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY && progress.done !== progress.total) return;
    last = now;
    report(progress);
  };
}
