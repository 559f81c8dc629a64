/**
 * Client of the service for browsers, Deno and Node: `fetch` is all it needs.
 *
 * Only headers are sent: files are read up to their pixels and not further. Headers name patients;
 * ask a service that you run yourself.
 *
 * @example Two slices as dictionaries; `fetch` stands for a service on this machine
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createApp } from "@dcm2nhdr/dcm2nhdr/app";
 * import { Client } from "@dcm2nhdr/dcm2nhdr/client";
 *
 * const { fetch } = createApp();
 * const client = new Client("http://127.0.0.1:8000", {
 *   fetch: (input, init) => fetch(new Request(input, init)),
 * });
 * const slices = [30, 32.5].map((z) => ({
 *   Rows: 4,
 *   Columns: 3,
 *   PixelSpacing: [0.5, 0.75],
 *   ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
 *   ImagePositionPatient: [-10, -20, z],
 * }));
 * const { volumes: [volume] } = await client.header(slices);
 * assertEquals(volume!.geometry.directions[2], [0, 0, 2.5]);
 * ```
 *
 * @module
 */

import type { CheckReply } from "../../lib/check/mod.ts";
import type { AffineHeader, ErrorCode, FindingCode, ItkHeader, Reply } from "../../lib/mod.ts";
import type { HttpCode } from "../../lib/codes/errors.ts";
import { headerEnd } from "./header_end.ts";
import { type Options, rawOptions } from "../../lib/options/input.ts";
import type { FormName } from "../../lib/options/table.ts";

export type {
  AffineHeader,
  Alternative,
  AnatomicalPlane,
  ArrayInput,
  AxisDifference,
  ChangedField,
  CheckReply,
  CheckStatus,
  Choice,
  ChoiceName,
  ChosenOptions,
  Code,
  Color,
  CommonDetails,
  Correction,
  Details,
  DIAGNOSES,
  Diagnosis,
  DiagnosisCode,
  Differences,
  ErrorCode,
  ErrorMeaning,
  ERRORS,
  Finding,
  FindingCode,
  FindingMeaning,
  FINDINGS,
  FormName,
  FormReply,
  Index,
  ItkHeader,
  ItkWasmForm,
  MainPlane,
  OpenOptions,
  Option,
  OptionName,
  OPTIONS,
  OriginDifference,
  PlaneInput,
  RefusalReply,
  Reply,
  SegmentInput,
  SegmentReply,
  SeriesReply,
  SimpleItkForm,
  Skipped,
  SliceReply,
  SpaceName,
  Vector,
  VolumeReply,
  VtkForm,
  WorstSlice,
} from "../../lib/mod.ts";
export type { HTTP_ERRORS, HttpCode } from "../../lib/codes/errors.ts";
export type { Options } from "../../lib/options/input.ts";

/** Bytes with a name. */
export interface NamedBytes {
  /** May have folders. */
  readonly name: string;
  /** The file, whole or its beginning. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One file: of an input element, of a drop, or made. */
export type FileLike = Blob | NamedBytes;

/** One header in any JSON dialect that the service knows. */
export type Dataset = Readonly<Record<string, unknown>>;

/** Files, or headers as JSON, in the order of the array. */
export type Input = readonly FileLike[] | readonly Dataset[];

/** A header as text, and what comes with it. */
export interface HeaderText {
  /** Ready byte for byte. */
  readonly header: string;
  /** Name to save it under: `.nrrd` attached, `.nhdr` detached. */
  readonly fileName: string;
  /** Remarks on the volume that do not invalidate its header; the header has the sentences. */
  readonly findings: readonly FindingCode[];
}

/** A header in one of the formats, and what comes with it. */
export interface HeaderFile {
  /** Name to save it under. */
  readonly fileName: string;
  /** Type of the bytes. */
  readonly mediaType: string;
  /** The header, ready; the samples of a complete file follow it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Remarks on the array in this format. */
  readonly findings: readonly FindingCode[];
}

/** What a header says, without the header. */
export interface BareHeader {
  /** Steps of the three spatial axes, fastest first, mm. */
  readonly spaceDirections: readonly (readonly number[])[];
  /** Centre of the first voxel, mm. */
  readonly spaceOrigin: readonly number[];
  /** Of the array, fastest axis first. */
  readonly sizes?: readonly number[];
}

/**
 * A header to check: the text of NRRD or MetaImage, such a file or one of NIfTI (may be compressed), or
 * numbers. Of a file only the beginning is sent.
 */
export type HeaderToCheck = string | FileLike | BareHeader | AffineHeader | ItkHeader;

/** An error of the service, with all its members. */
export interface Problem {
  /** Leads to an explanation, seen from the service. */
  readonly type: string;
  /** The code in words. */
  readonly title: string;
  /** HTTP's status. */
  readonly status: number;
  /** Stable, to branch on. */
  readonly code: ErrorCode | HttpCode;
  /** A sentence with the numbers. */
  readonly detail: string;
  /** The same numbers, and under `help` the option that would get a header. */
  readonly [number: string]: unknown;
}

/** The service answered with an error, or not at all. */
export class ServiceError extends Error {
  /**
   * Stable, to branch on; `no-answer` when there was none, undefined when it came from something else
   * on the way.
   */
  readonly code: Problem["code"] | "no-answer" | undefined;
  /** HTTP's status; 0 when there was no answer. */
  readonly status: number;
  /** The numbers behind the error, and under `help` the option that would get a header. */
  readonly problem: Problem | undefined;

