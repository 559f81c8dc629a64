/**
 * The drawing in words, for those who cannot see it and for those who want to be sure.
 *
 * @module
 */

import { dot, subtract, type Vector } from "../lib/geometry/vector.ts";
import type { VolumeReply } from "../lib/mod.ts";
import { brief } from "../lib/text.ts";
import type { Scene, SceneGroup } from "./scene.ts";

/** Planes off by less than this, degrees, are called by their plain name. */
const STRAIGHT = 1;
/** Angles below this, degrees, are not worth a sentence. */
const VISIBLE_TILT = 0.05;

const AXES: readonly (readonly [plane: string, towards: string, from: string])[] = [
  ["sagittal", "left", "right"],
  ["coronal", "posterior", "anterior"],
  ["axial", "superior", "inferior"],
];

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
      ...groups.slice(0, 5).map((group) => `${stackSentence(group)}`),
    ];
  }
  return [
    stackSentence(group),
    ...sentOrder(scene, group),
    ...(volume ? [headerOrder(volume, group)] : []),
    ...trouble(group),
  ];
}

function stackSentence({ positions, spacing, normal, usual, irregular }: SceneGroup): string {
  const count = positions.length;
  const apart = irregular
    ? `, slice spacing ${brief(irregular[0])} to ${brief(irregular[1])} mm`
    : spacing === undefined
    ? ""
    : `, slice spacing ${brief(Number(spacing.toFixed(4)))} mm`;
  const each = usual > 1 ? `, ${usual} frames at each position` : "";
  return `${count} ${orientationOf(normal)} ${count === 1 ? "slice" : "slices"}${apart}${each}.`;
}

function orientationOf(normal: Vector): string {
  const axis = mainAxis(normal);
  const off = Math.acos(Math.min(1, Math.abs(normal[axis]!))) * 180 / Math.PI;
  const [plane] = AXES[axis]!;
  return off < STRAIGHT ? plane : `oblique (${brief(Number(off.toFixed(1)))}° from ${plane})`;
}

/** In which direction the frames run as they were sent, or how often they turn. */
function sentOrder({ frames }: Scene, { positions, normal }: SceneGroup): string[] {
  if (positions.length < 2) return [];
  const heights = positions.flat().sort((a, b) => a - b)
    .map((index) => dot(frames[index]!.position, normal));
  let turns = 0;
  let direction = 0;
  for (let k = 1; k < heights.length; k++) {
    const step = heights[k]! - heights[k - 1]!;
    const now = Math.abs(step) < 1e-3 ? direction : Math.sign(step);
    if (direction !== 0 && now !== direction) turns++;
    direction = now;
  }
  if (turns > 0) {
    return [`As sent, they change direction ${turns === 1 ? "once" : `${turns} times`}.`];
  }
  return [`As sent, they run ${fromTo(normal, direction)}.`];
}

function headerOrder({ geometry, slices }: VolumeReply, { normal, positions }: SceneGroup): string {
  if (positions.length < 2) return "";
  const first = slices[0]!.position;
  const last = slices.reduce((a, b) => b.index[0] > a.index[0] ? b : a).position;
  const [x, y, z] = subtract(last, first);
  const way: Vector = geometry.space === "LPS" ? [x, y, z] : [-x, -y, z];
  return `The header runs ${fromTo(normal, Math.sign(dot(way, normal)))}.`;
}

function fromTo(normal: Vector, direction: number): string {
  const axis = mainAxis(normal);
  const [, towards, from] = AXES[axis]!;
  return direction * normal[axis]! >= 0
    ? `from ${from} to ${towards}`
    : `from ${towards} to ${from}`;
}

function trouble({ gaps, crowded, irregular, tilt }: SceneGroup): string[] {
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  const places = gaps.slice(0, 5).map(({ after }) => after).join(", ");
  return [
    ...(missing > 0
      ? [`${missing} ${missing === 1 ? "slice is" : "slices are"} missing, after ${places}.`]
      : []),
    ...(irregular ? ["Their slice spacing is uneven."] : []),
    ...(crowded.length > 0
      ? [
        `${crowded.length} ${
          crowded.length === 1 ? "position holds" : "positions hold"
        } more frames than the others.`,
      ]
      : []),
    ...(tilt > VISIBLE_TILT
      ? [
        `The stack is sheared: it drifts from the slice normal by ${
          brief(Number(tilt.toFixed(2)))
        }°.`,
      ]
      : []),
  ];
}

function groupOf({ frames, groups }: Scene, { slices }: VolumeReply): SceneGroup | undefined {
  const { given, frame } = slices[0]!;
  const index = frames.findIndex((one) => one.given === given && one.frame === frame);
  return groups.find(({ positions }) => positions.some((members) => members.includes(index)));
}

function mainAxis(normal: Vector): 0 | 1 | 2 {
  const sizes = normal.map(Math.abs);
  return sizes.indexOf(Math.max(...sizes)) as 0 | 1 | 2;
}
