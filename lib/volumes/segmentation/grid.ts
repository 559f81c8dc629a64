/**
 * The grid of a segmentation. Its frames are sparse: where nothing was segmented there is none.
 *
 * @module
 */

import { finite, first } from "../../dicom/dataset.ts";
import { isHeaderError } from "../../errors.ts";
import type { Frame } from "../../frames/frame.ts";
import { bestLine, residuals } from "../../geometry/line.ts";
import { largestOf, rootMeanSquare } from "../../geometry/numbers.ts";
import { normal } from "../../geometry/plane.ts";
import { SILENT_RESIDUAL, TOLERATED_RESIDUAL } from "../../geometry/spacing.ts";
import { sparsePlaces } from "../../geometry/sparse.ts";
import { dot, length, subtract } from "../../geometry/vector.ts";
import type { GeometryOptions } from "../../options/types.ts";
import { sameOrientation, sameSpacing } from "../group.ts";
import { positionsOf } from "../positions.ts";
import { fitStacks, layOnPlaces, type Stack } from "../slice_fit.ts";
import { arrange } from "../slice_order.ts";
import { gridOf, shapeOf, type Volume } from "../volume.ts";
import type { SegmentationGroup } from "./layers.ts";

/** Frames on a grid. */
export interface Placed extends Pick<Volume, "grid" | "stack" | "handedness"> {
  /** Where the grid is from: the segmented images, or the segmentation's own planes. */
  readonly from: "images" | "own";
  /** Whether images that it refers to were sent, fitting or not. */
  readonly imagesSent: boolean;
  /** The order asked for is none that its own planes have, so they are sorted by position. */
  readonly sorted?: boolean;
  /** Slice index of every frame. */
  readonly kOf: ReadonlyMap<Frame, number>;
}

/**
 * Lays frames on the grid of the images that were segmented, if these were sent and hold every
 * plane; else on the coarsest even grid that holds every plane.
 *
 * @param parts All of one orientation, pixel spacing and matrix
 * @throws {HeaderError} irregular-spacing, missing-slices
 */
export function placeFrames(
  parts: readonly SegmentationGroup[],
  images: readonly Volume[],
  options: GeometryOptions,
): Placed {
  const frames = parts.flatMap((part) => part.frames);
  const positions = positionsOf(frames, normal(frames[0]!.plane));
  const segmented = images.filter((image) => isSegmented(image, parts));
  // Thin and thick slices of one series share positions: the grid is that of the images named.
  const named = segmented.filter((image) => isNamed(image, parts));
  for (const image of [...named, ...segmented]) {
    const placed = onImages(positions, image);
    if (placed) return placed;
  }
  return { ...onOwnPlanes(positions, options), imagesSent: segmented.length > 0 };
}

/** Whether the segmentations say that they were made on these images. */
function isSegmented({ slices }: Volume, parts: readonly SegmentationGroup[]): boolean {
  const image = slices[0]!.frame.object.dataset;
  const series = first(image.strings("SeriesInstanceUID"));
  const space = first(image.strings("FrameOfReferenceUID"));
  return parts.every(({ object, of: { referencedSeries } }) => {
    const own = first(object.dataset.strings("FrameOfReferenceUID"));
    const named = series !== undefined && referencedSeries.includes(series);
    if (own === undefined || space === undefined) return named;
    return own === space && (named || referencedSeries.length === 0);
  });
}

/** Whether the segmentations name instances of these images. */
function isNamed({ slices }: Volume, parts: readonly SegmentationGroup[]): boolean {
  const uids = slices.map(({ frame }) => first(frame.object.dataset.strings("SOPInstanceUID")));
  return parts.every(({ of }) =>
    uids.some((uid) => uid !== undefined && of.referencedInstances.has(uid))
  );
}

/** The images' grid, if every plane lies on it. */
function onImages(positions: readonly Frame[][], image: Volume): Placed | undefined {
  const { grid, stack } = image;
  const { plane } = positions[0]![0]!;
  const { plane: theirs } = image.slices[0]!.frame;
  const samePixels = plane.columns === theirs.columns && plane.rows === theirs.rows &&
    sameSpacing(plane, theirs) && sameOrientation(plane, theirs);
  if (!samePixels) return undefined;

  const points = positions.map((frames) => frames[0]!.plane.position);
  const square = dot(grid.sliceStep, grid.sliceStep);
  const places = points.map((point) =>
    Math.round(dot(subtract(point, grid.origin), grid.sliceStep) / square) + 0
  );
  const errors = residuals(stack, places, points);
  // The planes may have been copied from the images or computed from their grid.
  const side = Math.min(plane.columnSpacing, plane.rowSpacing, length(grid.sliceStep));
  const tolerance = Math.max(SILENT_RESIDUAL, TOLERATED_RESIDUAL * side) + stack.maxError;
  const fits = places.every((k, at) => k >= 0 && k < grid.slices && errors[at]! <= tolerance);
  if (!fits) return undefined;
  const maxError = largestOf(errors);
  return {
    grid,
    stack: {
      ...stack,
      members: [...positions.keys()],
      places,
      errors,
      maxError,
      rmsError: rootMeanSquare(errors),
      bestPossible: Math.min(maxError, bestLine(places, points).error),
    },
    handedness: image.handedness,
    from: "images",
    imagesSent: true,
    kOf: slicesOf(positions, places),
  };
}

function onOwnPlanes(
  positions: readonly Frame[][],
  options: GeometryOptions,
): Omit<Placed, "imagesSent"> {
  const byFrame = new Map(positions.map((frames) => [frames[0]!, frames]));
  const { planes, sorted } = inOrder(positions.map((frames) => frames[0]!), options);
  const stack = ownStack(planes, options);
  const { plane } = planes[0]!;
  return {
    grid: gridOf(plane, stack),
    stack,
    handedness: dot(normal(plane), stack.step) < 0 ? "left" : "right",
    from: "own",
    sorted,
    kOf: slicesOf(planes.map((frame) => byFrame.get(frame)!), stack.places),
  };
}

/**
 * Planes in the order asked for. Frames of segments mostly jump to and fro, segment by segment, and
 * nobody stacks labels by them: then the order asked for is about the images.
 */
function inOrder(
  planes: readonly Frame[],
  { order }: GeometryOptions,
): { readonly planes: readonly Frame[]; readonly sorted: boolean } {
  try {
    return { planes: arrange([planes], order).volumes[0]!, sorted: false };
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    return { planes, sorted: true };
  }
}

function ownStack(planes: readonly Frame[], options: GeometryOptions): Stack {
  const points = planes.map((frame) => frame.plane.position);
  const shape = shapeOf(planes[0]!);
  const declared = (keyword: "SpacingBetweenSlices" | "SliceThickness") => {
    const value = finite(planes[0]!.attributes.numbers(keyword));
    return value === undefined ? undefined : Math.abs(value);
  };
  const places = points.length === 1 ? [0] : sparsePlaces(points, {
    spacing: declared("SpacingBetweenSlices"),
    thickness: declared("SliceThickness"),
  });
  if (places) return layOnPlaces(points, places, shape, options);
  // Splitting a segmentation would tear its segments apart.
  const uneven = options.uneven === "split" ? "refuse" : options.uneven;
  return fitStacks(points, shape, { ...options, uneven })[0]!;
}

function slicesOf(
  positions: readonly (readonly Frame[])[],
  places: readonly number[],
): Map<Frame, number> {
  return new Map(positions.flatMap((frames, at) => frames.map((frame) => [frame, places[at]!])));
}