  /**
   * Made of an answer.
   *
   * @param status HTTP's status; 0 when there was no answer
   * @param problem As the service wrote it
   * @param message What there is to say where it wrote none
   */
  constructor(
    status: number,
    problem: Problem | undefined,
    message: string = `the service answered with status ${status}`,
  ) {
    super(problem?.detail ?? message);
    this.name = "ServiceError";
    this.status = status;
    this.code = status === 0 ? "no-answer" : problem?.code;
    this.problem = problem;
  }
}

/** First bytes of a file that are read. */
const FIRST_PIECE = 64 * 1024;

/** Asks one service. */
export class Client {
  readonly #url: URL;
  readonly #fetch: typeof fetch;

  /**
   * Asks nothing yet.
   *
   * @param url Where the service is
   * @param settings Another `fetch`, for tests, or one that sends credentials
   */
  constructor(url: string | URL, settings: { readonly fetch?: typeof fetch } = {}) {
    this.#url = new URL(url);
    // What is asked for lies below the service, wherever that is mounted.
    if (!this.#url.pathname.endsWith("/")) this.#url.pathname += "/";
    this.#fetch = settings.fetch ?? ((input, init) => fetch(input, init));
  }

  /**
   * Headers of all volumes, with geometry, slices and findings as data.
   *
   * @throws {ServiceError}
   */
  async header(input: Input, options: Options = {}): Promise<Reply> {
    const response = await this.#ask("v1/header", "json", input, options);
    return await response.json();
  }

  /**
   * The header of one volume as text, ready to be saved.
   *
   * @throws {ServiceError} `several-volumes` when there are more and `volume` does not choose
   */
  async headerText(input: Input, options: Options = {}): Promise<HeaderText> {
    const { bytes, fileName, findings } = await this.headerFile(input, "text", options);
    return { header: new TextDecoder().decode(bytes), fileName, findings };
  }

  /**
   * The header of one volume in one format, ready to be saved. JSON for programs (`nibabel` and the
   * like) comes parsed with {@linkcode Client.header} and the option `forms`.
   *
   * @param format Such as `nifti`, `metaimage`, `vtk`; NRRD is `text`
   * @throws {ServiceError} `format-cannot-hold`, with what helps; `several-volumes` when there are more
   * and `volume` does not choose
   */
  async headerFile(input: Input, format: FormName, options: Options = {}): Promise<HeaderFile> {
    const response = await this.#ask("v1/header", format, input, options);
    const { headers } = response;
    const findings = headers.get("Dcm2nhdr-Findings")?.split(", ") ?? [];
    const [mediaType = ""] = headers.get("Content-Type")?.split(";") ?? [];
    return {
      fileName: /filename="(.*)"/.exec(headers.get("Content-Disposition") ?? "")?.[1] ??
        "volume.nhdr",
      mediaType,
      bytes: new Uint8Array(await response.arrayBuffer()),
      findings: findings as FindingCode[],
    };
  }

  /**
   * How far a header is off, why, and the right one.
   *
   * @param header Text, a file, or numbers
   * @throws {ServiceError}
   */
  async check(
    header: HeaderToCheck,
    input: Input,
    options: Options = {},
  ): Promise<CheckReply> {
    const given = await givenParts(header);
    const response = await this.#ask("v1/check", "json", input, options, given);
    return await response.json();
  }

  async #ask(
    path: string,
    format: string,
    input: Input,
    options: Options,
    given: object = {},
  ): Promise<Response> {
    const url = new URL(path, this.#url);
    for (const [name, value] of [...rawOptions(options), ["format", format]] as const) {
      url.searchParams.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
    }
    // A header that points into the files has to know how long they are.
    const whole = options.data === "dicom";
    const body = await bodyOf(input, whole, given);
    const response = await this.#fetch(url, { method: "POST", body }).catch((error) => {
      throw noAnswer(this.#url, error);
    });
    if (!response.ok) throw new ServiceError(response.status, await problemOf(response));
    return response;
  }
}

/** Runtimes say `fetch failed`, and why in the cause; browsers do not say why. */
function noAnswer({ href }: URL, error: unknown): ServiceError {
  const { cause, message } = error as { readonly cause?: unknown; readonly message?: unknown };
  const reason = (cause as { readonly message?: unknown } | undefined)?.message || message;
  const made = new ServiceError(
    0,
    undefined,
    `${href} does not answer: ${reason}; start the service with deno task start, or name another address`,
  );
  made.cause = error;
  return made;
}

async function problemOf(response: Response): Promise<Problem | undefined> {
  const isProblem = response.headers.get("Content-Type") === "application/problem+json";
  if (isProblem) return await response.json();
  await response.body?.cancel();
  return undefined;
}

async function bodyOf(input: Input, whole: boolean, given: object): Promise<BodyInit> {
  const form = new FormData();
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    form.append(name, typeof value === "string" ? value : JSON.stringify(value, plain));
  }
  for (const [index, entry] of input.entries()) {
    if (!isFile(entry)) {
      return new Blob([JSON.stringify({ ...given, instances: input }, plain)], {
        type: "application/json",
      });
    }
    const blob = entry instanceof Blob ? entry : new Blob([entry.bytes]);
    form.append("file", whole ? blob : await headerOf(blob), nameOf(entry) ?? `${index}`);
  }
  return form;
}

