/**
 * Whether slices lie where they are.
 *
 * @module
 */

import type { NrrdGeometry } from "../support/nrrd_geometry.ts";
import type { Triple } from "../support/series.ts";
import { allowanceOf } from "./allowance.ts";
import { driftOf } from "./contract.ts";
import { apart, cornersOf, inner, moved } from "./plane.ts";
import type { Fault, Placed, ReadVolume } from "./read_volume.ts";
import type { Request } from "./request.ts";

/** Every corner of every slice, pair by pair. */
export function judgePlaces(
  { query }: Request,
  { volume, header, axes, placed, points }: ReadVolume,
): Fault[] {
  const [x, y, z] = axes.map((axis) => header.directions[axis]!) as [Triple, Triple, Triple];
  const count = header.sizes[header.spatialAxes[axes[2]]!]!;
  let [worst, at] = [0, 0];
  for (const { truth, k } of placed) {
    if (k < 0 || k >= count) return [{ kind: "no-such-place", what: `slice ${k} of ${count}` }];
    for (const corner of cornersOf(truth.plane)) {
      const says = [0, 1, 2].map((c) =>
        header.origin[c]! + corner.i * x[c]! + corner.j * y[c]! + k * z[c]!
      ) as unknown as Triple;
      const off = apart(says, corner.at);
      // Not a number is nowhere.
      if (!(off <= worst)) [worst, at] = [off, k];
    }
  }
  const { allowed, stated, excuses } = allowanceOf(query, volume.findings, placed, points);
  if (worst <= Math.min(allowed, stated)) {
    const told = placed.find((one) => !isTold(one, header, z));
    return told ? [{ kind: "wrong-slice", what: `what is said of slice ${told.k} is not so` }] : [];
  }
  const beyond = worst > stated;
  return [{
    kind: beyond ? "misplaced" : `beyond-contract-${excuses[0]}`,
    what: `slice ${at} is off by ${worst.toPrecision(3)} mm, ${
      beyond ? `${stated.toPrecision(3)} mm is said` : `${allowed.toPrecision(3)} mm is allowed`
    }`,
  }];
}

/** Of sums of doubles as large as coordinates are, mm. */
const ARITHMETIC = 1e-8;

/** Whether the reply has a slice's position, in the header's space, and its distance from there. */
function isTold(
  { slice, k, truth }: Placed,
  { space, origin }: NrrdGeometry,
  step: Triple,
): boolean {
  const { position } = truth.plane;
  const [x, y, z] = slice.position;
  const own: Triple = space === "RAS" ? [-x, -y, z] : slice.position;
  const off = apart(moved(origin, step, k), position);
  return apart(own, position) <= ARITHMETIC && Math.abs(off - slice.error) <= ARITHMETIC;
}

/** A drift over the whole stack that is none, mm. */
const NOTHING = 1e-6;

/** As a part of its length, how far an upright step may lean. */
const UPRIGHT = 1e-6;

/** Where a right angle was asked for there is one. */
export function judgeTilt(
  { query }: Request,
  { header, axes, placed, points }: ReadVolume,
): Fault[] {
  const { plane } = placed[0]!.truth;
  const step = header.directions[axes[2]]!;
  const lean = Math.max(
    ...[plane.row, plane.column].map((axis) => Math.abs(inner(axis, step))),
  ) / Math.hypot(...step);
  // Noise of doubles is nobody's shear.
  const noise = points.length < 2 || driftOf(points, plane) <= NOTHING;
  if (query.tilt !== "orthogonal" || noise || lean <= UPRIGHT) return [];
  return [{ kind: "leaning", what: `the step leans by ${lean} although tilt=orthogonal` }];
}
