/**
 * The picture of a scene, still in the patient's millimetres: sheets, holes, marks and arrows.
 *
 * @module
 */

import { largestOf, smallestOf } from "../lib/geometry/numbers.ts";
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
import { toSpace } from "../lib/array/space.ts";
import type { VolumeReply } from "../lib/mod.ts";
import { brief } from "../lib/text.ts";
import { type Member, positionCaption, sentCaption, sliceCaption } from "./captions.ts";
import type { Ghost } from "./ghosts.ts";
import type { Scene, SceneFrame, SceneGroup } from "./scene.ts";
import { cornersOf, type Sheet } from "./sheet.ts";

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

/** The array of a header as a box: where its axes begin, and how far they go. */
export interface Block extends Sheet {
  /** From the first slice to the last, or a way ahead where there is only one. */
  readonly along: Vector;
}

/** The edges of a grid that somebody else has. */
export type Outline = Pick<Ghost, "kind" | "first" | "last">;

/** A distance between two places, in words. */
export type Measure = Pick<Ghost, "kind" | "from" | "to" | "label">;

/** Everything that is drawn. */
export interface Picture {
  /** All slices in order; those that are drawn are listed in `drawn`. */
  readonly items: readonly Item[];
  readonly drawn: readonly number[];
  /** Planes as DICOM has them, where the header has them elsewhere. */
  readonly ghosts: readonly Sheet[];
  /** Places where a slice should be. */
  readonly gaps: readonly Mark[];
  /** Planes of a segmentation that show no segment. */
  readonly empty: readonly Sheet[];
  /** Places with more frames than the others. */
  readonly crowded: readonly Mark[];
  /** Planes of the other volumes. */
  readonly others: readonly Sheet[];
  readonly box: Block | undefined;
  readonly arrows: readonly Arrow[];
  readonly outlines: readonly Outline[];
  readonly measures: readonly Measure[];
  /** Sphere that holds all of it. */
  readonly centre: Vector;
  readonly radius: number;
}

/** Sheets that are drawn at most: more lie so close that their edges make stripes. */
const MOST_DRAWN = 24;
/** Sheets of each other volume that are drawn, and of all of them. */
const MOST_OF_EACH = 5;
const MOST_OTHERS = 40;
/** Header and DICOM are drawn apart from this error on, as part of the radius: one pixel or so. */
const VISIBLE_ERROR = 1 / 250;
/** Tilts below this angle, degrees, get no arrow of their own. */
const VISIBLE_TILT = 0.5;
/** Arrows of the pixel axes, as part of the edge that they follow. */
const ARROW_LENGTH = 0.45;
/** Grids that reach further than this, as a multiple of the radius, would make the slices a dot. */
const FARTHEST = 8;

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

/** The same with grids drawn over it. */
export function withGhosts(picture: Picture, ghosts: readonly Ghost[]): Picture {
  const { centre, radius } = picture;
  const reachOf = ({ first, last }: Ghost): number =>
    largestOf([first, last].flatMap(cornersOf).map((point) => distance(point, centre)));
  const isNear = (ghost: Ghost): boolean => reachOf(ghost) <= FARTHEST * radius;
  const near = ghosts.filter(isNear);
  const reach = Math.max(radius, ...near.map(reachOf));
  return {
    ...picture,
    outlines: near.map(({ kind, first, last }) => ({ kind, first, last })),
    measures: ghosts.filter(({ error }) => error > VISIBLE_ERROR * reach).map((ghost) => {
      const { kind, from, to, label } = ghost;
      const way = subtract(to, from);
      // Of what lies far outside only the way there is drawn.
      const end = isNear(ghost) ? to : add(from, scale(unit(way), reach / 2));
      return { kind, from, to: end, label };
    }),
    radius: reach,
  };
}

function described(scene: Scene, volume: VolumeReply): Picture {
  const slices = framesBySlice(scene, volume);
  const first = slices.flat()[0];
  if (!first) return sorted(scene);
  const { frame } = first;
  const normal = normalOf(frame);
  const step = sliceStepOf(volume, normal);
  const origin = toSpace(volume.geometry.origin, volume.geometry.space);
  const margin = subtract(frame.corner, frame.position);
  const segments = volume.segments !== undefined;
  const items = slices.map((members, k): Item => {
    const position = add(origin, scale(step, k));
    return {
      corner: add(position, margin),
      across: frame.across,
      down: frame.down,
      height: dot(position, normal),
      caption: sliceCaption(k, slices.length, members, segments),
    };
  });
  const group = groupOf(scene, volume);
  const picture = pictureOf(scene, group ? [group] : [], items);
  const shown = new Set(slices.flat().map(({ frame }) => frame));
  const places = [...items.keys()];
  const taken = places.filter((k) => slices[k]!.length > 0);
  const empty = places.filter((k) => slices[k]!.length === 0).map((k) => items[k]!);
  const ghosts = slices.flatMap((members) =>
    members.slice(0, 1).filter(({ error }) => error > VISIBLE_ERROR * picture.radius)
  );
  const holes = empty.map((item, k): Mark => ({
    ...sheetOf(item),
    label: k === 0 ? `${empty.length} missing` : "",
  }));
  return {
    ...picture,
    drawn: thinned(taken, MOST_DRAWN),
    ghosts: thinned(ghosts, MOST_DRAWN).map(({ frame }) => frame),
    // A grid with places for them says better where they are.
    gaps: segments ? [] : empty.length > 0 ? thinned(holes, MOST_DRAWN) : picture.gaps,
    empty: segments ? thinned(empty, MOST_DRAWN).map(sheetOf) : [],
    others: othersOf(scene, shown),
    ...axesOf(items[0]!, step, items.length),
  };
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
    drawn: thinned([...items.keys()], MOST_DRAWN),
    ghosts: [],
    gaps: groups.flatMap((group) => gapsOf(scene, group)).slice(0, MOST_DRAWN),
    empty: [],
    crowded: groups.flatMap((group) => crowdedOf(scene, group)).slice(0, MOST_DRAWN),
    others: [],
    box: undefined,
    arrows: [],
    outlines: [],
    measures: [],
    ...sphere(scene.frames),
  };
}

