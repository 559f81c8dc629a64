/**
 * Where others have the slices: the header that is checked, and the formula of thickness.
 *
 * @module
 */

import type { ClaimedHeader } from "../lib/check/claimed_header.ts";
import { AS_IT_STANDS, interpret } from "../lib/check/interpretation.ts";
import type { CheckReply } from "../lib/check/mod.ts";
import { ALONG } from "../lib/check/words.ts";
import { add, distance, dot, scale, type Vector } from "../lib/geometry/vector.ts";
import { brief } from "../lib/text.ts";
import type { Scene, SceneGroup } from "./scene.ts";
import type { Sheet } from "./sheet.ts";

/** A grid that somebody else has, beside what DICOM says. */
export interface Ghost {
  readonly kind: "claimed" | "formula";
  readonly first: Sheet;
  readonly last: Sheet;
  /** A pixel where DICOM has it, LPS mm, */
  readonly from: Vector;
  /** where the grid has it, */
  readonly to: Vector;
  /** and the distance of the two, mm. */
  readonly error: number;
  /** A few words for the drawing, */
  readonly label: string;
  /** and a sentence. */
  readonly words: string;
}

/** First and last slice of a header, as its readers understand it. */
export type ClaimedGrid = Pick<Ghost, "first" | "last">;

/** A check, and the grid that was checked. */
export interface Checked extends CheckReply {
  /** Absent where a header has no sizes. */
  readonly claimed: ClaimedGrid | undefined;
  /** The right header as text to read, in the form of the given one. */
  readonly rightText: string;
}

/** Errors below this, mm, are nobody's mistake: positions are printed with few digits. */
const SILENT = 0.01;
/** Angles below this, degrees, are not told. */
const VISIBLE_TILT = 0.5;
/** Thickness and spacing that differ by less than this part are one number, printed twice. */
const SAME = 1e-3;

/** The grid of a header; which of its axes runs from slice to slice, the check has found out. */
export function claimedGrid(given: ClaimedHeader, { layout }: CheckReply): ClaimedGrid | undefined {
  if (!given.sizes) return undefined;
  const { origin, steps } = interpret(given, AS_IT_STANDS);
  const axes = layout?.axes ?? ALONG;
  const [i, j, k] = ALONG.map((name) => axes.indexOf(name));
  const edge = (axis = 0): Vector => scale(steps[axis] ?? [0, 0, 0], given.sizes![axis]!);
  const [across, down] = [edge(i), edge(j)];
  const half = (axis = 0): Vector => scale(steps[axis] ?? [0, 0, 0], -0.5);
  const corner = add(origin, add(half(i), half(j)));
  const whole = scale(steps[k!] ?? [0, 0, 0], given.sizes[k!]! - 1);
  return { first: { corner, across, down }, last: { corner: add(corner, whole), across, down } };
}

/** The header that was checked. */
export function claimedGhost(
  { claimed, worst, error, status }: Omit<Checked, "rightText">,
): Ghost | undefined {
  const { header, dicom } = worst.corner;
  return claimed && {
    ...claimed,
    kind: "claimed",
    from: dicom,
    to: header,
    error,
    label: `slice ${worst.index}: ${millimetres(error)}`,
    words: status === "ok"
      ? "The checked header lies on the slices."
      : `The checked header is off by ${millimetres(error)} at slice ${worst.index}.`,
  };
}

/**
 * What `cross(row, column) × Slice Thickness` gives for slices that are stacked as they were sent.
 *
 * @param spacing That of the header, mm, where there is one
 * @returns Undefined without a thickness, or without a second slice
 */
export function formulaGhost(
  { frames }: Scene,
  group: SceneGroup,
  spacing = group.spacing,
): Ghost | undefined {
  const { positions, normal, thickness, tilt } = group;
  if (thickness === undefined || spacing === undefined) return undefined;
  const sent = positions.map(([index]) => index!).sort((a, b) => a - b).map((k) => frames[k]!);
  const [first, last] = [sent[0]!, sent.at(-1)!];
  const way = scale(normal, thickness * (sent.length - 1));
  const to = add(first.corner, way);
  const error = distance(to, last.corner);
  const heights = sent.map(({ position }) => dot(position, normal));
  const rises = heights.slice(1).map((height, k) => height > heights[k]!);
  const apart = Number(spacing.toFixed(4));
  const reasons = [
    ...(Math.abs(thickness - spacing) > SAME * spacing
      ? [`the thickness is ${brief(thickness)} mm, the spacing ${brief(apart)} mm`]
      : []),
    ...(!rises.includes(true)
      ? ["the files run against cross(row, column)"]
      : rises.includes(false)
      ? ["the files are not sorted by position"]
      : []),
    ...(tilt > VISIBLE_TILT ? ["the slices are not stacked along their normal"] : []),
    ...(group.gaps.length > 0 ? ["slices are missing"] : []),
  ];
  const formula = "cross(row, column) × Slice Thickness";
  const { across, down } = first;
  return {
    kind: "formula",
    first: { corner: first.corner, across, down },
    last: { corner: to, across, down },
    from: last.corner,
    to,
    error,
    label: `last file: ${millimetres(error)}`,
    words: error < SILENT
      ? `${formula} is right for these files: they run along it, as far apart as they are thick.`
      : `${formula} is off by ${millimetres(error)} at the last file${
        reasons.length > 0 ? `: ${reasons.join("; ")}` : ""
      }.`,
  };
}

/** As the list of the check rounds it. */
export function millimetres(value: number): string {
  return `${brief(Number(value.toPrecision(3)))} mm`;
}
