/**
 * Messages between the page and its worker. Everything here can be cloned between threads.
 *
 * @module
 */

import type { Reply } from "../lib/mod.ts";
import type { Format } from "../lib/service.ts";
import type { Checked } from "./ghosts.ts";
import type { Scene } from "./scene.ts";

/** A file and the name under which it counts, folders included. */
export interface NamedFile {
  readonly path: string;
  readonly file: File;
}

/** Options as in a query. */
export type OptionList = readonly (readonly [name: string, value: string])[];

/** Where headers come from. */
export type Source =
  | { readonly from: "files"; readonly files: readonly NamedFile[] }
  | { readonly from: "text"; readonly text: string }
  | { readonly from: "dicomweb"; readonly url: string };

/** What the worker can be asked to do. */
export type Task =
  | { readonly task: "read"; readonly source: Source }
  | { readonly task: "describe"; readonly options: OptionList }
  | { readonly task: "download"; readonly options: OptionList; readonly format: Format }
  | { readonly task: "check"; readonly options: OptionList; readonly header: string };

/** A task under a number, so that its answer finds back. */
export type Request = Task & { readonly id: number };

/** Why there is nothing better to say: the body of the service's `application/problem+json`. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The option that would get a header. */
  readonly help?: string;
  readonly [member: string]: unknown;
}

/** What a source held. */
export interface ReadResult {
  readonly scene: Scene;
  readonly objects: number;
  readonly skipped: number;
}

/** A file to save. */
export interface Download {
  readonly name: string;
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

/** How far the reading has come: files, or bytes of one answer. */
export interface Progress {
  readonly done: number;
  /** Undefined when unknown. */
  readonly total: number | undefined;
  readonly unit: "files" | "bytes";
}

/** What each task answers. */
export interface Answers {
  read: ReadResult;
  describe: Reply;
  download: Download;
  check: Checked;
}

/** What the worker says. */
export type Message =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly problem: Problem };
