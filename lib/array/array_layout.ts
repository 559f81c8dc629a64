/**
 * Array layout of a header: the type of its samples, the order of its axes, and its data file. There
 * are three cases: an array still to be made, a numpy array that is there, the DICOM files
 * themselves.
 *
 * @module
 */

import { isDefinedTerm } from "../dicom/showable.ts";
import { HeaderError } from "../errors.ts";
import type { PixelFormat } from "../frames/pixel_format.ts";
import type { NumpyArray, Order, WritingOptions } from "../options/types.ts";
import { type Finding, info, warning } from "../volumes/finding.ts";
import type { Volume } from "../volumes/volume.ts";
import {
  axesOfNumpy,
  axesOfVolume,
  type Extents,
  isArrayOrder,
  type NamedAxis,
} from "./array_axes.ts";
import { dicomData } from "./dicom_data.ts";
import { isNpyName } from "./file_name.ts";
import type { DataPlace } from "./data_place.ts";
import { numpyType } from "./npy.ts";
import { nrrdType, type SampleType, typeOfPixels } from "./sample_type.ts";

/** The samples of a header. */
export interface Samples {
  readonly type: SampleType;
  readonly endian: "little" | "big";
  /** Fastest first. */
  readonly axes: readonly NamedAxis[];
  /** Whether every value is two samples, which are then the fastest axis of all. */
  readonly complex: boolean;
  /** Whether three components are red, green and blue. */
  readonly rgb: boolean;
  readonly data: DataPlace;
  readonly findings: readonly Finding[];
}

/** What is asked of samples; `order` is the slice order of the caller's array. */
export type SampleOptions = WritingOptions & { readonly order: Order };

/**
 * The samples that the options ask for.
 *
 * @throws {HeaderError} bad-option for options that contradict each other or the data,
 * array-does-not-fit, bad-array, unsupported-pixel-format, and what {@linkcode dicomData} throws
 */
export function samplesOf(volume: Volume, options: SampleOptions): Samples {
  if (options.array !== undefined && !isArrayOrder(options.array)) {
    throw new HeaderError("bad-option", "array must name x, y and z once, t and c at most once", {
      option: "array",
      valid: ["zyx", "yxz", "xyz", "tzyx", "zyxc"],
    });
  }
  if (options.data === "dicom") return dicomSamples(volume, options);
  if (options.npy) return numpySamples(volume, options, options.npy, options.data);
  const { axes } = axesOfVolume(extentsOf(volume, options), options.array);
  return {
    type: plainType(volume, options),
    endian: options.endian ?? "little",
    axes,
    complex: false,
    rgb: true,
    data: options.data,
    findings: places(axes, volume),
  };
}

/** Lengths of the axes that a volume has by itself, colour as imaging libraries hand it out. */
function extentsOf({ grid, slices, axis4, segmentation }: Volume, { as }: WritingOptions): Extents {
  const spatial = { x: grid.columns, y: grid.rows, z: grid.slices };
  const t = axis4?.values.length;
  // A mask has one value per voxel, even of a colour image, unless more are asked for.
  if (as !== "image") return { ...spatial, t, usual: "zyx" };
  const components = segmentation?.voxels === "labels"
    ? segmentation.layers
    : slices[0]!.frame.pixels.samplesPerPixel;
  const c = components > 1 ? components : undefined;
  const volumes = t === undefined ? "zyx" : axis4!.list === "third" ? "ztyx" : "tzyx";
  return { ...spatial, t, c, usual: volumes + (c === undefined ? "" : "c") };
}

function plainType({ slices }: Volume, { as, type }: WritingOptions): SampleType {
  const wanted = type === undefined ? undefined : nrrdType(type)?.type;
  return wanted ?? (as === "image" ? typeOfPixels(slices[0]!.frame.pixels) : "unsigned char");
}

function numpySamples(
  volume: Volume,
  options: SampleOptions,
  npy: NumpyArray,
  place: Exclude<WritingOptions["data"], "dicom">,
): Samples {
  const own = extentsOf(volume, { ...options, as: "image" });
  // A mask of a colour image has no colours, and its layers are more likely than volumes.
  const last = own.c === undefined && options.as === "image" ? "t" : "c";
  const extents: Extents = { ...own, c: undefined, last };
  const { axes, array, alternatives } = axesOfNumpy(npy, extents, options.array, options.order);
  const { type, endian, complex } = numpyType(npy.dtype);
  const order = endian ?? options.endian ?? "little";
  const inNpy = place !== "attached" && isNpyName(place.file);
  // The samples of a .npy lie in it as they are; written to another file, they may be compressed.
  const encoding = inNpy ? "raw" : options.encoding;
  contradict(options, { type, endian: order, encoding }, "the array");
  if (inNpy && npy.offset === undefined) {
    throw new HeaderError(
      "byte-offset-unknown",
      "a .npy begins with its own header, whose length is not known",
      { help: "the first bytes of the .npy as a file of the request, or its offset" },
    );
  }
  return {
    type,
    endian: order,
    axes,
    complex,
    rgb: type === "unsigned char",
    data: inNpy ? { ...place, byteSkip: npy.offset } : place,
    findings: [...ambiguity(npy, array, alternatives), ...places(axes, volume), ...wide(type)],
  };
}

