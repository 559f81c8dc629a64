/**
 * The picture of a scene, still in the patient's millimetres: sheets, holes, marks and arrows.
 *
 * @module
 */

import {
  add,
  angle,
  cross,
  distance,
  dot,
  length,
  scale,
  subtract,
  unit,
  type Vector,
} from "../lib/geometry/vector.ts";
import type { VolumeReply } from "../lib/mod.ts";
import { brief } from "../lib/text.ts";
import { type Member, positionCaption, sentCaption, sliceCaption } from "./captions.ts";
import type { Scene, SceneFrame, SceneGroup } from "./scene.ts";

/** A rectangle in space, LPS mm. */
export interface Sheet {
  readonly corner: Vector;
  readonly across: Vector;
  readonly down: Vector;
}

/** A slice that can be selected, with words about it. */
export interface Item extends Sheet {
  readonly caption: string;
  /** How far it lies along its normal, mm. */
  readonly height: number;
}

/** A sheet with a word beside it. */
export interface Mark extends Sheet {
  readonly label: string;
}

/** An arrow with a letter at its tip. */
export interface Arrow {
  readonly from: Vector;
  readonly to: Vector;
  readonly label: string;
  readonly kind: "columns" | "rows" | "slices" | "normal";
}

/** Everything that is drawn. */
export interface Picture {
  /** All slices in order; those that are drawn are listed in `drawn`. */
  readonly items: readonly Item[];
  readonly drawn: readonly number[];
  /** Planes as DICOM has them, where the header has them elsewhere. */
  readonly ghosts: readonly Sheet[];
  /** Places where a slice should be. */
  readonly gaps: readonly Mark[];
  /** Places with more frames than the others. */
  readonly crowded: readonly Mark[];
  readonly arrows: readonly Arrow[];
  /** Sphere that holds all of it. */
  readonly centre: Vector;
  readonly radius: number;
}

/** Sheets that the eye can tell apart, and a browser draws at once. */
const MOST_DRAWN = 64;
/** Marks of each kind: a hole of a thousand slices is seen in the first few. */
const MOST_MARKS = 24;
/** Header and DICOM are drawn apart from this error on, as part of the radius: one pixel or so. */
const VISIBLE_ERROR = 1 / 250;
/** Tilts below this angle, degrees, get no arrow of their own. */
const VISIBLE_TILT = 0.5;
/** Arrows of the pixel axes, as part of the edge that they follow. */
const ARROW_LENGTH = 0.45;

/** The frames as they were sent. */
export function pictureAsSent(scene: Scene): Picture {
  const items = scene.frames.map((frame, place) => ({
    ...sheetOf(frame),
    height: dot(frame.position, normalOf(frame)),
    caption: sentCaption(place, frame),
  }));
  return pictureOf(scene, scene.groups, items);
}

/**
 * The slices as a header describes them, or, where there is none, by position along their normal.
 *
 * @param volume The volume whose header it is
 */
export function pictureAsDescribed(scene: Scene, volume: VolumeReply | undefined): Picture {
  return volume ? described(scene, volume) : sorted(scene);
}

function described(scene: Scene, volume: VolumeReply): Picture {
  const slices = framesBySlice(scene, volume);
  const first = slices.flat()[0];
  if (!first) return sorted(scene);
  const { frame } = first;
  const { origin, step } = gridOf(volume, frame);
  const normal = normalOf(frame);
  const margin = subtract(frame.corner, frame.position);
  const items = slices.map((members, k): Item => {
    const position = add(origin, scale(step, k));
    return {
      corner: add(position, margin),
      across: frame.across,
      down: frame.down,
      height: dot(position, normal),
      caption: sliceCaption(k, slices.length, members),
    };
  });
  const group = scene.groups.find(({ positions }) =>
    positions.some((frames) => frames.includes(first.index))
  );
  const picture = pictureOf(scene, group ? [group] : [], items);
  const ghosts = slices.flatMap((members) =>
    members.slice(0, 1).filter(({ error }) => error > VISIBLE_ERROR * picture.radius)
  );
  const empty = items.filter((_, k) => slices[k]!.length === 0);
  return {
    ...picture,
    drawn: picture.drawn.filter((k) => slices[k]!.length > 0),
    ghosts: thinned(ghosts.length, MOST_DRAWN).map((k) => ghosts[k]!.frame),
    // A grid with places for them says better where they are.
    gaps: empty.length > 0 ? empty.slice(0, MOST_MARKS).map(emptyMark) : picture.gaps,
    arrows: arrowsOf(origin, step, frame, slices.length),
  };
}

function emptyMark(item: Item): Mark {
  return { ...sheetOf(item), label: "" };
}

function sorted(scene: Scene): Picture {
  const positions = scene.groups.flatMap((group) => group.positions);
  const items = positions.map((indices, k): Item => {
    const frames = indices.map((index) => scene.frames[index]!);
    const first = frames[0]!;
    return {
      ...sheetOf(first),
      height: dot(first.position, normalOf(first)),
      caption: positionCaption(k, positions.length, frames),
    };
  });
  return pictureOf(scene, scene.groups, items);
}

