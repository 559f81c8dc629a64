/**
 * Frames to volumes.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import type { GeometryOptions } from "../options.ts";
import { groupFrames } from "./group.ts";
import { orderSlices } from "./order.ts";
import { type Volume, volumesOf } from "./volume.ts";

/** Frames that belong together but make no volume. */
export interface Refusal {
  readonly error: HeaderError;
  readonly frames: readonly Frame[];
}

/** The volumes of a request, and what would not become one. */
export interface Volumes {
  readonly volumes: readonly Volume[];
  readonly refused: readonly Refusal[];
}

/** Groups, orders and fits; a group that fails takes no other with it. */
export function describeVolumes(frames: readonly Frame[], options: GeometryOptions): Volumes {
  const volumes: Volume[] = [];
  const refused: Refusal[] = [];
  for (const group of groupFrames(frames)) {
    try {
      volumes.push(...volumesOf(orderSlices(group, options.order), options));
    } catch (error) {
      if (!(error instanceof HeaderError)) throw error;
      refused.push({ error, frames: group });
    }
  }
  return { volumes, refused };
}