/** The header as members of a body; a file in base64, which forms and JSON both hold. */
async function givenParts(header: HeaderToCheck): Promise<object> {
  if (typeof header === "string") return { header };
  const isBlob = header instanceof Blob;
  if (!isBlob && !("bytes" in header)) {
    const { origin, spacing, direction, size } = header as Partial<ItkHeader>;
    // An image of ITK-wasm has its pixels beside them.
    return direction === undefined ? header : { origin, spacing, direction, size };
  }
  const blob = isBlob ? header : new Blob([header.bytes]);
  return { header: base64(withoutVoxels(await headOf(blob))) };
}

/** The first bytes of a file, inflated if they are compressed. */
async function headOf(file: Blob): Promise<Uint8Array> {
  const piece = file.slice(0, FIRST_PIECE);
  const bytes = new Uint8Array(await piece.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const chunks: BlobPart[] = [];
  let length = 0;
  try {
    for await (const chunk of file.stream().pipeThrough(new DecompressionStream("gzip"))) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= FIRST_PIECE) break;
    }
  } catch {
    // Of a file that is cut off, what came before is enough, or the service says what is missing.
  }
  return new Uint8Array(await new Blob(chunks).slice(0, FIRST_PIECE).arrayBuffer());
}

/** Bytes of the headers of NIfTI-1 and NIfTI-2. */
const NIFTI_BYTES = [348, 540];

/** What stands before the voxels; all of it where that is not known. */
function withoutVoxels(head: Uint8Array): Uint8Array {
  if (head.length >= 4) {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const nifti = NIFTI_BYTES.find((length) =>
      view.getInt32(0, true) === length || view.getInt32(0, false) === length
    );
    if (nifti !== undefined) return head.subarray(0, nifti);
  }
  const text = new TextDecoder("latin1").decode(head);
  const end = text.startsWith("NRRD")
    ? /\r?\n\r?\n/.exec(text)
    : /^[ \t]*ElementDataFile[^\n]*\n/m.exec(text);
  return end ? head.subarray(0, end.index + end[0].length) : head;
}

function base64(bytes: Uint8Array): string {
  let latin1 = "";
  for (const byte of bytes) latin1 += String.fromCharCode(byte);
  return btoa(latin1);
}

/** Typed arrays as lists. */
function plain(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? [...value as unknown as Iterable<unknown>] : value;
}

function isFile(entry: FileLike | Dataset): entry is FileLike {
  return entry instanceof Blob || entry["bytes"] instanceof Uint8Array;
}

/** The name with its folders, where a browser tells them. */
function nameOf(file: FileLike): string | undefined {
  const { webkitRelativePath, name } = file as Partial<File>;
  return webkitRelativePath || name;
}

/** A file up to its pixels; whole where they are not found. */
async function headerOf(file: Blob): Promise<Blob> {
  for (let size = FIRST_PIECE;; size *= 2) {
    const found = headerEnd(new Uint8Array(await file.slice(0, size).arrayBuffer()));
    if (found === undefined) return file;
    if ("end" in found) return file.slice(0, found.end);
    if (found.need > file.size) return file;
    size = Math.max(size, found.need);
  }
}
