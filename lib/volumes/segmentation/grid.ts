/**
 * The grid of a segmentation. Its frames are sparse: where nothing was segmented there is none.
 *
 * @module
 */

import type { Budget } from "../../budget.ts";
import { finite } from "../../dicom/dataset.ts";
import { isHeaderError, orError } from "../../errors.ts";
import type { Frame } from "../../frames/frame.ts";
import { bestLine, residuals } from "../../geometry/line.ts";
import { largestOf, rootMeanSquare } from "../../geometry/numbers.ts";
import { normal } from "../../geometry/plane.ts";
import { sparsePlaces } from "../../geometry/sparse.ts";
import { dot, subtract } from "../../geometry/vector.ts";
import type { GeometryOptions } from "../../options/types.ts";
import { sameOrientation, sameSpacing } from "../group.ts";
import { positionsOf } from "../positions.ts";
import { fitStacks, layOnPlaces, type Stack } from "../slice_fit.ts";
import { arrange } from "../slice_order.ts";
import { gridOf, shapeOf, type Volume } from "../volume.ts";
import { type SegmentedImages, toleranceOf } from "./images.ts";
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
 * @param parts All of one orientation, pixel spacing and matrix, that say the same of their images
 * @param budget Of the answer
 * @throws {HeaderError} irregular-spacing, missing-slices, limit-exceeded
 */
export function placeFrames(
  parts: readonly SegmentationGroup[],
  images: SegmentedImages,
  options: GeometryOptions,
  budget: Budget,
): Placed {
  const frames = parts.flatMap((part) => part.frames);
  const positions = positionsOf(frames, normal(frames[0]!.plane));
  const look = () => budget.count("comparisons", 1);
  for (const image of images.near(parts, positions[0]![0]!.plane, look)) {
    const placed = onImages(positions, image, budget);
    if (placed) return placed;
  }
  return { ...onOwnPlanes(positions, options), imagesSent: images.has(parts[0]!) };
}

/** The images' grid, if every plane lies on it. */
function onImages(
  positions: readonly Frame[][],
  image: Volume,
  budget: Budget,
): Placed | undefined {
  const { grid, stack } = image;
  const { plane } = positions[0]![0]!;
  const { plane: theirs } = image.slices[0]!.frame;
  const samePixels = plane.columns === theirs.columns && plane.rows === theirs.rows &&
    sameSpacing(plane, theirs) && sameOrientation(plane, theirs);
  if (!samePixels) return undefined;

  budget.count("comparisons", positions.length);
  const points = positions.map((frames) => frames[0]!.plane.position);
  const square = dot(grid.sliceStep, grid.sliceStep);
  const places = points.map((point) =>
    Math.round(dot(subtract(point, grid.origin), grid.sliceStep) / square) + 0
  );
  const errors = residuals(stack, places, points);
  const tolerance = toleranceOf(image, plane);
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
  const arranged = orError(() => arrange([planes], order));
  return isHeaderError(arranged)
    ? { planes, sorted: true }
    : { planes: arranged.volumes[0]!, sorted: false };
}

function ownStack(planes: readonly Frame[], options: GeometryOptions): Stack {
  const points = planes.map((frame) => frame.plane.position);
  const shape = shapeOf(planes[0]!, options);
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
