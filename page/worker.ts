/**
 * The worker: reads, describes and checks, so that the page never stands still.
 *
 * @module
 */

import { claimedText } from "../lib/check/claimed_header.ts";
import { checkHeader, type CheckReply } from "../lib/check/mod.ts";
import { makeReply, type Reply } from "../lib/mod.ts";
import type { Intake } from "../lib/intake/intake.ts";
import { readOptions } from "../lib/options/read.ts";
import { problemResponse } from "../routes/problems.ts";
import { replyResponse } from "../routes/replies.ts";
import type { Answers, Message, OptionList, Problem, Progress, Request, Task } from "./protocol.ts";
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
      scope.postMessage({ id, problem: await problemOf(error) });
    }
  };
}

/** Keeps what was read last. */
class Desk {
  #intake: Intake | undefined;

  async work(
    task: Task,
    onProgress: (progress: Progress) => void,
  ): Promise<Answers[keyof Answers]> {
    switch (task.task) {
      case "read": {
        this.#intake = undefined;
        const intake = await read(task.source, seldom(onProgress));
        this.#intake = intake;
        const { objects, skipped } = intake;
        return { scene: sceneOf(objects), objects: objects.length, skipped: skipped.length };
      }
      case "describe":
        return this.#reply(task.options);
      case "download":
        return await this.#download(task);
      case "check":
        return this.#check(task);
    }
  }

  #read(options: OptionList) {
    if (!this.#intake) throw new Error("nothing was read");
    const { objects, skipped, options: ownOptions, array } = this.#intake;
    return { objects, skipped, options: readOptions(options, ownOptions, array) };
  }

  #reply(list: OptionList): Reply {
    const { objects, skipped, options } = this.#read(list);
    return makeReply(objects, skipped, options.header);
  }

  #check({ header, options: list }: Task & { task: "check" }): CheckReply {
    const { objects, skipped, options: { header: choices, volume } } = this.#read(list);
    const orderStated = list.some(([name]) => name === "order");
    return checkHeader(claimedText(header), objects, skipped, { ...choices, orderStated, volume });
  }

  async #download({ options: list, format }: Task & { task: "download" }) {
    const { volume } = this.#read(list).options;
    // The service's own writing, so that a file saved here is the file it would send.
    const response = replyResponse(this.#reply(list), format, volume);
    const named = /filename="(.+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
    return {
      name: named ?? `reply.${format}`,
      type: response.headers.get("Content-Type")!,
      bytes: await response.arrayBuffer(),
    };
  }
}

/** An error in the words in which the service would send it. */
async function problemOf(error: unknown): Promise<Problem> {
  return await problemResponse(error).json();
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
