/**
 * One word on what comes out for a set of the corpus: right, refused, or wrong.
 *
 * @module
 */

import { HeaderError } from "../../lib/errors.ts";
import type { Reply } from "../../lib/reply.ts";
import type { VolumeReply } from "../../lib/volume_reply.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { cornersOf, setDistance } from "./corners.ts";
import type { CorpusFile, CorpusSet } from "./corpus.ts";
import { CLOSE, judge, largestShape } from "./judge.ts";
import { readNrrdGeometry } from "./nrrd_geometry.ts";
import { type FileDiffusion, readDiffusion, readSequence } from "./slicer_keys.ts";
import { corners, planesOf, type TruePlane } from "./truth.ts";

/** What came out, and whether it had to. */
export type Verdict =
  | {
    readonly outcome: "right";
    /** What holds the most frames. */
    readonly largest: VolumeReply;
    readonly volumes: number;
    /** Largest distance of a corner from where it must be, mm. */
    readonly error: number;
    /** Why objects got no header, each reason once. */
    readonly leftOut: readonly string[];
  }
  | { readonly outcome: "refused"; readonly code: string; readonly justified: boolean }
  | { readonly outcome: "wrong"; readonly why: string };

/** What a set must be, for a refusal to be right. */
const JUSTIFIED: Readonly<Record<string, string>> = {
  "no-geometry": "no-geometry",
  "missing-slices": "irregular",
  "irregular-spacing": "irregular",
  "incomplete-4d": "incomplete-4D",
};

/** As far as two tools' weightings may be apart: part of b, s/mm² near zero, degrees. */
const B = 0.01;
const B_NEAR_ZERO = 5;
const DEGREES = 1;

type Planes = readonly (readonly TruePlane[])[];

/** Judges what is answered to the files of a set. */
export function verdictOn(
  set: CorpusSet,
  files: readonly CorpusFile[],
  answer: () => Reply,
): Verdict {
  let reply: Reply;
  try {
    reply = answer();
  } catch (error) {
    if (!(error instanceof HeaderError)) throw error;
    const kind = JUSTIFIED[error.code];
    const justified = kind !== undefined && set.kinds.includes(kind);
    return { outcome: "refused", code: error.code, justified };
  }
  try {
    const planes = files.map(({ bytes }) => planesOf(bytes));
    const error = farthest(set, reply, planes);
    ok(error <= CLOSE, `${error} mm off`);
    complete(set, reply, planes);
    const largest = reply.volumes.toSorted((a, b) => b.slices.length - a.slices.length)[0]!;
    listed(set, largest);
    return {
      outcome: "right",
      largest,
      volumes: reply.volumes.length,
      error,
      leftOut: [...new Set(reply.skipped.map(({ reason }) => reason))],
    };
  } catch (error) {
    return { outcome: "wrong", why: (error as Error).message };
  }
}

/** Largest distance of a corner: of every frame if frames carry planes, else of the volumes, mm. */
function farthest(set: CorpusSet, { volumes }: Reply, planes: Planes): number {
  if (set.truth === "planes") {
    return Math.max(...volumes.flatMap((volume) => judge(volume, planes).corners));
  }
  if (set.kinds.includes("DICOM-SEG")) {
    return Math.max(...volumes.map((volume) => farthestMask(volume, planes)));
  }
  return Math.max(
    ...volumes.map(({ header }) =>
      setDistance(cornersOf(readNrrdGeometry(header)), set.corners_lps!)
    ),
  );
}

