/**
 * Reply for one volume: its header, the same numbers in other forms, its slices.
 *
 * @module
 */

import { finite, uid } from "./dicom/dataset.ts";
import { cross, dot, length, type Vector } from "./geometry/vector.ts";
import type { Identity, SeriesReply } from "./identity.ts";
import { type DescribedArray, describedArray } from "./array/described_array.ts";
import { type SegmentReply, segmentReply } from "./array/segments.ts";
import { toSpace } from "./array/space.ts";
import {
  affineRas,
  type ItkWasmForm,
  itkWasmForm,
  type SimpleItkForm,
  simpleItkForm,
  spatialSteps,
  type VtkForm,
  vtkForm,
} from "./headers/adapters.ts";
import type { FormReply } from "./form_reply.ts";
import type { FormContext } from "./headers/form.ts";
import { nrrdExtension } from "./headers/nrrd/form.ts";
import { headerText, type NrrdHeader } from "./headers/nrrd/header.ts";
import { pynrrdForm } from "./headers/nrrd/pynrrd.ts";
import { nrrdFindings, nrrdHeader } from "./headers/nrrd/volume_header.ts";
import type { Choice, FormName } from "./options/table.ts";
import type { HeaderOptions } from "./options/types.ts";
import type { Index } from "./geometry/index_map.ts";
import type { Finding } from "./volumes/finding.ts";
import type { Alternative } from "./volumes/fourth_axis/search.ts";
import { identityOf } from "./volumes/series.ts";
import type { Axis4, Slice, Volume } from "./volumes/volume.ts";

/** One slice of a volume: what was sent, where it stands, how far off it is. */
export interface SliceReply {
  /** Index along the slice axis and, if there is one, along the fourth or among the layers. */
  readonly index: readonly [Index] | readonly [Index, Index];
  /** Place of the object among the entries sent. */
  readonly given: Index;
  /** Name of the file, as sent. */
  readonly file?: string;
  /** (0008,0018) */
  readonly sopInstanceUID?: string;
  /** Frame number within the object, from 0. */
  readonly frame: Index;
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
  readonly index: Index;
  /**
   * Of its file, without extension: `series_4`, or `series_4_1` with the index where several volumes
   * have that series number; `volume` or `volume_1` where it has none.
   */
  readonly name: string;
  /** Name to save the header under: `.nrrd` attached, `.nhdr` detached. */
  readonly fileName: string;
  /** Which volume it is, for people: `CT, series 4, axial, 7 slices, slice spacing 15 mm`. */
  readonly words: string;
  /** The same for programs. */
  readonly series: SeriesReply;
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
    /** Steps of the three axes, mm: column, row and slice, unless `array` orders them otherwise. */
    readonly directions: readonly [Vector, Vector, Vector];
    readonly spacing: Vector;
    readonly handedness: "right" | "left";
    /** Angle between the slice step and the slices' normal. */
    readonly tiltDegrees: number;
    /** Index (i, j, k, 1) to RAS, mm, as nibabel has it: rows of a 4 × 4 matrix. */
    readonly affineRAS: readonly (readonly number[])[];
    readonly simpleitk: SimpleItkForm;
    readonly vtk: VtkForm;
  };
  /** The dictionary for pynrrd's `nrrd.write`. */
  readonly pynrrd: Readonly<Record<string, unknown>>;
  /** The image for ITK-wasm, without its data. */
  readonly itkwasm: ItkWasmForm;
  /** Every frame of the volume, in the order of the array. */
  readonly slices: readonly SliceReply[];
  /**
   * Index into the frames sent, for every slice of the array: `array[k] = sent[order[k]]`. Null where
   * `uneven=fill` has no frame. An ignored input counts as one frame sent.
   * Empty for label values, where `slices` lists the frames of each slice.
   */
  readonly order: readonly (Index | null)[];
  /**
   * Only with an order other than `position`: the indices that sort an array in this header's order by
   * position: `sorted[k] = array[slices[k]]`, in numpy `numpy.take(array, slices, axis=0)` for slices
   * as the first index.
   */
  readonly sorted?: {
    /** Whether the slice axis is turned round, which is all that a regular order can differ by. */
    readonly flipped: boolean;
    /** Index along the slice axis of every slice of the sorted array. */
    readonly slices: readonly Index[];
    /** Index along the fourth axis of every volume of the sorted array. */
    readonly volumes?: readonly Index[];
  };
  /** How well the grid fits, mm. */
  readonly fit: {
    readonly method: Choice<"fit">;
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
    /** Unit gradients, LPS; null where there is none, or none that is certain. */
    readonly gradients?: readonly (Vector | null)[];
  };
  /** Headers in other formats, those that `forms` names. */
  readonly forms?: Readonly<Partial<Record<FormName, FormReply>>>;
  /** The segments that the voxels are; for fractions the only one. */
  readonly segments?: readonly SegmentReply[];
  /** Remarks on the volume that do not invalidate its header. */
  readonly findings: readonly Finding[];
}

