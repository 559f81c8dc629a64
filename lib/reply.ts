/**
 * The whole way: objects to frames to volumes to headers, and what is said about them.
 *
 * @module
 */

import { type DicomObject, finite, first, type Skipped } from "./dicom/dataset.ts";
import { type Details, type ErrorCode, HeaderError } from "./errors.ts";
import { readFrames } from "./frames/mod.ts";
import { length, type Vector } from "./geometry/vector.ts";
import { affineRas, pynrrdForm, type SimpleItkForm, simpleItkForm } from "./nrrd/forms.ts";
import { type Axis, headerText } from "./nrrd/header.ts";
import { segmentReplies, type SegmentReply } from "./nrrd/segmentation.ts";
import { toSpace, volumeHeader } from "./nrrd/volume_header.ts";
import type { HeaderOptions } from "./options.ts";
import type { Alternative } from "./volumes/axis4/search.ts";
import { type Finding, info } from "./volumes/finding.ts";
import { describeVolumes, type Refusal } from "./volumes/mod.ts";
import type { Axis4, Slice, Volume } from "./volumes/volume.ts";

/** One slice of a volume: what was sent, where it stands, how far off it is. */
export interface SliceReply {
  /** Index along the slice axis and, if there is one, along the fourth or among the layers. */
  readonly index: readonly [number] | readonly [number, number];
  /** Place of the object among the entries sent. */
  readonly given: number;
  /** Name of the file, as sent. */
  readonly file?: string;
  /** (0008,0018) */
  readonly sopInstanceUID?: string;
  /** Frame number within the object, from 0. */
  readonly frame: number;
  /** Number of the segment that the frame is a mask of. */
  readonly segment?: number;
  /** (0020,0013) */
  readonly instanceNumber?: number;
  /** Centre of its first pixel as DICOM has it, in the header's space, mm. */
  readonly position: Vector;
  /** Distance between that and the header's, mm. */
  readonly error: number;
}

/** One volume of a reply; JSON as it stands. */
export interface VolumeReply {
  /** For the option `volume`, from 0. */
  readonly index: number;
  /** Made up; never from descriptions or patient fields. */
  readonly name: string;
  /** Name to save the header under: `.nrrd` attached, `.nhdr` detached. */
  readonly fileName: string;
  /** The NRRD header, ready byte for byte. */
  readonly header: string;
  /** All axes, fastest first. */
  readonly sizes: readonly number[];
  /** NRRD kinds of all axes. */
  readonly kinds: readonly string[];
  /** NRRD type of the array. */
  readonly type: string;
  /** The three spatial axes, in the order of the file. */
  readonly geometry: {
    readonly space: "LPS" | "RAS";
    readonly origin: Vector;
    /** Steps of the column, row and slice axis, mm. */
    readonly directions: readonly [Vector, Vector, Vector];
    readonly spacing: Vector;
    readonly handedness: "right" | "left";
    /** Angle between the slice step and the slices' normal. */
    readonly tiltDegrees: number;
    readonly affineRAS: readonly (readonly number[])[];
    readonly simpleitk: SimpleItkForm;
  };
  /** The dictionary for pynrrd's `nrrd.write`. */
  readonly pynrrd: Readonly<Record<string, unknown>>;
  /** Every frame of the volume, in the order of the array. */
  readonly slices: readonly SliceReply[];
  /**
   * Place among the frames sent of every slice of the array; null where `uneven=fill` left a hole.
   * Empty for label values, where `slices` tells which frames make a slice.
   */
  readonly order: readonly (number | null)[];
  /** How well the grid fits, mm. */
  readonly fit: {
    readonly method: HeaderOptions["fit"];
    readonly maxError: number;
    readonly rmsError: number;
    readonly bestPossible: number;
  };
  /** What separates frames at one position. */
  readonly axis4?: {
    /** Attribute that separates the volumes. */
    readonly by: string;
    readonly unit: string;
    readonly values: readonly (number | string)[];
    readonly alternatives: readonly Alternative[];
    /** b-values, s/mm². */
    readonly b?: readonly number[];
    /** Unit gradients, LPS; null where there is none. */
    readonly gradients?: readonly (Vector | null)[];
  };
  /** The segments that the voxels are; for fractions the only one. */
  readonly segments?: readonly SegmentReply[];
  /** What a careful colleague would tell. */
  readonly findings: readonly Finding[];
}

