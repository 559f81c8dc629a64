/**
 * How far a slice may be from where it is: what the reply says, and what the contract lets it say.
 *
 * @module
 */

import { driftOf, invisibleShear, residualOf, SILENT, spacingOf, unevenness } from "./contract.ts";
import type { Placed } from "./read_volume.ts";
import type { Triple } from "../support/series.ts";
import type { Finding } from "./reply.ts";
import type { Query } from "./request.ts";

/** Millimetres. */
export interface Allowance {
  /** By the contract, with the findings that there are. */
  readonly allowed: number;
  /** By what the findings say, or silently. */
  readonly stated: number;
  /** Findings on which the allowance rests. */
  readonly excuses: readonly string[];
}

/** Corners move by so much, because orientations differ by a hair, before anybody has to say so. */
const SILENT_TURN = 0.01;
/** Orientations of one volume differ by less than this, rad. */
const SAME_ORIENTATION = 1e-4;
/** Volumes repeat their positions but for this. */
const REPEATED = 0.1;
/** Slices closer than this part of their spacing do not trade places. */
const PART = 0.25;
/** A step of the same length without its shear is off by the chord: more than the drift. */
const CHORD = 1.1;
/** Of what is computed in doubles, and printed. */
const NOISE = 1e-6;

/**
 * What the findings of a volume allow its slices.
 *
 * @param points Positions of the slices that its grid was laid through, in their order
 */
export function allowanceOf(
  query: Query,
  findings: readonly Finding[],
  placed: readonly Placed[],
  points: readonly Triple[],
): Allowance {
  const { plane } = placed[0]!.truth;
  const turn = turnOf(placed);
  const least = points.length > 1 ? Math.min(SILENT, PART * spacingOf(points)) : SILENT;
  // A slice may be off its grid, and the grid upright, both by a hair.
  const silent = least + Math.min(turn, SILENT_TURN) +
    (points.length > 1 ? Math.min(least, driftOf(points, plane)) : 0);
  let [allowed, said] = [silent, silent];
  const excuses: string[] = [];
  const excuse = ({ code, error = 0 }: Finding, limit: number): void => {
    excuses.push(code);
    allowed += limit;
    said = Math.max(said, error + Math.min(turn, SILENT_TURN));
  };
  for (const finding of findings) {
    if (points.length < 2) break;
    switch (finding.code) {
      case "uneven-accepted":
        // Two slices of one place are not what anybody would accept.
        if (query.uneven === "accept") excuse(finding, Infinity);
        break;
      case "missing-filled":
        // Beyond half of the slice spacing a slice would stand in another one's place.
        if (query.uneven === "fill") excuse(finding, spacingOf(points) / 2);
        break;
      case "uneven-spacing":
        excuse(finding, unevenness(points));
        break;
      case "shear-removed":
        if (query.tilt === "orthogonal") {
          excuse(finding, CHORD * driftOf(points, plane) + residualOf(points));
        }
        break;
      case "shear-is-rounding":
        if (query.tilt === "orthogonal") {
          excuse(finding, CHORD * driftOf(points, plane) + residualOf(points));
        } else if (query.tilt !== "keep") excuse(finding, invisibleShear(points, plane));
        break;
      case "positions-vary":
        excuse(finding, REPEATED);
        break;
      case "orientation-varies":
        excuses.push(finding.code);
        allowed += SAME_ORIENTATION * extentOf(plane);
        said += finding.cornerError ?? 0;
        break;
      default:
    }
  }
  return { allowed: allowed + NOISE, stated: said + NOISE, excuses };
}

/** Diagonal of a slice. */
function extentOf(
  { columns, rows, betweenColumns, betweenRows }: Placed["truth"]["plane"],
): number {
  return Math.hypot(columns * betweenColumns, rows * betweenRows);
}

/** How far corners move at most because orientations differ. */
function turnOf(placed: readonly Placed[]): number {
  const { plane: first } = placed[0]!.truth;
  const angle = Math.max(...placed.map(({ truth: { plane } }) =>
    Math.hypot(
      ...plane.row.map((c, n) => c - first.row[n]!),
      ...plane.column.map((c, n) => c - first.column[n]!),
    )
  ));
  return angle * extentOf(first);
}