function pictureOf(
  scene: Scene,
  groups: readonly SceneGroup[],
  items: readonly Item[],
): Picture {
  return {
    items,
    drawn: thinned(items.length, MOST_DRAWN),
    ghosts: [],
    gaps: groups.flatMap((group) => gapsOf(scene, group)).slice(0, MOST_MARKS),
    crowded: groups.flatMap((group) => crowdedOf(scene, group)).slice(0, MOST_MARKS),
    arrows: [],
    ...sphere(scene.frames),
  };
}

function gapsOf({ frames }: Scene, { positions, gaps }: SceneGroup): Mark[] {
  return gaps.flatMap(({ after, missing }) => {
    const before = frames[positions[after]![0]!]!;
    const behind = frames[positions[after + 1]![0]!]!;
    const way = subtract(behind.corner, before.corner);
    return Array.from({ length: missing }, (_, k) => ({
      ...sheetOf(before),
      corner: add(before.corner, scale(way, (k + 1) / (missing + 1))),
      label: k === 0 ? `${missing} missing` : "",
    }));
  });
}

function crowdedOf({ frames }: Scene, { positions, crowded }: SceneGroup): Mark[] {
  return crowded.map((k) => ({
    ...sheetOf(frames[positions[k]![0]!]!),
    label: `${positions[k]!.length} here`,
  }));
}

/** Frames of each slice of a volume; none where `uneven=fill` left a hole. */
function framesBySlice(scene: Scene, { slices }: VolumeReply): Member[][] {
  const indices = new Map(scene.frames.map(({ given, frame }, k) => [`${given} ${frame}`, k]));
  const members: Member[][] = [];
  for (const { index: [k], given, frame, error } of slices) {
    while (members.length <= k) members.push([]);
    const index = indices.get(`${given} ${frame}`);
    if (index !== undefined) members[k]!.push({ index, frame: scene.frames[index]!, error });
  }
  return members;
}

/** Origin and slice step of a header, LPS mm. Which axis is the slices' shows in the directions. */
function gridOf(
  { geometry }: VolumeReply,
  { across, down }: SceneFrame,
): { origin: Vector; step: Vector } {
  const normal = normalOf({ across, down });
  const slope = (direction: Vector): number => Math.abs(dot(unit(direction), normal));
  const [step] = [...geometry.directions].sort((a, b) => slope(b) - slope(a)) as [Vector];
  return { origin: toLps(geometry.origin, geometry.space), step: toLps(step, geometry.space) };
}

function arrowsOf(
  origin: Vector,
  step: Vector,
  { across, down }: SceneFrame,
  count: number,
): Arrow[] {
  const whole = Math.max(length(step) * (count - 1), 0.25 * length(across));
  const slices = scale(unit(step), whole);
  const arrow = (kind: Arrow["kind"], label: string, way: Vector): Arrow => ({
    kind,
    label,
    from: origin,
    to: add(origin, way),
  });
  const arrows = [
    arrow("columns", "i", scale(across, ARROW_LENGTH)),
    arrow("rows", "j", scale(down, ARROW_LENGTH)),
    arrow("slices", "k", slices),
  ];
  const normal = normalOf({ across, down });
  const ahead = scale(normal, Math.sign(dot(step, normal)));
  const tilt = angle(step, ahead) * 180 / Math.PI;
  if (count < 2 || tilt < VISIBLE_TILT) return arrows;
  const label = `normal, ${brief(Number(tilt.toFixed(2)))}°`;
  return [...arrows, arrow("normal", label, scale(ahead, whole))];
}

function normalOf({ across, down }: Pick<Sheet, "across" | "down">): Vector {
  return unit(cross(across, down));
}

function sheetOf({ corner, across, down }: Sheet): Sheet {
  return { corner, across, down };
}

function toLps([x, y, z]: Vector, space: "LPS" | "RAS"): Vector {
  return space === "LPS" ? [x, y, z] : [-x, -y, z];
}

/** Corners of a sheet, around. */
export function cornersOf({ corner, across, down }: Sheet): [Vector, Vector, Vector, Vector] {
  const right = add(corner, across);
  return [corner, right, add(right, down), add(corner, down)];
}

function sphere(sheets: readonly Sheet[]): { centre: Vector; radius: number } {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  const each = (act: (point: Vector) => void): void =>
    sheets.forEach((sheet) => cornersOf(sheet).forEach(act));
  each((point) =>
    point.forEach((value, axis) => {
      low[axis] = Math.min(low[axis]!, value);
      high[axis] = Math.max(high[axis]!, value);
    })
  );
  const centre = scale(add(low, high), 0.5);
  let radius = 0;
  each((point) => radius = Math.max(radius, distance(point, centre)));
  return { centre, radius };
}

/** At most `most` of `count` indices, evenly, with the first and the last. */
function thinned(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.round(k * (count - 1) / (most - 1)));
}
