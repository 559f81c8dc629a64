/**
 * A volume to a NRRD header.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import type { PixelFormat } from "../frames/frame.ts";
import { agree } from "../geometry/numbers.ts";
import type { Vector } from "../geometry/vector.ts";
import type { Space, WritingOptions } from "../options.ts";
import type { Axis4, Volume } from "../volumes/volume.ts";
import { diffusionKeys } from "./diffusion.ts";
import type { Axis, NrrdHeader } from "./header.ts";
import { labelType, layerAxis, segmentationKeys } from "./segmentation.ts";
import { sequenceKeys } from "./sequence.ts";
import { bytesPerSample, type NrrdType, nrrdType, typeOfPixels } from "./type.ts";

/** Thicknesses that differ by less than this part are one thickness, printed twice. */
const SAME_THICKNESS = 1e-6;

/**
 * The header of an array that holds the volume's slices in their order.
 *
 * @throws {HeaderError} unsupported-pixel-format, bad-option
 */
export function volumeHeader(volume: Volume, options: WritingOptions): NrrdHeader {
  const { grid, slices } = volume;
  const pixels = slices[0]!.frame.pixels;
  const labels = volume.segmentation?.voxels === "labels" ? volume.segmentation : undefined;
  const type = labels ? labelType(labels, options.type) : typeOf(pixels, options);
  const inSpace = (vector: Vector): Vector => toSpace(vector, options.space);
  const { axis4 } = volume;
  const diffusion = axis4?.diffusion && diffusionKeys(axis4.diffusion, options.space);
  const kind = diffusion ? "space" : "domain";
  const slice: Axis = {
    size: grid.slices,
    kind,
    direction: inSpace(grid.sliceStep),
    thickness: commonThickness(volume),
  };
  const axes: Axis[] = [
    ...(labels ? layerAxis(labels) : colourAxis(pixels)),
    { size: grid.columns, kind, direction: inSpace(grid.columnStep) },
    { size: grid.rows, kind, direction: inSpace(grid.rowStep) },
    ...withListAxis(slice, axis4),
  ];
  const header = {
    type,
    axes,
    space: options.space,
    origin: inSpace(grid.origin),
    encoding: options.encoding,
    endian: options.endian,
    data: options.data,
    measurementFrame: diffusion?.measurementFrame,
    keyValues: labels
      ? segmentationKeys(labels, grid)
      : diffusion?.keyValues ?? sequenceKeys(axes, axis4),
  };
  return {
    ...header,
    comments: [
      ...dataComment(header),
      ...volume.findings.map(({ code, message }) => `${code}: ${message}`),
    ],
  };
}

/** LPS to the header's space; RAS turns x and y round. −0 becomes 0. */
export function toSpace([x, y, z]: Vector, space: Space): Vector {
  return space === "LPS" ? [x + 0, y + 0, z + 0] : [0 - x, 0 - y, z + 0];
}

function typeOf(pixels: PixelFormat, options: WritingOptions): NrrdType {
  return (options.type === undefined ? undefined : nrrdType(options.type)?.type) ??
    typeOfPixels(pixels);
}

/** Colour by pixel comes first, as every imaging library hands it out, whatever DICOM stored. */
function colourAxis(pixels: PixelFormat): Axis[] {
  if (pixels.samplesPerPixel === 1) return [];
  const size = pixels.samplesPerPixel;
  return [{ size, kind: size === 3 ? "RGB-color" : "vector" }];
}

/** What stands in the headers, if all slices agree; a thickness is information, not geometry. */
function commonThickness({ slices }: Volume): number | undefined {
  const values = slices.map(({ frame }) => finite(frame.attributes.numbers("SliceThickness")));
  const [value] = values;
  if (value === undefined || value <= 0) return undefined;
  const same = values.every((other) => other !== undefined && agree(other, value, SAME_THICKNESS));
  return same ? value : undefined;
}

/** The slice axis and, behind or before it, the list of volumes. */
function withListAxis(slice: Axis, axis4: Axis4 | undefined): Axis[] {
  if (!axis4) return [slice];
  const list: Axis = {
    size: axis4.values.length,
    kind: "list",
    label: axis4.by,
    unit: axis4.unit,
  };
  return axis4.list === "last" ? [slice, list] : [list, slice];
}

function dataComment(header: Omit<NrrdHeader, "comments">): string[] {
  if (header.data !== "attached") return [];
  const samples = header.axes.reduce((product, axis) => product * axis.size, 1);
  const spatial = ["column", "row", "slice"];
  const names = header.axes.map(({ direction, label, kind }) =>
    direction ? spatial.shift() : label ?? (kind === "list" ? "layer" : "component")
  );
  const order = `${names.join(", ")}, the first fastest (numpy: C order, axes reversed)`;
  if (header.encoding !== "raw") {
    return [`behind the empty line: ${samples} samples as ${header.encoding}, ${order}`];
  }
  return [
    `behind the empty line: ${samples * bytesPerSample(header.type)} bytes, ${order}`,
  ];
}
