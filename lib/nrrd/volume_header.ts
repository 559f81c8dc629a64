/**
 * A volume to a NRRD header.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import { agree } from "../geometry/numbers.ts";
import type { Vector } from "../geometry/vector.ts";
import type { HeaderOptions } from "../options/types.ts";
import { counted } from "../text.ts";
import { type Finding, warning } from "../volumes/finding.ts";
import type { Volume } from "../volumes/volume.ts";
import { acquisitionKeys } from "./acquisition.ts";
import type { NamedAxis } from "./array_axes.ts";
import { type Samples, samplesOf } from "./array_layout.ts";
import { type DiffusionKeys, diffusionKeys } from "./diffusion.ts";
import type { Axis, NrrdHeader } from "./header.ts";
import type { KeyValue } from "./key_values.ts";
import { pixelFindings } from "./pixel_findings.ts";
import { nameFindings, requestedSegments } from "./requested_segments.ts";
import { labelType, segmentationKeys, type WrittenSegment } from "./segmentation.ts";
import { sequenceKeys } from "./sequence.ts";
import { toSpace } from "./space.ts";
import { bytesPerSample } from "./type.ts";

/** Thicknesses that differ by less than this part are one thickness, printed twice. */
const SAME_THICKNESS = 1e-6;

/** A header, and what the reply says of it besides. */
export interface VolumeHeader extends NrrdHeader {
  /** Axes by name, fastest first: `xyz`, `cxyzt`, … */
  readonly axisNames: string;
  /** Segments whose labels the voxels are; undefined for other voxels. */
  readonly segments: readonly WrittenSegment[] | undefined;
  /** The volume's own, those about the pixels, those besides, and those about the data. */
  readonly findings: readonly Finding[];
}

/**
 * The header of an array that holds the volume's slices in their order.
 *
 * @param besides What is said of the volume among others
 * @throws {HeaderError} unsupported-pixel-format, bad-option, array-does-not-fit, and the codes of
 * data that are no DICOM files to point at
 */
export function volumeHeader(
  volume: Volume,
  options: HeaderOptions,
  besides: readonly Finding[] = [],
): VolumeHeader {
  const samples = samplesOf(volume, options);
  const segments = segmentsOf(volume, samples, options);
  const labels = segments ?? (options.as === "labelmap" ? [] : undefined);
  const { data } = samples;
  const isMade = !options.npy && options.data !== "dicom";
  const type = labels ? labelType(labels, isMade ? options.type : samples.type) : samples.type;
  const volumes = samples.axes.some(({ name }) => name === "t") ? volume.axis4 : undefined;
  const diffusion = volumes?.diffusion && diffusionKeys(volumes.diffusion, options.space);
  const axes = axesOf(volume, samples, segments, diffusion, options);
  const header = {
    type,
    axes,
    space: options.space,
    origin: toSpace(volume.grid.origin, options.space),
    encoding: options.encoding,
    endian: samples.endian,
    data,
    measurementFrame: diffusion?.measurementFrame,
  };
  const makeKeys = (): readonly KeyValue[] => [
    ...keysOf(axes, segments, diffusion, volumes),
    ...(options.metadata === "acquisition"
      ? acquisitionKeys(volume.slices.map(({ frame }) => frame))
      : []),
  ];
  let keys: readonly KeyValue[] | undefined;
  const findings = [
    ...volume.findings,
    ...pixelFindings(volume, options, type),
    ...besides,
    ...samples.findings,
    ...(options.encoding === "bzip2" ? [LACKS_BZIP2] : []),
    ...doubtfulEncoding(options),
    ...(segments ? nameFindings(options.segments ?? []) : []),
  ];
  return {
    ...header,
    // Thousands of segments have ten keys each, and not every reply shows them.
    get keyValues() {
      return keys ??= makeKeys();
    },
    axisNames: samples.axes.map(({ name }) => name).join(""),
    segments,
    findings,
    comments: [
      ...dataComment(header),
      ...findings.map(({ code, message }) => `${code}: ${message}`),
    ],
  };
}

const LACKS_BZIP2: Finding = warning(
  "itk-lacks-bzip2",
  "ITK, SimpleITK and Slicer as usually built do not read bzip2; gzip is read everywhere",
);

/** Readers go by the field; the name of a file shows what its owner goes by. */
function doubtfulEncoding({ data, encoding }: HeaderOptions): Finding[] {
  if (typeof data === "string" || encoding !== "raw") return [];
  const compressed = /\.gz$/i.test(data.file)
    ? "gzip"
    : /\.bz2$/i.test(data.file)
    ? "bzip2"
    : undefined;
  if (compressed === undefined) return [];
  return [warning(
    "encoding-doubtful",
    `the data file has the name of a compressed file, but the header says encoding: raw; if it is compressed, use encoding=${compressed}`,
    { encoding: compressed },
  )];
}

