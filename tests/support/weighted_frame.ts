/** One frame with the attributes and the plane that a test chooses. */

import type { Frame } from "../../lib/frames/frame.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { objectsOf, sliceAt, type Values } from "./dataset.ts";

/** Rows and columns of the planes as scanners lay them, LPS. */
export const PLANES = {
  axial: [1, 0, 0, 0, 1, 0],
  sagittal: [0, 1, 0, 0, 0, -1],
  coronal: [1, 0, 0, 0, 0, -1],
} as const;

/** A frame of a classic object; axial if nothing else is said. */
export function weightedFrame(values: Values): Frame {
  return readFrames(objectsOf([sliceAt([0, 0, 0], values)])).frames[0]!;
}
