/**
 * The page's side of the worker: a function call for each task.
 *
 * @module
 */

import { problemOf } from "./problem.ts";
import type { Answers, Message, Problem, Progress, Task } from "./protocol.ts";

/** A problem as something to catch. */
export class Refused extends Error {
  readonly problem: Problem;

  /** @param problem What the worker said */
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** One worker after the other: a task that is given up takes its worker with it. */
export class Engine {
  readonly #script: string;
  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #next = 0;

  /** @param script Address of the script that runs as worker */
  constructor(script: string) {
    this.#script = script;
  }

  /**
   * Has a task done.
   *
   * @throws {Refused} with the reason
   */
  ask<T extends Task["task"]>(
    task: Task & { readonly task: T },
    onProgress?: (progress: Progress) => void,
  ): Promise<Answers[T]> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      this.#running().postMessage({ ...task, id });
    });
  }

  /** Cancels all work. What was read is dropped, and nothing more is reported. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#waiting.clear();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#script, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Message>) => this.#receive(data);
    worker.onerror = () => this.#fail();
    return this.#worker = worker;
  }

  #receive(message: Message): void {
    const waiting = this.#waiting.get(message.id);
    if ("progress" in message) return waiting?.onProgress?.(message.progress);
    this.#waiting.delete(message.id);
    if ("problem" in message) waiting?.reject(new Refused(message.problem));
    else waiting?.resolve(message.answer as never);
  }

  #fail(): void {
    for (const { reject } of this.#waiting.values()) reject(new Refused(problemOf(undefined)));
    this.stop();
  }
}
