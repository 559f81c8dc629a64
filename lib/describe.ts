/**
 * The library's questions, for programs: what header has this series, and is this header right.
 *
 * @module
 */

import type { CheckReply } from "./check/mod.ts";
import { checkAnswer, checkRequest } from "./check_service.ts";
import type { CollectedObject } from "./dicom/collector.ts";
import { parseJsonText, readJson } from "./dicom/json.ts";
import { openEntry } from "./intake/entry.ts";
import type { FormFile } from "./headers/forms.ts";
import type { Intake } from "./intake/intake.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { type Options, rawOptions } from "./options/input.ts";
import type { RawOption } from "./options/types.ts";
import type { FormName } from "./options/table.ts";
import { onlyVolume, type Reply, replyOf } from "./reply.ts";
import { headerIn, headersIn } from "./volume_forms.ts";
import { ServiceRequest } from "./service.ts";

/** Bytes with the name that replies and headers know them by. */
export interface NamedBytes {
  /** May have folders. */
  readonly name: string;
  /** A DICOM object, whole or cut anywhere behind its geometry; an archive; a `.npy`; JSON. */
  readonly bytes: Uint8Array;
}

/** JSON with a name. */
export interface NamedJson {
  /** May have folders. */
  readonly name: string;
  /** A dataset in any dialect, parsed. */
  readonly json: unknown;
}

/** What a `HeaderCollector` made of a stream, with a name. */
export interface NamedObject {
  /** May have folders. */
  readonly name: string;
  /** What `finish` gave. */
  readonly object: CollectedObject;
}

/**
 * One thing to read: bytes as files have them; what a `HeaderCollector` made of a stream; or JSON of
 * one or many datasets in any dialect (the DICOM JSON Model, pydicom, dcmjs, keyword dictionaries,
 * …), parsed or as text. Each may have a name.
 */
export type Input =
  | Uint8Array
  | NamedBytes
  | CollectedObject
  | NamedObject
  | NamedJson
  | Readonly<Record<string, unknown>>
  | string;

/**
 * A header to check: the text of NRRD or MetaImage, the first bytes of such a file or of NIfTI (may be
 * compressed), an affine, SimpleITK's numbers, or bare directions.
 */
export type HeaderToCheck = string | Uint8Array | BareHeader | AffineHeader | ItkHeader;

/** A matrix that maps voxels (i, j, k) to mm. */
export interface AffineHeader {
  /** Rows of a 4 × 4 or 3 × 4 matrix, or its numbers row by row. */
  readonly affine: readonly (readonly number[])[] | readonly number[];
  /** Space of its numbers; RAS if it is not said, as nibabel and Slicer have theirs. */
  readonly space?: "LPS" | "RAS";
  /** Of the three axes. */
  readonly sizes?: readonly number[];
}

/** What SimpleITK, ITK and ITK-wasm say of an image; LPS. */
export interface ItkHeader {
  /** Centre of the first voxel, mm. */
  readonly origin: readonly number[];
  /** Lengths of the three steps, mm. */
  readonly spacing: readonly number[];
  /** Row-major 3 × 3; column k is the direction of axis k. */
  readonly direction: ArrayLike<number>;
  /** Of the three axes. */
  readonly size?: readonly number[];
}

/** What a header says, without the header. */
export interface BareHeader {
  /** Steps of the three spatial axes, fastest first, mm; null for an axis that is not space. */
  readonly spaceDirections: readonly (readonly number[] | null)[];
  /** Centre of the first voxel, mm. */
  readonly spaceOrigin: readonly number[];
  /** Of the array, fastest axis first. */
  readonly sizes?: readonly number[];
}

/** Options, and limits that differ from {@linkcode DEFAULT_LIMITS}. */
export interface DescribeOptions extends Options {
  /** Upper bounds; what is not given is its default. */
  readonly limits?: Partial<Limits>;
}

/**
 * Headers of everything that is given: volumes with a NRRD header each, frames without one and why,
 * entries that are ignored.
 *
 * @param inputs In the order of the caller's array, which matters to `order: "given"`
 * @param options What differs from the defaults
 * @returns Lengths in mm, positions in the header's space (LPS unless asked otherwise)
 * @throws {HeaderError} with the reason, where there is not one header
 *
 * @example Three slices, 2.5 mm apart although they are 5 mm thick
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { describe } from "@dcm2nhdr/dcm2nhdr";
 *
 * const slices = [30, 32.5, 35].map((z) => ({
 *   Rows: 4,
 *   Columns: 3,
 *   PixelSpacing: [0.5, 0.75],
 *   SliceThickness: 5,
 *   ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
 *   ImagePositionPatient: [-10, -20, z],
 * }));
 * const { volumes: [volume] } = describe(slices, { type: "uint8" });
 * assert(volume!.header.startsWith("NRRD0004\n"));
 * assertEquals(volume!.geometry.directions[2], [0, 0, 2.5]);
 * ```
 */
export function describe(inputs: Iterable<Input> | Input, options: DescribeOptions = {}): Reply {
  const { reply, forms } = requestOf(inputs, options).header();
  return replyOf(reply, headersIn(forms));
}