function layersInFrames(layers: number): HeaderError {
  return new HeaderError(
    "frames-not-in-order",
    `segments overlap: the header's array has ${layers} layers of labels, the file one frame per segment and slice`,
    { layers, help: "data=attached or the name of a file" },
  );
}

function dicomSamples(volume: Volume, options: SampleOptions): Samples {
  if (options.npy || options.array !== undefined) {
    throw new HeaderError(
      "bad-option",
      "data=dicom describes the files as they are; the option array cannot change their order",
      { option: "data" },
    );
  }
  const { pixels } = volume.slices[0]!.frame;
  const { usual, ...extents } = extentsOf(volume, { ...options, as: "image" });
  if (extents.c !== undefined && pixels.samplesPerPixel === 1) throw layersInFrames(extents.c);
  const layout = pixels.planar ? usual.replace("yxc", "cyx") : usual;
  const { axes } = axesOfVolume({ ...extents, usual: layout });
  const planeAxes = pixels.samplesPerPixel > 1 ? 3 : 2;
  const { place, endian, findings } = dicomData(volume, axes.map(({ size }) => size), planeAxes);
  const type = typeOfPixels(pixels);
  contradict(options, { type, endian, encoding: "raw" }, "the DICOM files");
  return {
    type,
    endian,
    axes,
    complex: false,
    rgb: isRgb(pixels),
    data: place,
    findings: [...findings, ...places(axes, volume), ...notRgb(pixels)],
  };
}

/** Options that say something else than the data. */
function contradict(
  options: SampleOptions,
  { type, endian, encoding }: { type: SampleType; endian: string; encoding: string },
  what: string,
): void {
  const wanted = options.type === undefined ? undefined : nrrdType(options.type)?.type;
  const refuse = (option: string, own: string): never => {
    throw new HeaderError("bad-option", `Option "${option}" contradicts ${what}: ${own}`, {
      option,
      valid: [own],
    });
  };
  if (wanted !== undefined && wanted !== type) refuse("type", type);
  if (options.endian !== undefined && options.endian !== endian) refuse("endian", endian);
  if (options.encoding !== encoding) refuse("encoding", encoding);
}

function ambiguity(npy: NumpyArray, array: string, alternatives: readonly string[]): Finding[] {
  if (alternatives.length === 0) return [];
  return [info(
    "array-ambiguous",
    `the shape (${npy.shape.join(", ")}) fits array=${array}, which is assumed, but also array=${
      alternatives.join(", array=")
    }; set array= to be sure`,
    { shape: npy.shape, array, alternatives },
  )];
}

/** Axes that every reader takes: three of space, and one of components or of volumes. */
const MOST_AXES = 4;

/** Readers differ in where they look for components and for volumes. */
function places(axes: readonly NamedAxis[], { axis4 }: Volume): Finding[] {
  const findings: Finding[] = [];
  const last = axes.length - 1;
  const at = (name: NamedAxis["name"]): number => axes.findIndex((axis) => axis.name === name);
  if (at("c") > 0) {
    findings.push(info(
      "components-not-first",
      `the components of a voxel are not adjacent in memory: teem, ITK and Slicer support that, slicerio, VTK and JavaScript readers do not; in numpy, for an array in C order: numpy.ascontiguousarray(numpy.moveaxis(array, ${
        last - at("c")
      }, -1))`,
    ));
  }
  // Where the order of the frames puts the volumes, the order's own finding says so.
  if (at("t") >= 0 && at("t") < last && axis4?.list !== "third") {
    findings.push(warning(
      "list-not-last",
      `the volumes are not the slowest axis, as Slicer needs them; in numpy, for an array in C order: numpy.ascontiguousarray(numpy.moveaxis(array, ${
        last - at("t")
      }, 0))`,
    ));
  }
  if (axes.length > MOST_AXES) {
    findings.push(warning(
      "five-axes",
      "colours of several volumes need five axes, which ITK up to 5.4 and programs built on it refuse; axis4=none makes one header per volume",
      { axes: axes.length },
    ));
  }
  return findings;
}

/** Slicer's and JavaScript's readers have no 64-bit integers. */
function wide(type: SampleType): Finding[] {
  if (!type.endsWith("long long")) return [];
  return [warning(
    "wide-integers",
    'Slicer and JavaScript readers do not support 64-bit integers; in numpy: array.astype("int16"), or "uint8" for a mask',
    { type },
  )];
}

function isRgb({ photometricInterpretation: photometric }: PixelFormat): boolean {
  return photometric === undefined || photometric === "RGB";
}

function notRgb(pixels: PixelFormat): Finding[] {
  if (pixels.samplesPerPixel === 1 || isRgb(pixels)) return [];
  const photometric = pixels.photometricInterpretation!;
  return [warning(
    "not-rgb",
    "the stored components are not red, green and blue, so the header calls them a vector",
    isDefinedTerm("PhotometricInterpretation", photometric)
      ? { photometricInterpretation: photometric }
      : {},
  )];
}
