/**
 * What DICOM does not say of where frames lie, and the caller states instead: options `plane` and
 * `step`.
 *
 * What DICOM does say is never replaced: a statement against it is refused, with both.
 *
 * @module
 */

import { nameOf } from "../dicom/attribute_names.ts";
import type { Dataset } from "../dicom/dataset.ts";
import { sopClassOf } from "../dicom/sop_classes.ts";
import { type Details, HeaderError, isHeaderError, orError } from "../errors.ts";
import type { MainPlane } from "../geometry/anatomical_plane.ts";
import { agree } from "../geometry/numbers.ts";
import type { Plane } from "../geometry/plane.ts";
import { angle, distance, type Vector } from "../geometry/vector.ts";
import {
  imagePlaneOrNominal,
  matrixOf,
  orientationOf,
  type PixelSpacing,
  pixelSpacingOf,
  positionOf,
  type Remark,
} from "./image_plane.ts";
import {
  holdsAtDetector,
  pixelSizesOf,
  regionSpacingOf,
  spacingOfRegion,
  ultrasoundRegionsOf,
} from "./pixel_size.ts";

/** A plane in the words of the option `plane`; what it leaves out DICOM has to say. */
export interface StatedPlane {
  /** Directions along a row and along a column, LPS, unit length. */
  readonly orientation?: readonly [row: Vector, column: Vector] | undefined;
  /** Centre of the first pixel, LPS mm; the origin where neither it nor DICOM says. */
  readonly position?: Vector | undefined;
  /** Of pixel centres, mm. */
  readonly spacing?: PixelSpacing | undefined;
}

/** What a caller states of where frames lie. */
export interface StatedGeometry {
  /** Millimetres from slice to slice along row × column, or against it if negative. */
  readonly step?: number | undefined;
  /** The plane of objects that have none. */
  readonly plane?: StatedPlane | undefined;
}

/** A part of a plane. */
export type PlanePart = "orientation" | "position" | "spacing";

/** What of a frame's place comes from the caller. */
export interface StatedPlace {
  /** Parts of its plane, from the option `plane`. */
  readonly parts: readonly PlanePart[];
  /** What DICOM's own pixel spacing is from, in words, if it does not hold as a matter of course. */
  readonly spacingHolds?: string;
  /**
   * `needed`: the frame has its position in common with others until the option `step` tells them
   * apart · `used`: its position follows from that.
   */
  readonly step?: "needed" | "used";
}

/** A plane with what was stated of it. */
export interface PlacedPlane {
  readonly plane: Plane;
  readonly remarks?: readonly Remark[];
  /** Absent where all of the plane is DICOM's. */
  readonly stated?: StatedPlace;
}

/** The main planes as radiology shows them: directions along a row and along a column, LPS. */
export const MAIN_ORIENTATIONS: Readonly<Record<MainPlane, readonly [Vector, Vector]>> = {
  axial: [[1, 0, 0], [0, 1, 0]],
  coronal: [[1, 0, 0], [0, 0, -1]],
  sagittal: [[0, 1, 0], [0, 0, -1]],
};

/** A stated orientation is DICOM's if no direction differs by more, radians: what lost digits turn. */
const SAME_DIRECTION = 1e-4;

/** A stated position is DICOM's if it is no farther away, mm: what lost digits move. */
const SAME_POSITION = 1e-3;

/** A stated spacing is DICOM's if it differs by no more than this part: what lost digits change. */
const SAME_SPACING = 1e-4;

/**
 * The plane of a dataset, with the caller's parts where DICOM has none.
 *
 * @param dataset Answers for position and orientation
 * @param stated The option `plane`; undefined where nothing is stated
 * @param sizes Answers for matrix and pixel spacing
 * @throws {HeaderError} no-geometry, bad-position, bad-orientation, bad-spacing, bad-matrix;
 * bad-option where DICOM has the whole plane, or says something else
 */