/** Frames for which no true header exists, and why. */
export interface RefusalReply {
  /** Stable, kebab-case. */
  readonly code: ErrorCode;
  /** One sentence, with both numbers. */
  readonly message: string;
  /** The same numbers, and under `help` the option that would get a header. */
  readonly details: Details;
  /** Places of the objects concerned among the entries sent. */
  readonly given: readonly number[];
}

/** The answer to a request. */
export interface Reply {
  /** Volumes with a true header. */
  readonly volumes: readonly VolumeReply[];
  /** Frames that belong together and have none. */
  readonly refused: readonly RefusalReply[];
  /** Entries that took no part. */
  readonly skipped: readonly Skipped[];
}

/**
 * Makes the headers of everything that was sent.
 *
 * @param objects In the order sent
 * @param skipped Entries that took no part already
 * @throws {HeaderError} when not one header can be made: the reason of the first that failed
 */
export function makeReply(
  objects: readonly DicomObject[],
  skipped: readonly Skipped[],
  options: HeaderOptions,
): Reply {
  const { frames, skipped: frameless } = readFrames(objects);
  const allSkipped = [...skipped, ...frameless].sort((a, b) => a.given - b.given);
  const { volumes, refused } = describeVolumes(frames, options);
  if (volumes.length === 0) throw nothingLeft(refused, frameless, skipped);
  const copies = frameless.filter(({ reason }) => reason === "duplicate-instance").length;
  const total = volumes.length;
  return {
    volumes: volumes.map((volume, index) =>
      volumeReply(withCounts(volume, total, copies), index, total, options)
    ),
    refused: refused.map(({ error, frames }) => ({
      code: error.code,
      message: error.message,
      details: error.details,
      given: [...new Set(frames.map((frame) => frame.object.given))],
    })),
    skipped: allSkipped,
  };
}

/**
 * The one volume that a text reply can hold.
 *
 * @param index The volume asked for; undefined if there has to be just one
 * @throws {HeaderError} several-volumes, no-such-volume, or the reason why the only one was refused
 */
export function onlyVolume(reply: Reply, index?: number): VolumeReply {
  const { volumes, refused } = reply;
  if (index !== undefined) {
    const volume = volumes[index];
    if (volume) return volume;
    throw new HeaderError(
      "no-such-volume",
      `there is no volume ${index}: ${volumes.length} volumes, counted from 0`,
      { volumes: volumes.length },
    );
  }
  if (volumes.length === 1 && refused.length === 0) return volumes[0]!;
  throw new HeaderError(
    "several-volumes",
    `the headers make ${volumes.length} volumes${
      refused.length > 0 ? ` and ${refused.length} that got no header` : ""
    }; a text reply holds one`,
    {
      volumes: volumes.map(({ index, sizes, geometry, slices }) => ({
        index,
        sizes,
        spacing: geometry.spacing,
        origin: geometry.origin,
        slices: slices.length,
      })),
      refused,
      help: "volume=0 for the first, or format=json or format=zip for all",
    },
  );
}

function nothingLeft(
  refused: readonly Refusal[],
  frameless: readonly Skipped[],
  skipped: readonly Skipped[],
): HeaderError {
  const others = { skipped: [...skipped, ...frameless] };
  const [refusal] = refused;
  if (refusal) {
    const { code, message, details } = refusal.error;
    const all = refused.length > 1
      ? { refused: refused.map(({ error }) => ({ code: error.code, message: error.message })) }
      : {};
    return new HeaderError(code, message, { ...details, ...all, ...others });
  }
  const reason = frameless[0] ?? skipped[0];
  if (!reason) return new HeaderError("empty-request", "the request holds no objects");
  return new HeaderError(reason.reason as ErrorCode, reason.message, {
    ...reason.details,
    ...others,
  });
}