/** Planes of the groups that have no frame in what is shown, a few of each. */
function othersOf({ frames, groups }: Scene, shown: ReadonlySet<SceneFrame>): Sheet[] {
  return groups.flatMap(({ positions }) => {
    const firsts = positions.map(([index]) => frames[index!]!);
    return firsts.some((frame) => shown.has(frame)) ? [] : thinned(firsts, MOST_OF_EACH);
  }).slice(0, MOST_OTHERS).map(sheetOf);
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

/** The group that the frames of a volume are of. */
export function groupOf(
  { frames, groups }: Scene,
  { slices }: VolumeReply,
): SceneGroup | undefined {
  const { given, frame } = slices[0]!;
  const index = frames.findIndex((one) => one.given === given && one.frame === frame);
  return groups.find(({ positions }) => positions.some((members) => members.includes(index)));
}

/** Frames of each slice of a volume; none where `uneven=fill` left a hole. */
function framesBySlice(scene: Scene, { slices }: VolumeReply): Member[][] {
  const indices = new Map(scene.frames.map(({ given, frame }, k) => [`${given} ${frame}`, k]));
  const members: Member[][] = [];
  for (const { index: [k], given, frame, error } of slices) {
    while (members.length <= k) members.push([]);
    const index = indices.get(`${given} ${frame}`);
    if (index !== undefined) members[k]!.push({ frame: scene.frames[index]!, error });
  }
  return members;
}

/**
 * Slice step of a header, LPS mm. Which axis is the slices' shows in the directions.
 *
 * @param normal Of the slices, LPS
 */
export function sliceStepOf({ geometry }: VolumeReply, normal: Vector): Vector {
  const steps = geometry.directions.map((direction) => toSpace(direction, geometry.space));
  const slope = (step: Vector): number => Math.abs(dot(unit(step), normal));
  return steps.reduce((most, step) => slope(step) > slope(most) ? step : most);
}

function axesOf(
  { corner, across, down }: Sheet,
  step: Vector,
  count: number,
): Pick<Picture, "box" | "arrows"> {
  const along = scale(step, count - 1);
  const box = count > 1
    ? along
    : scale(unit(step), ARROW_LENGTH * Math.max(length(across), length(down)));
  const arrow = (kind: Arrow["kind"], label: string, way: Vector): Arrow => ({
    kind,
    label,
    from: corner,
    to: add(corner, way),
  });
  const arrows = [
    arrow("columns", "i", scale(across, ARROW_LENGTH)),
    arrow("rows", "j", scale(down, ARROW_LENGTH)),
    arrow("slices", "k", box),
  ];
  const normal = normalOf({ across, down });
  const ahead = scale(normal, Math.sign(dot(step, normal)));
  const tilt = angle(step, ahead) * 180 / Math.PI;
  if (count > 1 && tilt >= VISIBLE_TILT) {
    const label = `normal, ${brief(Number(tilt.toFixed(2)))}°`;
    arrows.push(arrow("normal", label, scale(ahead, length(box))));
  }
  return { box: { corner, across, down, along: box }, arrows };
}

function normalOf({ across, down }: Pick<Sheet, "across" | "down">): Vector {
  return unit(cross(across, down));
}

function sheetOf({ corner, across, down }: Sheet): Sheet {
  return { corner, across, down };
}

function sphere(sheets: readonly Sheet[]): { centre: Vector; radius: number } {
  const points = sheets.flatMap(cornersOf);
  const middle = (axis: 0 | 1 | 2): number => {
    const values = points.map((point) => point[axis]);
    return (smallestOf(values) + largestOf(values)) / 2;
  };
  const centre: Vector = [middle(0), middle(1), middle(2)];
  return { centre, radius: largestOf(points.map((point) => distance(point, centre))) };
}

/**
 * Every second, third, … of a row, so that no more than `most` are left, with the first and the last.
 * Equal steps make no pattern; where they do not lead to the last, only that one is closer.
 */
export function thinned<T>(row: readonly T[], most: number): T[] {
  if (row.length <= most) return [...row];
  const ways = row.length - 1;
  const least = Math.ceil(ways / (most - 1));
  let step = least;
  while (ways % step !== 0 && step < 2 * least) step++;
  if (ways % step !== 0) step = least;
  const chosen = row.filter((_, k) => k % step === 0 && k < ways);
  return [...chosen, row[ways]!];
}