export function planeWith(
  dataset: Dataset,
  stated: StatedPlane | undefined,
  sizes: Dataset = dataset,
): PlacedPlane {
  if (stated === undefined) return imagePlaneOrNominal(dataset, sizes);
  const parts: PlanePart[] = [];
  const ownOrientation = says(dataset, "ImageOrientationPatient")
    ? orientationOf(dataset)
    : undefined;
  const ownPosition = says(dataset, "ImagePositionPatient") ? positionOf(dataset) : undefined;
  // What is no pair of lengths is a fault, and nothing to be replaced.
  if (sizes.strings("PixelSpacing").length > 0) pixelSpacingOf(sizes);
  const own = ownSpacing(sizes);
  if (ownOrientation && ownPosition && own) throw alreadyPlaced(ownOrientation, ownPosition, own);

  if (ownOrientation && stated.orientation) {
    const [row, column] = stated.orientation;
    const turn = Math.max(angle(ownOrientation[0], row), angle(ownOrientation[1], column));
    if (turn > SAME_DIRECTION) {
      throw contradicts("orientation", ownOrientation.flat(), stated.orientation.flat());
    }
  }
  if (ownPosition && stated.position && distance(ownPosition, stated.position) > SAME_POSITION) {
    throw contradicts("position", ownPosition, stated.position);
  }
  if (own && stated.spacing && !sameSpacing(own, stated.spacing)) {
    throw contradicts("spacing", pair(own), pair(stated.spacing));
  }
  const orientation = ownOrientation ?? stated.orientation;
  if (!orientation) throw lacks(dataset, sizes, "orientation", stated);
  if (!ownOrientation) parts.push("orientation");
  if (!ownPosition) parts.push("position");
  const spacing = own ?? stated.spacing;
  if (!spacing) throw lacks(dataset, sizes, "spacing", stated);
  if (!own) parts.push("spacing");
  const [row, column] = orientation;
  const { rowSpacing, columnSpacing } = spacing;
  return {
    plane: {
      position: ownPosition ?? stated.position ?? [0, 0, 0],
      row,
      column,
      rowSpacing,
      columnSpacing,
      ...matrixOf(sizes),
    },
    ...(own?.remark ? { remarks: [own.remark] } : {}),
    stated: { parts, ...(own?.holds === undefined ? {} : { spacingHolds: own.holds }) },
  };
}

function says(dataset: Dataset, keyword: "ImageOrientationPatient" | "ImagePositionPatient") {
  return dataset.strings(keyword).length > 0;
}

/** DICOM's own pixel spacing, and what there is to say of it. */
interface OwnSpacing extends PixelSpacing {
  readonly holds?: string;
  readonly remark?: Remark;
}

/**
 * The pixel spacing that an object has for a plane in the patient. The size at a detector is none: it
 * is that of the patient magnified, by how much DICOM does not say.
 */
function ownSpacing(dataset: Dataset): OwnSpacing | undefined {
  const sizes = pixelSizesOf(dataset);
  const size = sizes.find(({ attribute }) => attribute === "PixelSpacing") ??
    sizes.find(({ attribute }) => attribute === "NominalScannedPixelSpacing");
  if (size && !holdsAtDetector(size)) {
    const [rowSpacing, columnSpacing] = size.spacing;
    if (rowSpacing > 0 && columnSpacing > 0) {
      if (size.attribute === "NominalScannedPixelSpacing") {
        return { rowSpacing, columnSpacing, remark: "nominal-spacing" };
      }
      const projected = sopClassOf(dataset)?.placement === "projection";
      const holds = `${nameOf("PixelSpacing")}, ${size.holds}`;
      return { rowSpacing, columnSpacing, ...(projected ? { holds } : {}) };
    }
  }
  const region = size ? undefined : regionSpacingOf(dataset);
  return region && { ...region, holds: "its one ultrasound region, which is the whole image" };
}

function sameSpacing(a: PixelSpacing, b: PixelSpacing): boolean {
  return agree(a.rowSpacing, b.rowSpacing, SAME_SPACING) &&
    agree(a.columnSpacing, b.columnSpacing, SAME_SPACING);
}

function pair({ rowSpacing, columnSpacing }: PixelSpacing): [number, number] {
  return [rowSpacing, columnSpacing];
}

function alreadyPlaced(
  [row, column]: [Vector, Vector],
  position: Vector,
  own: OwnSpacing,
): HeaderError {
  return new HeaderError(
    "bad-option",
    `DICOM says where the object lies, at ${told(position)} mm with ${
      told([...row, ...column])
    } and a pixel spacing of ${told(pair(own))} mm: plane= is for objects of which it does not`,
    {
      option: "plane",
      said: [...position, ...row, ...column, ...pair(own)],
      help: "the same without plane=",
    },
  );
}

function contradicts(
  part: PlanePart,
  said: readonly number[],
  stated: readonly number[],
): HeaderError {
  return new HeaderError(
    "bad-option",
    `Option "plane" states the ${part} ${told(stated)}, but DICOM says ${told(said)}`,
    { option: "plane", stated, said, help: `plane= without ${part}` },
  );
}

