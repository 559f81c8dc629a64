/**
 * The worker: reads, describes, checks and writes files, so that the page never stands still.
 *
 * @module
 */

import type { ClaimedHeader } from "../lib/check/claimed_header.ts";
import type { CheckReply } from "../lib/check/mod.ts";
import { type DicomObject, first } from "../lib/dicom/dataset.ts";
import { countOf } from "../lib/errors.ts";
import { checkAnswer } from "../lib/check_service.ts";
import { onlyVolume, replyOf } from "../lib/reply.ts";
import { headerRequest, type ServiceRequest } from "../lib/service.ts";
import { bytesOf, MEDIA_TYPES, writtenHeader } from "../lib/written.ts";
import { droppedArrays } from "./arrays.ts";
import { claimedHeader, rightText, volumesLike } from "./claimed.ts";
import { completeFile } from "./complete_file.ts";
import { type Checked, claimedGrid } from "./ghosts.ts";
import { imageOffer, imagePixels, type Origins } from "./image_pixels.ts";
import { problemOf } from "./problem.ts";
import type {
  Answers,
  Description,
  Download,
  Message,
  OptionList,
  Progress,
  ReadResult,
  Request,
  ShownForm,
  Source,
  Task,
  VolumeSizes,
} from "./protocol.ts";
import { read } from "./reading.ts";
import { sceneOf } from "./scene.ts";
import { shownForm } from "./shown_form.ts";
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
        return this.#form(task);
      case "download":
        return await this.#download(task);
      case "file":
        return await this.#file(task);
      case "check":
        return this.#check(task.options, await claimedHeader(task.header), task.volumes);
    }
  }

  get #read(): ServiceRequest {
    if (!this.#request) throw new Error("nothing was read");
    return this.#request;
  }

  async #take(source: Source, onProgress: (progress: Progress) => void): Promise<ReadResult> {
    this.#request = undefined;
    const request = headerRequest([], { limits: PAGE_LIMITS });
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

  /** One header alone, in its format. */
  #form({ options, volume, form }: Task & { task: "form" }): ShownForm {
    const { reply } = this.#read.header([...options, ["volume", String(volume)]]);
    const file = onlyVolume(reply, volume).form(form);
    return { ...file, shown: shownForm(file) };
  }

  async #download({ options, format: wanted }: Task & { task: "download" }): Promise<Download> {
    const { reply, budget, forms, volume } = this.#read.header(options);
    const written = await writtenHeader(reply, wanted, forms, volume, budget);
    const { name, format } = written;
    return { name, type: MEDIA_TYPES[format], bytes: bytesOf(written).buffer };
  }

  /** A complete file. */
  async #file({ options, volume: index, form, data }: Task & { task: "file" }): Promise<Blob> {
    const { reply, frames } = this.#read.header(options);
    const described = onlyVolume(reply, index);
    const volume = described.reply();
    const { header } = this.#read.options("header", options);
    const samples = data === "pixels"
      ? await imagePixels(volume, frames.frames, this.#origins, header)
      : [data.file.slice(data.offset, data.offset + (data.byteLength ?? 0))];
    return await completeFile(form, described.form(form), samples, header.encoding);
  }

  /** Against the volume that the header fits best, of those that it may describe. */
  #check(
    options: OptionList,
    claimed: ClaimedHeader,
    among: readonly VolumeSizes[],
  ): Checked {
    const against = (more: OptionList): CheckReply =>
      checkAnswer(this.#read, [...options, ...more], claimed).reply;
    const volumes = volumesLike(claimed, among);
    const reply = volumes.length === 0
      ? against([])
      : volumes.map((index) => against([["volume", String(index)]]))
        .reduce((best, reply) => reply.error < best.error ? reply : best);
    return { ...reply, claimed: claimedGrid(claimed, reply), rightText: rightText(reply.right) };
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
