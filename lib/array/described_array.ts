/**
 * An array with its place in the patient: everything that a header says, whatever its format.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import { telling } from "../frames/frame.ts";
import { agree } from "../geometry/numbers.ts";
import type { Vector } from "../geometry/vector.ts";
import { type Choice, OPTIONS } from "../options/table.ts";
import type { HeaderOptions } from "../options/types.ts";
import { counted } from "../text.ts";
import { type Finding, warning } from "../volumes/finding.ts";
import type { Axis4, Volume } from "../volumes/volume.ts";
import type { NamedAxis } from "./array_axes.ts";
import { type Samples, samplesOf } from "./array_layout.ts";
import { pixelFindings } from "./pixel_findings.ts";
import { nameFindings, requestedSegments } from "./requested_segments.ts";
import { labelType, type WrittenSegment } from "./segments.ts";

/** One axis of the array. */
export interface PlacedAxis extends NamedAxis {
  /** From one index to the next, LPS mm; undefined for `t` and `c`, which are not space. */
  readonly step?: Vector;
  /** Slice thickness, mm, of the slice axis. */
  readonly thickness?: number | undefined;
}

/** An array, its samples and its place. */
export interface DescribedArray extends Omit<Samples, "axes" | "findings"> {
  /** The volume whose voxels it holds. */
  readonly volume: Volume;
  /** Fastest first. */
  readonly axes: readonly PlacedAxis[];
  /** Axes by name, fastest first: `xyz`, `cxyzt`, … */
  readonly axisNames: string;
  /** Centre of the first voxel, LPS mm. */
  readonly origin: Vector;
  readonly encoding: Choice<"encoding">;
  /** What separates its volumes, if it has a list of them. */
  readonly volumes: Axis4 | undefined;
  /** Whether its values are labels. */
  readonly labels: boolean;
  /** Segments whose labels the voxels are; undefined for other voxels. */
  readonly segments: readonly WrittenSegment[] | undefined;
  /** The volume's own, those about the pixels, those besides, and those about the data. */
  readonly findings: readonly Finding[];
}

/** Thicknesses that differ by less than this part are one thickness, printed twice. */
const SAME_THICKNESS = 1e-6;

/**
 * The array that holds the volume's slices in their order.
 *
 * @param besides What is said of the volume among others
 * @throws {HeaderError} unsupported-pixel-format, bad-option, array-does-not-fit, and the codes of
 * data that are no DICOM files to point at
 */
export function describedArray(
  volume: Volume,
  options: HeaderOptions,
  besides: readonly Finding[] = [],
): DescribedArray {
  const samples = samplesOf(volume, options);
  const segments = segmentsOf(volume, samples, options);
  const labels = segments ?? (options.as === "labelmap" ? [] : undefined);
  const isMade = !options.npy && options.data !== "dicom";
  const type = labels ? labelType(labels, isMade ? options.type : samples.type) : samples.type;
  const axes = samples.axes.map((axis) => placed(axis, volume));
  return {
    ...samples,
    volume,
    type,
    axes,
    axisNames: axes.map(({ name }) => name).join(""),
    origin: volume.grid.origin,
    encoding: options.encoding,
    volumes: axes.some(({ name }) => name === "t") ? volume.axis4 : undefined,
    labels: labels !== undefined,
    segments,
    findings: [
      ...volume.findings,
      ...pixelFindings(volume, options, type),
      ...besides,
      ...samples.findings,
      ...(options.encoding === "bzip2" ? [LACKS_BZIP2] : []),
      ...doubtfulEncoding(options),
      ...(segments ? nameFindings(options.segments ?? []) : []),
    ],
  };
}

/** Whether the components of a voxel are red, green and blue. */
export function isColour({ axes, rgb, segments }: DescribedArray): boolean {
  return !segments && rgb && axes.some(({ name, size }) => name === "c" && size === 3);
}

const LACKS_BZIP2: Finding = warning(
  "itk-lacks-bzip2",
  "ITK, SimpleITK and Slicer as usually built do not read bzip2; gzip is read everywhere",
);

/** Readers go by the field; the name of a file shows what its owner goes by. */
function doubtfulEncoding({ data, encoding }: HeaderOptions): Finding[] {
  if (typeof data === "string" || encoding !== "raw") return [];
  const [, ending] = /\.(gz|bz2)$/i.exec(data.file) ?? [];
  if (ending === undefined) return [];
  const compressed = OPTIONS.encoding.synonyms[ending.toLowerCase() as "gz" | "bz2"];
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

function placed(axis: NamedAxis, volume: Volume): PlacedAxis {
  const { grid } = volume;
  switch (axis.name) {
    case "x":
      return { ...axis, step: grid.columnStep };
    case "y":
      return { ...axis, step: grid.rowStep };
    case "z":
      return { ...axis, step: grid.sliceStep, thickness: commonThickness(volume) };
    default:
      return axis;
  }
}

/** The tag's value, if all slices agree; a thickness is information, not geometry. */
function commonThickness({ slices }: Volume): number | undefined {
  const values = telling(slices.map(({ frame }) => frame), "SliceThickness")
    .map(({ attributes }) => finite(attributes.numbers("SliceThickness")));
  const [value] = values;
  if (value === undefined || value <= 0) return undefined;
  const same = values.every((other) => other !== undefined && agree(other, value, SAME_THICKNESS));
  return same ? value : undefined;
}