function lacks(
  place: Dataset,
  sizes: Dataset,
  part: "orientation" | "spacing",
  stated: StatedPlane,
): HeaderError {
  const known = pixelSizesOf(sizes)
    .map(({ attribute, spacing, holds }) => `${attribute} is ${told(spacing)} mm ${holds}`);
  return new HeaderError(
    "no-geometry",
    part === "orientation"
      ? `${nameOf("ImageOrientationPatient")} is absent, and plane= states no orientation`
      : `DICOM says no pixel spacing in the patient${
        known.length > 0 ? ` (${known.join(", ")})` : ""
      }, and plane= states none`,
    { help: `plane=${written(exampleFor(place, sizes, stated))}, with your own values` },
  );
}

function told(values: readonly number[]): string {
  return values.map((value) => Number(value.toPrecision(7))).join("\\");
}

/** An orientation to show, where nobody knows it. */
const SHOWN_ORIENTATION: MainPlane = "axial";

/** A pixel spacing to show, mm, where DICOM has none of any kind. */
const SHOWN_SPACING: readonly [number, number] = [0.5, 0.5];

/** Values of `plane` by member: what DICOM leaves out, as far as it is stated, else as an example. */
interface Example {
  readonly orientation?: MainPlane | readonly number[];
  readonly position?: Vector;
  readonly spacing?: readonly [number, number];
}

function exampleFor(place: Dataset, sizes: Dataset, stated: StatedPlane = {}): Example {
  const orientation = stated.orientation?.flat() ?? SHOWN_ORIENTATION;
  return {
    ...(says(place, "ImageOrientationPatient") ? {} : { orientation }),
    ...(stated.position ? { position: stated.position } : {}),
    ...(ownSpacing(sizes) ? {} : { spacing: shownSpacing(sizes) }),
  };
}

/** The size that DICOM has for something else, which is often near; only the caller knows. */
function shownSpacing(sizes: Dataset): readonly [number, number] {
  const [size] = pixelSizesOf(sizes);
  if (size) return size.spacing;
  const region = ultrasoundRegionsOf(sizes)
    .flatMap((region) => spacingOfRegion(region) ?? [])[0];
  return region ? pair(region) : SHOWN_SPACING;
}

/** The option as it is written. */
function written({ orientation, ...others }: Example): string {
  return typeof orientation === "string" && Object.keys(others).length === 0
    ? orientation
    : JSON.stringify({ ...(orientation === undefined ? {} : { orientation }), ...others });
}

/**
 * What the caller may state of an object that has no place; nothing where that makes no header either.
 *
 * @param frames How many frames need a step
 * @param hasPlane Whether only the step is missing
 * @param place Answers for position and orientation
 */
export function statingHelp(
  sizes: Dataset,
  frames: number,
  hasPlane: boolean,
  place: Dataset = sizes,
): Details {
  if (hasPlane && frames === 1) return {};
  const example = exampleFor(place, sizes);
  const placed = orError(() => planeWith(place, hasPlane ? undefined : asStated(example), sizes));
  if (isHeaderError(placed)) return {};
  const plane = hasPlane ? [] : [`plane=${written(example)}`];
  const step = frames > 1 ? ["step=1"] : [];
  return {
    help: `if you know where it lies, ${[...plane, ...step].join(" and ")}, with your own values`,
  };
}

function asStated({ orientation, spacing }: Example): StatedPlane {
  return {
    orientation: orientation === undefined ? undefined : MAIN_ORIENTATIONS[SHOWN_ORIENTATION],
    spacing: spacing && { rowSpacing: spacing[0], columnSpacing: spacing[1] },
  };
}

/** Makes a plane; the error where DICOM has none says what the caller may state. */
export function withStatingHelp(
  sizes: Dataset,
  frames: number,
  make: () => PlacedPlane,
  place: Dataset = sizes,
): PlacedPlane {
  const made = orError(make);
  if (!isHeaderError(made)) return made;
  const { code, message, details } = made;
  const isAbsence = code === "no-geometry" ||
    code === "bad-spacing" && sizes.strings("PixelSpacing").length === 0;
  if (!isAbsence || details.help !== undefined) throw made;
  const help = statingHelp(sizes, frames, false, place);
  throw new HeaderError(code, message, { ...details, ...help });
}

/** Objects of which the caller states the position have it in common: `step` tells them apart. */
export function sharedIfStated(placed: PlacedPlane): PlacedPlane {
  const { stated } = placed;
  return stated?.parts.includes("position")
    ? { ...placed, stated: { ...stated, step: "needed" } }
    : placed;
}