/**
 * The segments that the voxels are labels of: the caller's, or those of DICOM. Slicer looks for their
 * layers on the fastest axis, and what an array has in memory cannot be told otherwise.
 */
function segmentsOf(
  { segmentation }: Volume,
  { axes }: Samples,
  { as, segments }: HeaderOptions,
): readonly WrittenSegment[] | undefined {
  if (as !== "segmentation" && segments) {
    throw new HeaderError("bad-option", 'Option "segments" needs as=segmentation', {
      option: "as",
      valid: ["segmentation"],
    });
  }
  const own = as === "image" && segmentation?.voxels === "labels" ? segmentation : undefined;
  if (as !== "segmentation" && !own) return undefined;
  const layer = axes.findIndex(({ name }) => name === "c" || name === "t");
  if (layer > 0 || axes.length > 4) throw layersNotFirst(axes, layer);
  const layers = layer < 0 ? 1 : axes[0]!.size;
  if (!own) return requestedSegments(segments ?? [], layers);
  if (layers === own.layers) return own.segments;
  throw new HeaderError(
    "array-does-not-fit",
    `the segments need an array of ${counted(own.layers, "layer")}; it has ${layers}`,
    {
      layers,
      needed: own.layers,
      help: "as=labelmap, or as=segmentation with your own segments",
    },
  );
}

function layersNotFirst(axes: readonly NamedAxis[], layer: number): HeaderError {
  return new HeaderError(
    "array-does-not-fit",
    "Slicer reads layers of a segmentation only if they are the fastest axis",
    {
      array: axes.map(({ name }) => name).reverse().join(""),
      help: `in numpy, for an array in C order: numpy.ascontiguousarray(numpy.moveaxis(array, ${
        axes.length - 1 - layer
      }, -1)), and array=zyxc`,
    },
  );
}

function axesOf(
  volume: Volume,
  samples: Samples,
  segments: readonly WrittenSegment[] | undefined,
  diffusion: DiffusionKeys | undefined,
  { space }: HeaderOptions,
): Axis[] {
  const { grid, axis4 } = volume;
  const kind = diffusion ? "space" : "domain";
  const along = (step: Vector): Pick<Axis, "kind" | "direction"> => ({
    kind,
    direction: toSpace(step, space),
  });
  const axes = samples.axes.map(({ name, size }): Axis => {
    switch (name) {
      case "x":
        return { size, ...along(grid.columnStep) };
      case "y":
        return { size, ...along(grid.rowStep) };
      case "z":
        return { size, ...along(grid.sliceStep), thickness: commonThickness(volume) };
      case "t":
        return { size, kind: "list", ...(axis4 ? { label: axis4.by, unit: axis4.unit } : {}) };
      case "c":
        return {
          size,
          kind: segments ? "list" : samples.rgb && size === 3 ? "RGB-color" : "vector",
        };
    }
  });
  return samples.complex ? [{ size: 2, kind: "complex" }, ...axes] : axes;
}

function keysOf(
  axes: readonly Axis[],
  segments: readonly WrittenSegment[] | undefined,
  diffusion: DiffusionKeys | undefined,
  volumes: Volume["axis4"],
): readonly KeyValue[] {
  if (!segments) return diffusion?.keyValues ?? sequenceKeys(axes, volumes);
  return segmentationKeys(segments, axes.flatMap(({ direction, size }) => direction ? [size] : []));
}

/** The tag's value, if all slices agree; a thickness is information, not geometry. */
function commonThickness({ slices }: Volume): number | undefined {
  const values = slices.map(({ frame }) => finite(frame.attributes.numbers("SliceThickness")));
  const [value] = values;
  if (value === undefined || value <= 0) return undefined;
  const same = values.every((other) => other !== undefined && agree(other, value, SAME_THICKNESS));
  return same ? value : undefined;
}

function dataComment(header: Omit<NrrdHeader, "comments">): string[] {
  if (header.data !== "attached") return [];
  const samples = header.axes.reduce((product, axis) => product * axis.size, 1);
  const spatial = ["column", "row", "slice"];
  const names = header.axes.map(({ direction, label, kind }) =>
    direction ? spatial.shift() : label ?? (kind === "list" ? "layer" : "component")
  );
  const order = `in numpy [${names.reverse().join(", ")}], C order`;
  const amount = header.encoding === "raw"
    ? counted(samples * bytesPerSample(header.type), "byte")
    : `${counted(samples, "sample")} as ${header.encoding}`;
  return [`after the empty line: ${amount}, ${order}`];
}
