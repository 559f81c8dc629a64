/** The whole way from datasets to volumes, for tests of what lies between. */

import { Budget } from "../../lib/budget.ts";
import type { DicomObject } from "../../lib/dicom/dataset.ts";
import { HeaderError } from "../../lib/errors.ts";
import type { Skipped } from "../../lib/errors.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import type { Vector } from "../../lib/geometry/vector.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { makeHeaders, type Reply, replyOf, type VolumeReply } from "../../lib/reply.ts";
import { equal, nearAll, ok } from "../assert.ts";
import { objectsOf, type Values } from "./dataset.ts";

/** The reply to these objects, in the order sent. */
export function makeReply(
  objects: readonly DicomObject[],
  skipped: readonly Skipped[],
  options: HeaderOptions,
): Reply {
  const frames = readFrames(objects, skipped, undefined, options);
  return replyOf(makeHeaders(frames, options, new Budget()));
}

/** The reply to these datasets, sent in this order. */
export function replyTo(datasets: readonly Values[], options: Partial<HeaderOptions> = {}): Reply {
  return makeReply(objectsOf(datasets), [], { ...DEFAULT_OPTIONS, ...options });
}

/** The only volume of a reply. */
export function theVolume({ volumes, refused }: Reply): VolumeReply {
  equal(volumes.length, 1);
  equal(refused.length, 0);
  return volumes[0]!;
}

/**
 * Codes of what is said of a volume, but for the readers that fail on it: the arrays of tests are so
 * small, or have so many axes, that some reader always does.
 */
export function codesOf({ findings }: Pick<VolumeReply, "findings">): string[] {
  return findings.map(({ code }) => code).filter((code) => code !== "readers-fail");
}

/** Fails unless the header puts its slices, in this order, at these first pixels, LPS mm. */
export function liesAt(volume: VolumeReply, planes: readonly Vector[], tolerance = 1e-9): void {
  const { origin, directions: [, , step] } = volume.geometry;
  equal(volume.sizes.at(-1), planes.length);
  planes.forEach((plane, k) =>
    nearAll(origin.map((value, axis) => value + k * step[axis]!), plane, tolerance, `slice ${k}`)
  );
}

/** For `throws`: whether it is a refusal with this code, and a message that matches. */
export function refusedWith(code: string, message = /./): (error: unknown) => boolean {
  return (error) => {
    ok(error instanceof HeaderError, String(error));
    equal(error.code, code);
    ok(message.test(error.message), error.message);
    return true;
  };
}
