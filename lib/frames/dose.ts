/**
 * RT Dose: one position for the whole grid, one offset for each frame (PS3.3 C.8.8.3).
 *
 * @module
 */

import { type Dataset, first } from "../dicom/dataset.ts";
import { RT_DOSE } from "../dicom/sop_classes.ts";
import { HeaderError } from "../errors.ts";
import { normal, type Plane } from "../geometry/plane.ts";
import { along, angle, type Vector } from "../geometry/vector.ts";
import { faultOf } from "./faults.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
import { frameCountOf } from "./frame_count.ts";
import { imagePlane } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import { type PlacedPlane, planeWith, statingHelp } from "./stated_place.ts";

/**
 * How closely, mm, the first offset must be zero or repeat the position's z to say which of the two
 * forms it is. Both are printed from the same number; digits lost in printing pass.
 */
const SAME_OFFSET = 1e-3;

/** Angle in radians up to which a direction is the one that the absolute form asks for. */
const SAME_DIRECTION = 1e-4;

/** Reads dose grids of one or more frames. */
export const dose: Family = {
  name: "RT dose",
  frames: (object, limits, stated = {}) => {
    const { dataset } = object;
    if (!isDose(dataset)) return undefined;
    if (!dataset.has("Rows")) {
      throw new HeaderError("no-geometry", "the RT dose object has no dose grid");
    }
    const placed: PlacedPlane = stated.plane === undefined
      ? { plane: imagePlane(dataset) }
      : planeWith(dataset, stated.plane);
    const { plane } = placed;
    const pixels = pixelFormatOf(dataset);
    const { positions, isStated } = framePositions(dataset, plane, limits, stated.step);
    // A grid is a whole: next to another one, or in its place, it is the dose of another plan or
    // beam. Planes of older objects, one in each, make a grid together.
    const stack = positions.length > 1 ? String(object.given) : undefined;
    return positions.map((position, number): UnplacedFrame => ({
      object,
      number,
      ...placed,
      plane: { ...plane, position },
      ...(isStated ? { stated: { parts: [], ...placed.stated, step: "used" as const } } : {}),
      pixels,
      attributes: dataset,
      ...(stack === undefined ? {} : { stack }),
    }));
  },
};

function isDose(dataset: Dataset): boolean {
  return first(dataset.strings("SOPClassUID")) === RT_DOSE || dataset.has("GridFrameOffsetVector");
}

/**
 * Positions of all frames by Grid Frame Offset Vector (3004,000C), PS3.3 C.8.8.3.2.
 *
 * Form a), the first offset zero: offsets lie along row × column, counted from Image Position
 * (Patient). Form b), the first offset equal to the position's z and the orientation (1,0,0,0,1,0):
 * offsets are patient z coordinates. Anything else has no meaning in DICOM and gets no guess; for
 * turned planes the two guesses that one could make lie on either side of the first frame.
 *
 * @param step What the caller states where there are no offsets, mm along row × column
 * @throws {HeaderError} no-geometry, bad-frame-count, bad-position, limit-exceeded
 */
function framePositions(
  dataset: Dataset,
  plane: Plane,
  limits: FrameLimits | undefined,
  step: number | undefined,
): { readonly positions: Vector[]; readonly isStated?: boolean } {
  const count = frameCountOf(dataset, limits);
  const offsets = dataset.numbers("GridFrameOffsetVector");
  if (offsets.length === 0 && count === 1) return { positions: [plane.position] };
  if (offsets.length === 0 && step !== undefined) {
    const positions = Array.from(
      { length: count },
      (_, k) => along(plane.position, normal(plane), k * step),
    );
    return { positions, isStated: true };
  }
  if (offsets.length === 0) {
    throw new HeaderError(
      "no-geometry",
      `the dose grid has ${count} frames and no Grid Frame Offset Vector (3004,000C) to place them`,
      { frames: count, ...statingHelp(dataset, count, true) },
    );
  }
  if (offsets.length !== count) {
    throw new HeaderError(
      "bad-frame-count",
      `Grid Frame Offset Vector (3004,000C) has ${offsets.length} offsets; the number of frames is ${count}`,
      { offsets: offsets.length, frames: count },
    );
  }
  if (!offsets.every(Number.isFinite)) {
    throw new HeaderError(
      "bad-position",
      faultOf(dataset, "GridFrameOffsetVector", "a list of numbers"),
    );
  }
  const [x, y, z] = plane.position;
  const start = offsets[0]!;
  if (Math.abs(start) <= SAME_OFFSET) {
    const direction = normal(plane);
    return { positions: offsets.map((offset) => along(plane.position, direction, offset)) };
  }
  if (Math.abs(start - z) <= SAME_OFFSET && isStandardAxial(plane)) {
    return { positions: offsets.map((offset) => [x, y, offset]) };
  }
  throw new HeaderError(
    "bad-position",
    `the first offset of Grid Frame Offset Vector (3004,000C) is ${start} mm: DICOM allows 0 or, for the orientation 1\\0\\0\\0\\1\\0, the position's z, ${z} mm`,
    { firstOffset: start, position: plane.position },
  );
}

function isStandardAxial({ row, column }: Plane): boolean {
  return angle(row, [1, 0, 0]) <= SAME_DIRECTION && angle(column, [0, 1, 0]) <= SAME_DIRECTION;
}
