/**
 * An array with its place to a NRRD header.
 *
 * @module
 */

import {
  type DescribedArray,
  describedArray,
  isColour,
  type PlacedAxis,
} from "../../array/described_array.ts";
import { bytesPerSample } from "../../array/sample_type.ts";
import { toSpace } from "../../array/space.ts";
import type { Vector } from "../../geometry/vector.ts";
import type { HeaderOptions, WritingOptions } from "../../options/types.ts";
import { counted } from "../../text.ts";
import type { Volume } from "../../volumes/volume.ts";
import type { Finding } from "../../volumes/finding.ts";
import { readerFindings } from "../reader_faults.ts";
import { acquisitionKeys } from "./acquisition.ts";
import { type DiffusionKeys, diffusionKeys } from "./diffusion.ts";
import type { Axis, NrrdHeader } from "./header.ts";
import type { KeyValue } from "./key_values.ts";
import { segmentationKeys } from "./segmentation.ts";
import { sequenceKeys } from "./sequence.ts";

/**
 * The header of a volume's array.
 *
 * @throws {HeaderError} as {@linkcode describedArray}
 */
export function volumeHeader(volume: Volume, options: HeaderOptions): NrrdHeader {
  return nrrdHeader(describedArray(volume, options), options);
}

/** The header of an array. */
export function nrrdHeader(
  array: DescribedArray,
  { space, metadata }: Pick<WritingOptions, "space" | "metadata">,
): NrrdHeader {
  const { volume, volumes } = array;
  const diffusion = volumes?.diffusion && diffusionKeys(volumes.diffusion, space);
  const axes = axesOf(array, diffusion, space);
  const header = {
    type: array.type,
    axes,
    space,
    origin: toSpace(array.origin, space),
    encoding: array.encoding,
    endian: array.endian,
    data: array.data,
    measurementFrame: diffusion?.measurementFrame,
  };
  const makeKeys = (): readonly KeyValue[] => [
    ...keysOf(array, axes, diffusion),
    ...(metadata === "acquisition" ? acquisitionKeys(volume.slices.map(({ frame }) => frame)) : []),
  ];
  let keys: readonly KeyValue[] | undefined;
  return {
    ...header,
    // Thousands of segments have ten keys each, and not every reply shows them.
    get keyValues() {
      return keys ??= makeKeys();
    },
    comments: [
      ...dataComment(header),
      ...nrrdFindings(array).map(({ code, message }) => `${code}: ${message}`),
    ],
  };
}

/** What is said of an array in a NRRD header. */
export function nrrdFindings(array: DescribedArray): readonly Finding[] {
  return [...array.findings, ...readerFindings("text", array)];
}

function axesOf(
  array: DescribedArray,
  diffusion: DiffusionKeys | undefined,
  space: WritingOptions["space"],
): Axis[] {
  const along = (step: Vector): Pick<Axis, "kind" | "direction"> => ({
    kind: diffusion ? "space" : "domain",
    direction: toSpace(step, space),
  });
  const axes = array.axes.map(({ name, size, step, thickness }: PlacedAxis): Axis => {
    if (step) return { size, ...along(step), thickness };
    if (name === "c") {
      return { size, kind: array.segments ? "list" : isColour(array) ? "RGB-color" : "vector" };
    }
    const { volumes } = array;
    return { size, kind: "list", ...(volumes ? { label: volumes.by, unit: volumes.unit } : {}) };
  });
  return array.complex ? [{ size: 2, kind: "complex" }, ...axes] : axes;
}

function keysOf(
  { segments, volumes }: DescribedArray,
  axes: readonly Axis[],
  diffusion: DiffusionKeys | undefined,
): readonly KeyValue[] {
  if (!segments) return diffusion?.keyValues ?? sequenceKeys(axes, volumes);
  return segmentationKeys(segments, axes.flatMap(({ direction, size }) => direction ? [size] : []));
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
