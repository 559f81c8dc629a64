/**
 * The drawing in words, for those who cannot see it and for those who want to be sure.
 *
 * @module
 */

import { toSpace } from "../lib/array/space.ts";
import {
  type MainPlane,
  nearestPlane,
  STRAIGHT_DEGREES,
} from "../lib/geometry/anatomical_plane.ts";
import { dot, length, subtract, type Vector } from "../lib/geometry/vector.ts";
import type { VolumeReply } from "../lib/mod.ts";
import { brief, counted } from "../lib/text.ts";
import { millimetres } from "./ghosts.ts";
import { groupOf, sliceStepOf } from "./picture.ts";
import type { Scene, SceneGroup } from "./scene.ts";

/** Angles below this, degrees, are not worth a sentence. */
const VISIBLE_TILT = 0.05;
/** Heights that differ by less, mm, are one position. */
const SAME_PLACE = 1e-3;
/** Slices that a sentence names. */
const MOST_NAMED = 5;

/** Sides of the body, along the axis of LPS that runs through each plane. */
const SIDES: Readonly<Record<MainPlane, readonly [towards: string, from: string]>> = {
  sagittal: ["left", "right"],
  coronal: ["posterior", "anterior"],
  axial: ["superior", "inferior"],
};

/**
 * Sentences about where the slices lie.
 *
 * @param volume The volume whose header is shown, if there is one
 */
export function describe(scene: Scene, volume: VolumeReply | undefined): string[] {
  const { groups } = scene;
  const group = volume ? groupOf(scene, volume) : groups.length === 1 ? groups[0] : undefined;
  if (!group) {
    return [
      `${scene.frames.length} frames with ${groups.length} different orientations, sizes or series.`,
      ...groups.slice(0, 5).map((group) => stackSentence(group, undefined)),
    ];
  }
  return [
    stackSentence(group, volume),
    ...sentOrder(scene, group),
    ...(volume ? headerOrder(volume, group) : []),
    ...(volume ? emptySlices(volume) : missing(group)),
    ...trouble(group),
    ...tiltSentence(group, volume),
  ];
}

function stackSentence(group: SceneGroup, volume: VolumeReply | undefined): string {
  const { positions, normal, usual, irregular } = group;
  const taken = volume ? slicesOf(volume) : positions.map((_, k) => k);
  const count = 1 + (taken.at(-1) ?? 0);
  const empty = count - taken.length;
  const some = empty === 0
    ? ""
    : volume?.segments
    ? `, ${taken.length} of them with segments`
    : `, ${empty} of them empty`;
  // The header's own number, where there is one.
  const spacing = volume ? length(sliceStepOf(volume, normal)) : group.spacing;
  const apart = irregular
    ? `, slice spacing ${brief(irregular[0])} to ${brief(irregular[1])} mm`
    : spacing === undefined || count < 2
    ? ""
    : `, slice spacing ${brief(Number(spacing.toFixed(4)))} mm`;
  const each = usual > 1 ? `, ${usual} frames at each position` : "";
  const slices = counted(count, `${orientationOf(normal)} slice`);
  return `${slices}${some}${apart}${each}.`;
}

/** Indices of the slices of a header that have frames. */
function slicesOf({ slices }: VolumeReply): number[] {
  return [...new Set(slices.map(({ index: [k] }) => k))].sort((a, b) => a - b);
}

function orientationOf(normal: Vector): string {
  const { plane, degrees } = nearestPlane(normal);
  return degrees < STRAIGHT_DEGREES
    ? plane
    : `oblique (${brief(Number(degrees.toFixed(1)))}° from ${plane})`;
}

/** In which direction the frames run as they were sent, perhaps several times. */
function sentOrder({ frames }: Scene, { positions, normal, usual }: SceneGroup): string[] {
  if (positions.length < 2) return [];
  const heights = positions.flat().sort((a, b) => a - b)
    .map((index) => dot(frames[index]!.position, normal));
  const ways = heights.slice(1).map((height, k) => {
    const step = height - heights[k]!;
    return Math.abs(step) < SAME_PLACE ? 0 : Math.sign(step);
  }).filter((way) => way !== 0);
  const [direction = 1] = ways;
  const back = ways.filter((way) => way !== direction).length;
  if (back === 0) return [`As sent, they run ${fromTo(normal, direction)}.`];
  // One volume after the other: back to the beginning after each.
  const isRepeated = back === usual - 1 &&
    ways.every((way, k) => (way !== direction) === ((k + 1) % positions.length === 0));
  return isRepeated
    ? [`As sent, they run ${usual} times ${fromTo(normal, direction)}.`]
    : ["As sent, they are not in the order of their positions."];
}

function headerOrder(
  { geometry, slices }: VolumeReply,
  { normal, positions }: SceneGroup,
): string[] {
  if (positions.length < 2) return [];
  const first = slices[0]!.position;
  const last = slices.reduce((a, b) => b.index[0] > a.index[0] ? b : a).position;
  const way = toSpace(subtract(last, first), geometry.space);
  return [`The header runs ${fromTo(normal, Math.sign(dot(way, normal)))}.`];
}

function fromTo(normal: Vector, direction: number): string {
  const { plane, axis } = nearestPlane(normal);
  const [towards, from] = SIDES[plane];
  return direction * normal[axis]! >= 0
    ? `from ${from} to ${towards}`
    : `from ${towards} to ${from}`;
}

function missing({ gaps }: SceneGroup): string[] {
  const count = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  const places = gaps.slice(0, 5).map(({ after }) => after).join(", ");
  return count > 0 ? [`${counted(count, "slice is", "slices are")} missing, after ${places}.`] : [];
}

/** Slices that a header counts and nobody sent. */
function emptySlices(volume: VolumeReply): string[] {
  if (volume.segments) return [];
  const taken = new Set(slicesOf(volume));
  const empty = [...Array(Math.max(...taken)).keys()].filter((k) => !taken.has(k));
  if (empty.length === 0) return [];
  const more = empty.length > MOST_NAMED ? `, and ${empty.length - MOST_NAMED} more` : "";
  const names = empty.slice(0, MOST_NAMED).join(", ");
  const [slices, were] = empty.length === 1 ? ["Slice", "was"] : ["Slices", "were"];
  return [`${slices} ${names}${more} ${were} not sent.`];
}

function trouble({ crowded, irregular }: SceneGroup): string[] {
  const positions = counted(crowded.length, "position holds", "positions hold");
  return [
    ...(irregular ? ["Their slice spacing is uneven."] : []),
    ...(crowded.length > 0 ? [`${positions} more frames than the others.`] : []),
  ];
}

/** What the frames do, and what the header makes of it. */
function tiltSentence({ tilt }: SceneGroup, volume: VolumeReply | undefined): string[] {
  if (tilt < VISIBLE_TILT) return [];
  const angle = `${brief(Number(tilt.toFixed(2)))}°`;
  const drift = `The stack is sheared: it drifts from the slice normal by ${angle}`;
  if (!volume) return [`${drift}.`];
  return volume.geometry.tiltDegrees < VISIBLE_TILT
    ? [
      `The stack drifts from the slice normal by ${angle}; this header leaves that out, so its slices are up to ${
        millimetres(volume.fit.maxError)
      } from DICOM's.`,
    ]
    : [`${drift}, and the header keeps that.`];
}
