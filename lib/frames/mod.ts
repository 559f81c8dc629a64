/**
 * Objects to frames: each object goes to the first family that reads it.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import type { Dataset, DicomObject } from "../dicom/dataset.ts";
import { type HeaderError, isHeaderError, orError, type Skipped } from "../errors.ts";
import { checkLimit, DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { classic } from "./classic.ts";
import { dose } from "./dose.ts";
import { enhanced } from "./enhanced.ts";
import type { Family, Frame, FrameLimits, UnplacedFrame } from "./frame.ts";
import { Instances } from "./instances.ts";
import { mosaic } from "./mosaic.ts";
import { nextFrame } from "./next_frame.ts";
import { nuclear } from "./nuclear.ts";
import { segmentation } from "./segmentation.ts";
import type { StatedGeometry } from "./stated_place.ts";
import { uihGrid } from "./uih_grid.ts";
import { withoutPlane } from "./without_plane.ts";

/** In the order of asking; the classic family takes what is left. */
const FAMILIES: readonly Family[] = [
  dose,
  nuclear,
  segmentation,
  enhanced,
  withoutPlane,
  mosaic,
  uihGrid,
];

/** Everything that a request brought, as frames. */
export interface Frames {
  /** In the order sent. */
  readonly frames: readonly Frame[];
  /** Objects that gave none. */
  readonly frameless: readonly Skipped[];
  /** All inputs that are ignored, those among them, in the order sent. */
  readonly skipped: readonly Skipped[];
}

/**
 * Reads the frames of all objects. An object that cannot be read is listed and takes nothing else
 * with it; the same instance sent twice is used once, different ones of one UID are all used.
 *
 * @param objects In the order sent, `given` ascending
 * @param skipped Inputs that are ignored already
 * @param limits Frames of one object, which is ignored if it has more, and of all together
 * @param stated What the caller states where DICOM says nothing
 * @throws {HeaderError} limit-exceeded for all together
 */
export function readFrames(
  objects: readonly DicomObject[],
  skipped: readonly Skipped[] = [],
  limits: Pick<Limits, "frames"> & FrameLimits = DEFAULT_LIMITS,
  stated: StatedGeometry = {},
): Frames {
  const frames: Frame[] = [];
  const frameless: Skipped[] = [];
  const instances = new Instances();
  const framesOf = framesOfEach(limits, stated);
  // Frames beyond the first of each object shift the places of all that come after.
  let shift = 0;
  // Copies count too: they cost as much as what they are copies of.
  let total = 0;
  let last: Dataset | undefined;
  let varying: Set<Keyword> | undefined;
  for (const object of objects) {
    const found = framesOf(object);
    if (isHeaderError(found)) {
      frameless.push({ ...skip(object, found.code, found.message), details: found.details });
      continue;
    }
    total += found.length;
    checkLimit("frames", total, limits);
    if (instances.hasSeen(found)) {
      frameless.push(skip(object, "duplicate-instance", "the same instance was sent before"));
      continue;
    }
    for (const frame of found) {
      const { attributes } = frame;
      const unlike = last && attributes.unlike?.(last);
      if (unlike === undefined) varying = attributes.unlike && new Set();
      else for (const keyword of unlike) varying?.add(keyword);
      last = attributes;
      frames.push({ ...frame, place: object.given + shift + frame.number, varying });
    }
    shift += found.length - 1;
  }
  return {
    frames: instances.remarked(frames),
    frameless,
    skipped: [...skipped, ...frameless].sort((a, b) => a.given - b.given),
  };
}

/** Reads one object after the other: its frames by its family, or why there are none. */
function framesOfEach(
  limits: FrameLimits,
  stated: StatedGeometry,
): (object: DicomObject) => readonly UnplacedFrame[] | HeaderError {
  let slice: UnplacedFrame | undefined;
  const read = (object: DicomObject): readonly UnplacedFrame[] => {
    const attributes = object.dataset;
    const next = slice && nextFrame(slice, { object, attributes }, attributes);
    if (next) return [slice = next];
    for (const family of FAMILIES) {
      const frames = family.frames(object, limits, stated);
      if (frames === undefined) continue;
      checkLimit("objectFrames", frames.length, limits);
      return frames;
    }
    const frames = classic.frames(object, limits, stated);
    slice = stated.plane === undefined ? frames[0] : undefined;
    return frames;
  };
  return (object) => orError(() => read(object));
}

function skip(object: DicomObject, reason: string, message: string): Skipped {
  return { given: object.given, file: object.file, reason, message };
}