/**
 * The header of one volume in one format, as a file. A complete file has the samples behind it
 * (`data: "attached"`, the default), and behind those `end`, where there is one.
 *
 * @param inputs As {@linkcode describe} takes them
 * @param format Such as `nifti`, `metaimage`, `vtk`, `nibabel`; NRRD is `text`
 * @param options What differs from the defaults; `volume` chooses one of several
 * @returns Lengths in mm, positions in the space of the format: RAS in NIfTI, LPS in MetaImage
 * @throws {HeaderError} format-cannot-hold, with what helps; several-volumes, no-such-volume; all that
 * {@linkcode describe} throws
 *
 * @example A mask as NIfTI, stacked from the head down
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { headerFile } from "@dcm2nhdr/dcm2nhdr";
 *
 * const slices = [35, 32.5, 30].map((z) => ({
 *   Rows: 4,
 *   Columns: 3,
 *   PixelSpacing: [0.5, 0.75],
 *   ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
 *   ImagePositionPatient: [-10, -20, z],
 * }));
 * const { fileName, content } = headerFile(slices, "nifti", { order: "given", type: "uint8" });
 * assertEquals(fileName, "volume.nii");
 * const mask = new Uint8Array(3 * 4 * 3);
 * const file = new Blob([content, mask]); // for saving
 * assertEquals(file.size, 352 + mask.length);
 * ```
 */
export function headerFile(
  inputs: Iterable<Input> | Input,
  format: FormName,
  options: DescribeOptions = {},
): FormFile {
  const { reply, volume } = requestOf(inputs, options, [["format", format]]).header();
  return headerIn(onlyVolume(reply, volume), format);
}

/**
 * How far a header is off, why, and the right one.
 *
 * @param header Text of a NRRD or MetaImage header; the first bytes of such a file, or of NIfTI;
 * pynrrd's dictionary; an affine; origin, spacing and direction; or bare directions
 * @param inputs The series that it is meant for
 * @param options What differs from the defaults; without `order` the array may be sorted or as given
 * @throws {HeaderError} bad-header; with the reason, where there is no true header to compare with
 *
 * @example The slice thickness was taken for the slice spacing
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { check } from "@dcm2nhdr/dcm2nhdr";
 *
 * const slices = [0, 2, 4].map((z) => ({
 *   Rows: 4,
 *   Columns: 3,
 *   PixelSpacing: [1, 1],
 *   SliceThickness: 5,
 *   ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
 *   ImagePositionPatient: [0, 0, z],
 * }));
 * const bare = { spaceDirections: [[1, 0, 0], [0, 1, 0], [0, 0, 5]], spaceOrigin: [0, 0, 0] };
 * const { status, error, diagnoses: [mistake] } = check(bare, slices);
 * assertEquals([status, error], ["wrong", 6]);
 * assertEquals(mistake!.code, "thickness-used-as-spacing");
 * ```
 */
export function check(
  header: HeaderToCheck,
  inputs: Iterable<Input> | Input,
  options: DescribeOptions = {},
): CheckReply {
  const request = requestOf(inputs, options, [], checkRequest);
  if (header instanceof Uint8Array) feedBytes(request.intake, header);
  else request.intake.claimed!.take("header", header);
  return checkAnswer(request).reply;
}

function requestOf(
  inputs: Iterable<Input> | Input,
  { limits, ...options }: DescribeOptions,
  others: readonly RawOption[] = [],
  make: typeof checkRequest = (...asked) => new ServiceRequest("header", ...asked),
): ServiceRequest {
  const request = make([...rawOptions(options), ...others], {
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
  for (const input of isSeveral(inputs) ? inputs : [inputs]) take(request.intake, input);
  return request;
}

/** Strings and bytes can be iterated over, too. */
function isSeveral(inputs: Iterable<Input> | Input): inputs is Iterable<Input> {
  return typeof inputs === "object" && !(inputs instanceof Uint8Array) &&
    Symbol.iterator in inputs;
}

function take(intake: Intake, input: Input): void {
  if (input instanceof Uint8Array) return feedBytes(intake, input);
  if (typeof input === "string") {
    return takeJson(intake, parseJsonText(input, intake.budget));
  }
  const { name, bytes, json, object } = input as Partial<NamedBytes & NamedJson & NamedObject>;
  if (bytes instanceof Uint8Array) return feedBytes(intake, bytes, name);
  if (isCollected(object)) return intake.addObject(object, name);
  if (isCollected(input)) return intake.addObject(input, undefined);
  if (name !== undefined && json !== undefined) return takeJson(intake, json, name);
  takeJson(intake, input);
}

function isCollected(value: unknown): value is CollectedObject {
  return typeof (value as Partial<CollectedObject> | undefined)?.dataset?.numbers === "function";
}

function takeJson(intake: Intake, json: unknown, file?: string): void {
  intake.addJson(readJson(json, intake.budget), file);
}

function feedBytes(intake: Intake, bytes: Uint8Array, file?: string): void {
  const sink = openEntry(intake, { file, archives: true, gzip: true });
  intake.budget.count("bodyBytes", bytes.length);
  sink.push(bytes);
  sink.end();
}
