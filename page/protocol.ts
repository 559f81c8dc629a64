/**
 * Messages between the page and its worker. Everything here can be cloned between threads.
 *
 * @module
 */

import type { Reply, VolumeReply } from "../lib/mod.ts";
import type { FormFile } from "../lib/headers/forms.ts";
import type { FormName } from "../lib/options/table.ts";
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

/** A numpy array that was dropped, and where its samples lie. */
export interface DroppedArray {
  /** As a person calls it: `mask.npy`, or `liver in masks.npz`. */
  readonly name: string;
  /** Of a file made of it, without extension. */
  readonly stem: string;
  /** As numpy has it. */
  readonly shape: readonly number[];
  /** As numpy has it: `|u1`, `<i2`, … */
  readonly dtype: string;
  readonly fortranOrder: boolean;
  /** The whole `.npy`. */
  readonly file: Blob;
  /** Byte of it at which the samples begin. */
  readonly offset: number;
  /** Bytes of samples; undefined for a dtype that NRRD does not have. */
  readonly byteLength: number | undefined;
}

/** What of a volume tells whether a header may be about it. */
export type VolumeSizes = Pick<VolumeReply, "index" | "sizes" | "kinds">;

/** What the worker can be asked to do. */
export type Task =
  | { readonly task: "read"; readonly source: Source }
  | { readonly task: "describe"; readonly options: OptionList }
  | {
    readonly task: "form";
    readonly options: OptionList;
    /** Index of the volume. */
    readonly volume: number;
    readonly form: FormName;
  }
  | { readonly task: "download"; readonly options: OptionList; readonly format: Format }
  | {
    readonly task: "file";
    readonly options: OptionList;
    /** Index of the volume. */
    readonly volume: number;
    readonly form: FormName;
    /** What follows the header: an array, or the pixels of the dropped files. */
    readonly data: DroppedArray | "pixels";
  }
  | {
    readonly task: "check";
    readonly options: OptionList;
    /** A file that begins with a header, or the text of one. */
    readonly header: Blob | string;
    /** Volumes of which it may describe one, where there is a choice. */
    readonly volumes: readonly VolumeSizes[];
  };

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
  /**
   * Series Description (0008,103E) by place of the object among the entries; for the eyes of who has
   * the series, in the browser.
   */
  readonly descriptions: ReadonlyMap<number, string>;
  readonly arrays: readonly DroppedArray[];
}

/** Whether the image itself can be saved: its bytes, or why not, in words. */
export type ImageOffer = { readonly bytes: number; readonly files: number } | {
  readonly why: string;
};

/** The headers, and for each volume whether its pixels can follow. */
export interface Description {
  readonly reply: Reply;
  /** All frames, where the options place some that DICOM does not. */
  readonly scene?: Scene;
  readonly images: readonly ImageOffer[];
}

/** A header in a format. */
export interface ShownForm extends FormFile {
  /** As text to read. */
  readonly shown: string;
}

/** A file to save. */
export interface Download {
  readonly name: string;
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

/** How far the reading has come: files, or bytes of one file or answer. */
export interface Progress {
  readonly done: number;
  /** Undefined when unknown. */
  readonly total: number | undefined;
  readonly unit: "files" | "bytes";
  /** Bytes of a large file among others that is being read. */
  readonly within?: { readonly done: number; readonly total: number };
}

/** What each task answers. */
export interface Answers {
  read: ReadResult;
  describe: Description;
  form: ShownForm;
  download: Download;
  file: Blob;
  check: Checked;
}

/** What the worker says. */
export type Message =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly problem: Problem };
