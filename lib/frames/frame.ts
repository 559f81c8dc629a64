/**
 * One frame: a plane in the patient with pixels on it, from any family of objects.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import type { Dataset, DicomObject } from "../dicom/dataset.ts";
import type { Plane } from "../geometry/plane.ts";
import type { Limits } from "../limits.ts";
import type { PixelFormat } from "./pixel_format.ts";
import type { Remark } from "./image_plane.ts";
import type { SegmentationPart } from "./segments.ts";
import type { StatedGeometry, StatedPlace } from "./stated_place.ts";

export type { Remark } from "./image_plane.ts";

/** A frame of an object, with everything that grouping, ordering and findings look at. */
export interface Frame {
  readonly object: DicomObject;
  /** Frame number within its object, from 0. */
  readonly number: number;
  /** Place among all frames of the request in the order sent; an input that is ignored counts as one. */
  readonly place: number;
  readonly plane: Plane;
  readonly pixels: PixelFormat;
  /** The frame is a tile of a larger stored picture (mosaic): no file holds it in one piece. */
  readonly tile?: boolean;
  /** Stack ID or the like: frames of different stacks make different volumes (C.7.6.16.2.2.4). */
  readonly stack?: string;
  /** The plane lies in coordinates of the volume's own, not in the patient's (C.8.24.2). */
  readonly coordinates?: "volume";
  /** The frame shows segments, not an image. */
  readonly segmentation?: SegmentationPart;
  readonly remarks?: readonly Remark[];
  /** What of its place the caller states, because DICOM does not say it. */
  readonly stated?: StatedPlace;
  /**
   * The frame's attributes: what stands for this frame alone, else for all frames, else for the
   * object. One object serves all frames that share everything.
   */
  readonly attributes: Dataset;
  /**
   * All attributes but these have the same values, in this frame and its object, as in all frames with
   * the very same set; undefined where nobody knows without reading them.
   */
  readonly varying?: ReadonlySet<Keyword> | undefined;
}

/** A frame as its family describes it, before the objects are put in a row. */
export type UnplacedFrame = Omit<Frame, "place" | "varying">;

/**
 * The frames that have to be asked for attributes to know what all of them say: the first, where the
 * others are known to say the same, which spares reading thousands.
 */
export function telling<F extends Pick<Frame, "varying">>(
  frames: readonly F[],
  ...keywords: readonly Keyword[]
): readonly F[] {
  const varying = frames[0]?.varying;
  const same = varying !== undefined && !keywords.some((keyword) => varying.has(keyword)) &&
    frames.every((frame) => frame.varying === varying);
  return same ? frames.slice(0, 1) : frames;
}

/** A frame among all of a request, whatever became of it: its object, and its number in that. */
export function frameName({ object, number }: Pick<Frame, "object" | "number">): string {
  return `${object.given} ${number}`;
}

/** How many frames one object may have. */
export type FrameLimits = Pick<Limits, "objectFrames" | "countedFrames">;

/** One family of DICOM objects that lay frames in the patient in the same way. */
export interface Family {
  /** Field's name for it: "classic", "enhanced multi-frame", … */
  readonly name: string;
  /**
   * The object's frames, in the order of its pixel data; undefined when it is of another family. The
   * first family that has an answer, or an error, has the object.
   *
   * @param stated What the caller states where DICOM says nothing
   * @throws {HeaderError} when the object is of this family and has no readable geometry, or too many
   * frames
   */
  frames(
    object: DicomObject,
    limits?: FrameLimits,
    stated?: StatedGeometry,
  ): readonly UnplacedFrame[] | undefined;
}