/** The same for masks, whose grid may be sparse: no coarser one may go through the planes. */
function farthestMask(volume: VolumeReply, planes: Planes): number {
  const { origin, directions: [x, y, z], sizes, spatialAxes } = readNrrdGeometry(volume.header);
  const places = volume.slices.map(({ index: [k] }) => k);
  const slices = sizes[spatialAxes[2]!]!;
  equal(Math.min(...places), 0, "no frame in the first slice");
  equal(Math.max(...places), slices - 1, "no frame in the last slice");
  equal(places.reduce(commonDivisor, 0), slices > 1 ? 1 : 0, "a coarser grid holds all planes");
  return Math.max(...volume.slices.flatMap(({ given, frame, index: [k] }) => {
    const plane = planes[given]![frame]!;
    deepEqual([sizes[spatialAxes[0]!], sizes[spatialAxes[1]!]], [plane.columns, plane.rows]);
    return corners(plane).map(({ i, j, lps }) =>
      Math.hypot(...lps.map((c, n) => origin[n]! + i * x[n]! + j * y[n]! + k * z[n]! - c))
    );
  }));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Whether nothing was left out that has a place, and the largest volume is as large as others say. */
function complete({ kinds, truth, shape }: CorpusSet, reply: Reply, planes: Planes): void {
  ok(!kinds.includes("no-geometry"), "a header for what has no place in the patient");
  deepEqual(reply.refused, [], `refused in part: ${reply.refused.map(({ code }) => code)}`);
  for (const { given, reason } of reply.skipped) {
    const rightly = reason === "duplicate-instance" ||
      reason === "no-geometry" && planes[given!]!.length === 0 ||
      // The corpus has a dose of one frame with the offsets of another's fifteen.
      reason === "bad-frame-count" && kinds.includes("RTDOSE");
    ok(rightly, `${reason}, but it has a plane`);
  }
  const masks = kinds.includes("DICOM-SEG");
  if (truth === "planes" || masks) {
    const used = reply.volumes.flatMap(({ slices }) => slices).length;
    equal(used, planes.flat().length, `${used} of ${planes.flat().length} frames have a place`);
  }
  // Of several segmentations each has a size of its own, and the corpus tells one.
  if (!masks || planes.length === 1) {
    const found = largestShape(reply);
    deepEqual(found, shape, `${found.join(" × ")}, not ${shape.join(" × ")}`);
  }
}

/** Whether the list axis, if there is one, says to Slicer what the volumes are. */
function listed({ diffusion }: CorpusSet, { kinds, header, axis4, findings }: VolumeReply): void {
  if (kinds.at(-1) !== "list") return;
  if (diffusion === undefined) {
    deepEqual(readSequence(header).values, axis4!.values);
    return;
  }
  if (findings.some(({ code }) => code === "diffusion-directions-uncertain")) {
    ok(!/DWMRI/.test(header), "a claim of diffusion, though directions are uncertain");
    const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
    nearAll(sorted(axis4!.b!), sorted(diffusion.b), B_NEAR_ZERO, "b-values");
    return;
  }
  matchWeightings(readDiffusion(header), diffusion);
}

/** Fails unless the weightings are those of the corpus, whose order is another tool's. */
export function matchWeightings(
  found: readonly FileDiffusion[],
  { b, gradients_lps }: NonNullable<CorpusSet["diffusion"]>,
): void {
  const rest = [...found];
  b.forEach((value, n) => {
    const place = rest.findIndex((other) => sameWeighting(other, value, gradients_lps[n]!));
    ok(place >= 0, `no volume with b = ${value} and gradient ${gradients_lps[n]}`);
    rest.splice(place, 1);
  });
  equal(rest.length, 0, `${rest.length} weightings that nobody knows`);
}

/** A gradient's sign is free, and at b = 0 it means nothing. */
function sameWeighting(found: FileDiffusion, b: number, gradient: readonly number[]): boolean {
  if (Math.abs(found.b - b) > Math.max(B_NEAR_ZERO, B * b)) return false;
  const length = Math.hypot(...gradient);
  if (b === 0 || length === 0) return found.gradient === undefined;
  const cosine = found.gradient?.reduce((sum, c, n) => sum + c * gradient[n]! / length, 0) ?? 0;
  return Math.acos(Math.min(1, Math.abs(cosine))) * 180 / Math.PI <= DEGREES;
}
