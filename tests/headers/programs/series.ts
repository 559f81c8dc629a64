/**
 * An oblique stack for tests of forms, in which no two sizes, steps or angles are alike.
 *
 * @module
 */

import type { Values } from "../../support/dataset.ts";
import type { Triple } from "../../support/series.ts";

/** Sizes of the axes. */
export const SIZES = { x: 5, y: 4, z: 3, t: 2, c: 3 } as const;
/** Steps of the axes, LPS mm; the slices are shifted against each other where `tilted`. */
export const STEPS: Readonly<Record<"x" | "y" | "z" | "tilted", Triple>> = {
  x: [0.4, 0.3, 0],
  y: [0, 0, -0.9],
  z: [-1.2, 1.6, 0],
  tilted: [-1.2, 1.6, 0.5],
};
/** The first pixel of all, LPS mm. */
export const ORIGIN: Triple = [-3.25, 17, 99.5];

/** What the series has. */
export interface Kind {
  readonly volumes?: boolean;
  readonly colour?: boolean;
  readonly tilted?: boolean;
  readonly uids?: boolean;
}

/** The name of a slice. */
export const uidOf = (z: number, t = 0): string => `1.2.3.${1 + t}.${1 + z}`;

/** Its slices, volume by volume. */
export function stack({ volumes, colour, tilted, uids }: Kind = {}): Values[] {
  const step = STEPS[tilted ? "tilted" : "z"];
  return Array.from(
    { length: volumes ? SIZES.t : 1 },
    (_, t) =>
      Array.from({ length: SIZES.z }, (_, z): Values => ({
        ImagePositionPatient: ORIGIN.map((start, c) => start + z * step[c]!),
        ImageOrientationPatient: [0.8, 0.6, 0, 0, 0, -1],
        PixelSpacing: [0.9, 0.5],
        Rows: SIZES.y,
        Columns: SIZES.x,
        BitsAllocated: colour ? 8 : 16,
        PixelRepresentation: 0,
        ...(colour ? { SamplesPerPixel: 3, PhotometricInterpretation: "RGB" } : {}),
        ...(volumes ? { TemporalPositionIdentifier: 1 + t } : {}),
        ...(uids ? { SOPInstanceUID: uidOf(z, t) } : {}),
        InstanceNumber: 1 + z + SIZES.z * t,
      })),
  ).flat();
}

/** Where a voxel lies, LPS mm. */
export function pointOf(x: number, y: number, z: number, tilted = false): Triple {
  const step = STEPS[tilted ? "tilted" : "z"];
  return ORIGIN.map((start, c) =>
    start + x * STEPS.x[c]! + y * STEPS.y[c]! + z * step[c]!
  ) as unknown as Triple;
}