/** Headers of a volume in other formats; undefined where none is wanted. */
export type FormsOf = (volume: DescribedVolume) => VolumeReply["forms"];

/**
 * A volume with its header. Everything else that a reply says of it is made when it is asked for: most
 * forms of reply show little of it, and there may be thousands.
 */
export class DescribedVolume {
  /** What its header describes. */
  readonly array: DescribedArray;
  readonly #volume: Volume;
  #header: NrrdHeader | undefined;

  /**
   * @param index For the option `volume`
   * @param name Of its file, without extension
   * @param besides What is said of it among others
   * @throws {HeaderError} as {@linkcode describedArray}
   */
  constructor(
    whole: Volume,
    readonly index: number,
    readonly name: string,
    private readonly options: HeaderOptions,
    besides: readonly Finding[],
  ) {
    this.array = describedArray(whole, options, besides);
    this.#volume = this.array.volumes ? whole : firstOfAll(whole);
  }

  get #nrrd(): NrrdHeader {
    return this.#header ??= nrrdHeader(this.array, this.options);
  }

  /** Name to save the header under. */
  get fileName(): string {
    return this.name + nrrdExtension(this.array);
  }

  /** Which volume it is. */
  get identity(): Identity {
    return identityOf(this.#volume);
  }

  /** The NRRD header. */
  get header(): string {
    return headerText(this.#nrrd);
  }

  /** What its header in another format may need besides the array. */
  get context(): FormContext {
    return { name: this.name, options: this.options };
  }

  /** All axes, fastest first. */
  get sizes(): readonly number[] {
    return this.#nrrd.axes.map((axis) => axis.size);
  }

  /** The three spatial axes. */
  get geometry(): VolumeReply["geometry"] {
    const array = this.array;
    const { space } = this.options;
    const { tilt } = this.#volume.stack;
    const [first, second, third] = spatialSteps(array);
    const steps = [toSpace(first, space), toSpace(second, space), toSpace(third, space)] as const;
    return {
      space,
      origin: toSpace(array.origin, space),
      directions: steps,
      spacing: [length(steps[0]), length(steps[1]), length(steps[2])],
      handedness: handednessOf(steps),
      tiltDegrees: tilt.outcome === "kept" ? tilt.degrees : 0,
      affineRAS: affineRas(array),
      simpleitk: simpleItkForm(array),
      vtk: vtkForm(array),
    };
  }

  /** How many frames it has. */
  get sliceCount(): number {
    return this.#volume.slices.length;
  }

  /** How long its order is. */
  get placeCount(): number {
    return placeCountOf(this.#volume);
  }

  /** Some of its frames, in the order of the array. */
  slices(start = 0, end = this.sliceCount): readonly SliceReply[] {
    return this.#volume.slices.slice(start, end)
      .map((slice) => sliceReply(slice, this.#volume, this.options));
  }

  /** Remarks on it. */
  get findings(): readonly Finding[] {
    return nrrdFindings(this.array);
  }

  /**
   * The whole reply, as data.
   *
   * @param forms Headers in other formats
   * @param slices All of its frames, unless they are left out here
   */
  reply(forms?: VolumeReply["forms"], slices: readonly SliceReply[] = this.slices()): VolumeReply {
    const array = this.array;
    const header = this.#nrrd;
    const volume = this.#volume;
    const { stack, axis4 } = volume;
    const segments = array.segments ?? volume.segmentation?.segments;
    return {
      index: this.index,
      name: this.name,
      fileName: this.fileName,
      ...this.identity,
      header: this.header,
      sizes: this.sizes,
      kinds: header.axes.map((axis) => axis.kind),
      type: header.type,
      geometry: this.geometry,
      pynrrd: pynrrdForm(header),
      itkwasm: itkWasmForm(array, this.name),
      slices,
      order: arrayOrder(volume, array),
      ...(this.options.order === "position" ? {} : { sorted: sortedOrder(volume) }),
      fit: {
        method: this.options.fit,
        maxError: stack.maxError,
        rmsError: stack.rmsError,
        bestPossible: stack.bestPossible,
      },
      ...(axis4 ? { axis4: axis4Reply(axis4) } : {}),
      ...(forms ? { forms } : {}),
      ...(segments ? { segments: segments.map(segmentReply) } : {}),
      findings: this.findings,
    };
  }
}

/** A volume without its fourth axis: what an array of one value for each voxel lies on. */
function firstOfAll({ axis4, ...volume }: Volume): Volume {
  return axis4 ? { ...volume, slices: volume.slices.filter(({ t }) => t === 0) } : volume;
}

function handednessOf([a, b, c]: VolumeReply["geometry"]["directions"]): "right" | "left" {
  return dot(cross(a, b), c) < 0 ? "left" : "right";
}

/** Places of an array's slices; none where several frames make one. */
function placeCountOf({ grid, axis4, segmentation }: Volume): number {
  return segmentation?.voxels === "labels" ? 0 : grid.slices * (axis4?.values.length ?? 1);
}

function arrayOrder(volume: Volume, { axisNames }: DescribedArray): (number | null)[] {
  const order: (number | null)[] = new Array(placeCountOf(volume)).fill(null);
  if (order.length === 0) return [];
  const { grid, slices, axis4 } = volume;
  const volumes = axis4?.values.length ?? 1;
  const volumesFirst = axis4 && axisNames.indexOf("t") < axisNames.indexOf("z");
  const placeOf = volumesFirst
    ? (k: number, t: number) => t + volumes * k
    : (k: number, t: number) => k + grid.slices * t;
  for (const { frame, k, t } of slices) order[placeOf(k, t)] = frame.place;
  return order;
}

function sortedOrder({ grid, axis4, handedness }: Volume): NonNullable<VolumeReply["sorted"]> {
  const flipped = handedness === "left";
  const last = grid.slices - 1;
  return {
    flipped,
    slices: Array.from({ length: grid.slices }, (_, k) => flipped ? last - k : k),
    ...(axis4 ? { volumes: axis4.sorted } : {}),
  };
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

function sliceReply(
  { frame, k, t, error }: Slice,
  { axis4, segmentation }: Volume,
  { space }: HeaderOptions,
): SliceReply {
  const { object } = frame;
  const segment = frame.segmentation?.segment;
  const overlay = segmentation !== undefined && segmentation.layers > 1;
  const sopInstanceUID = uid(object.dataset.strings("SOPInstanceUID"));
  const instanceNumber = finite(object.dataset.numbers("InstanceNumber"));
  return {
    index: axis4 || overlay ? [k, t] : [k],
    given: object.given,
    ...(object.file === undefined ? {} : { file: object.file }),
    ...(sopInstanceUID === undefined ? {} : { sopInstanceUID }),
    frame: frame.number,
    ...(segment === undefined ? {} : { segment }),
    ...(instanceNumber === undefined ? {} : { instanceNumber }),
    position: toSpace(frame.plane.position, space),
    error,
  };
}
