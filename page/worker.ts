/**
 * The worker: reads, describes, checks and writes files, so that the page never stands still.
 *
 * @module
 */

import { type DicomObject, first } from "../lib/dicom/dataset.ts";
import { countOf } from "../lib/errors.ts";
import { replyOf } from "../lib/reply.ts";
import { ServiceRequest } from "../lib/service.ts";
import { droppedArrays } from "./arrays.ts";
import { imageOffer, type Origins } from "./image_pixels.ts";
import { problemOf } from "./problem.ts";
import type {
  Answers,
  Description,
  Message,
  OptionList,
  Progress,
  ReadResult,
  Request,
  Source,
  Task,
} from "./protocol.ts";
import { read } from "./reading.ts";
import { sceneOf } from "./scene.ts";
import { PAGE_LIMITS } from "./unpacking.ts";

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

/** What is not needed for the first header. */
const later = () => import("./later.ts");

/** Keeps what was read last. */
class Desk {
  #request: ServiceRequest | undefined;
  #origins: Origins = new Map();

  async work(
    task: Task,
    onProgress: (progress: Progress) => void,
  ): Promise<Answers[keyof Answers]> {
    switch (task.task) {
      case "read":
        return await this.#take(task.source, onProgress);
      case "describe":
        return this.#describe(task.options);
      case "form":
        return (await later()).formOf(this.#read, task);
      case "download":
        return await (await later()).downloadOf(this.#read, task);
      case "file":
        return await (await later()).fileOf(this.#read, task, this.#origins);
      case "check":
        return await (await later()).checkOf(this.#read, task);
    }
  }

  get #read(): ServiceRequest {
    if (!this.#request) throw new Error("nothing was read");
    return this.#request;
  }

  async #take(source: Source, onProgress: (progress: Progress) => void): Promise<ReadResult> {
    this.#request = undefined;
    const request = new ServiceRequest("header", [], { limits: PAGE_LIMITS });
    const { intake } = request;
    this.#origins = await read(source, intake, seldom(onProgress));
    // The page knows them, and asks about one of them as an array in memory.
    const arrays = await droppedArrays(
      intake.takeArrays(),
      source.from === "files" ? source.files : [],
    );
    this.#request = request;
    const { objects, skipped } = intake;
    return {
      scene: sceneOf(request.frames),
      objects: objects.length,
      skipped: countOf(skipped),
      descriptions: descriptionsOf(objects),
      arrays,
    };
  }

  #describe(options: OptionList): Description {
    const { reply: headers, frames: found } = this.#read.header(options);
    const reply = replyOf(headers);
    const { header } = this.#read.options("header", options);
    const { frames } = found;
    const places = header.step !== undefined || header.plane !== undefined;
    return {
      reply,
      ...(places ? { scene: sceneOf(found, header) } : {}),
      images: reply.volumes.map((volume) =>
        header.npy
          ? { why: "the header describes an array" }
          : imageOffer(volume, frames, this.#origins, header)
      ),
    };
  }
}

function descriptionsOf(objects: readonly DicomObject[]): Map<number, string> {
  return new Map(objects.flatMap(({ given, dataset }) => {
    const description = first(dataset.strings("SeriesDescription"));
    return description ? [[given, description] as const] : [];
  }));
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