/** What a volume cannot know by itself. */
function withCounts(volume: Volume, total: number, copies: number): Volume {
  const findings = [...volume.findings];
  if (copies > 0) {
    findings.push(
      info("duplicate-instances", `${copies} objects were sent twice and used once`, { copies }),
    );
  }
  if (total > 1) {
    findings.push(
      info("several-volumes", `this is one of ${total} volumes that were sent`, { volumes: total }),
    );
  }
  return { ...volume, findings };
}

function volumeReply(
  volume: Volume,
  index: number,
  total: number,
  options: HeaderOptions,
): VolumeReply {
  const header = volumeHeader(volume, options);
  const { grid, stack, slices } = volume;
  const name = total === 1 ? "volume" : `volume_${index}`;
  return {
    index,
    name,
    fileName: `${name}${fileNameInfix(volume)}.${header.data === "attached" ? "nrrd" : "nhdr"}`,
    header: headerText(header),
    sizes: header.axes.map((axis) => axis.size),
    kinds: header.axes.map((axis) => axis.kind),
    type: header.type,
    geometry: {
      space: header.space,
      origin: header.origin,
      directions: spatialSteps(header.axes),
      spacing: [length(grid.columnStep), length(grid.rowStep), length(grid.sliceStep)],
      handedness: volume.handedness,
      tiltDegrees: stack.tilt.outcome === "kept" ? stack.tilt.degrees : 0,
      affineRAS: affineRas(grid),
      simpleitk: simpleItkForm(grid),
    },
    pynrrd: pynrrdForm(header),
    slices: slices.map((slice) => sliceReply(slice, volume, options)),
    order: arrayOrder(volume),
    fit: {
      method: options.fit,
      maxError: stack.maxError,
      rmsError: stack.rmsError,
      bestPossible: stack.bestPossible,
    },
    ...(volume.axis4 ? { axis4: axis4Reply(volume.axis4) } : {}),
    ...(volume.segmentation ? { segments: segmentReplies(volume.segmentation) } : {}),
    findings: volume.findings,
  };
}

/** Slicer takes a file for a segmentation or a sequence only if its name says so. */
function fileNameInfix({ axis4, segmentation }: Volume): string {
  if (segmentation?.voxels === "labels") return ".seg";
  return axis4 && !axis4.diffusion && axis4.list === "last" ? ".seq" : "";
}

function arrayOrder({ grid, slices, axis4, segmentation }: Volume): (number | null)[] {
  if (segmentation?.voxels === "labels") return [];
  const volumes = axis4?.values.length ?? 1;
  const order: (number | null)[] = new Array(grid.slices * volumes).fill(null);
  const placeOf = axis4?.list === "third"
    ? (k: number, t: number) => t + volumes * k
    : (k: number, t: number) => k + grid.slices * t;
  for (const { frame, k, t } of slices) order[placeOf(k, t)] = frame.place;
  return order;
}

function axis4Reply(
  { by, unit, values, alternatives, diffusion }: Axis4,
): NonNullable<VolumeReply["axis4"]> {
  return {
    by,
    unit,
    values,
    alternatives,
    ...(diffusion
      ? {
        b: diffusion.map(({ b }) => b),
        gradients: diffusion.map(({ gradient }) => gradient ?? null),
      }
      : {}),
  };
}

function spatialSteps(axes: readonly Axis[]): [Vector, Vector, Vector] {
  const steps = axes.flatMap(({ direction }) => direction ? [direction] : []);
  return [steps[0]!, steps[1]!, steps[2]!];
}

function sliceReply(
  { frame, k, t, error }: Slice,
  { axis4, segmentation }: Volume,
  options: HeaderOptions,
): SliceReply {
  const { object } = frame;
  const segment = frame.segmentation?.segment;
  const layered = segmentation !== undefined && segmentation.layers > 1;
  const uid = first(object.dataset.strings("SOPInstanceUID"));
  const instanceNumber = finite(object.dataset.numbers("InstanceNumber"));
  return {
    index: axis4 || layered ? [k, t] : [k],
    given: object.given,
    ...(object.file === undefined ? {} : { file: object.file }),
    ...(uid === undefined ? {} : { sopInstanceUID: uid }),
    frame: frame.number,
    ...(segment === undefined ? {} : { segment }),
    ...(instanceNumber === undefined ? {} : { instanceNumber }),
    position: toSpace(frame.plane.position, options.space),
    error,
  };
}
