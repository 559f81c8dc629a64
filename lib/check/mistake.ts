/**
 * Mistakes in a header: one type for each, with its numbers.
 *
 * @module
 */

import type { Vector } from "../geometry/vector.ts";
import type { SpaceName } from "../array/space.ts";
import type { Sizes } from "./claimed_header.ts";
import type { UnitField } from "./units.ts";

/** A mistake. Lengths in mm; axes are DICOM's (columns, rows, slices), counted from 0. */
export type Mistake =
  | {
    readonly code: "in-plane-spacing-missing";
    readonly axes: readonly number[];
    readonly given: readonly number[];
    readonly right: readonly number[];
  }
  | {
    /**
     * Of the steps along rows and columns; or of all axes in the order z, y, x, with directions in the
     * order x, y, z.
     */
    readonly code: "rows-columns-swapped" | "spacing-order-reversed";
    readonly given: readonly number[];
    readonly right: readonly number[];
  }
  | { readonly code: "slice-axis-reversed" | "origin-missing" }
  | {
    readonly code: "thickness-used-as-spacing" | "spacing-tag-used" | "slice-spacing-missing";
    readonly given: number;
    readonly right: number;
  }
  | {
    readonly code: "shear-dropped";
    readonly degrees: number;
    /** Whether all axes were turned until they stood at right angles, and not the third alone. */
    readonly allAxes?: boolean;
  }
  | { readonly code: "orientation-ignored"; readonly axes: readonly number[] }
  | { readonly code: "unit-confused"; readonly unit: Unit; readonly factor: number }
  | { readonly code: "origin-of-other-slice"; readonly slice: number }
  | {
    readonly code: "half-voxel-shift";
    /** In voxels along the axes: 0, 0.5 or −0.5. */
    readonly shift: Vector;
  }
  | {
    readonly code: "space-confused";
    readonly stated: SpaceName;
    readonly right: SpaceName;
    readonly part: "all" | "directions" | "origin" | "name";
  }
  | {
    readonly code: "axes-transposed";
    /** For each axis of the header the one whose direction it has; undefined for a matrix turned over. */
    readonly axes: readonly number[] | undefined;
    /** Whether sizes and lengths are in one order, and the vectors' directions in the other. */
    readonly directionsOnly?: boolean;
  }
  | {
    /** The origin of the whole volume was given to a part of it. */
    readonly code: "crop-origin-missing";
    /** Voxel of the volume at which the part begins. */
    readonly offset: Vector;
  }
  | {
    readonly code: "units-contradict";
    readonly field: UnitField;
  }
  | { readonly code: "precision-lost"; readonly digits: number; readonly single: boolean }
  | { readonly code: "sizes-differ"; readonly given: Sizes; readonly right: Sizes }
  | { readonly code: "list-differs"; readonly given: number; readonly right: number }
  | { readonly code: "unexplained"; readonly part: Part };

/** What numbers may be in where they should be millimetres. */
export type Unit = "cm" | "m";

/** What is looked at by itself; `all` where nothing by itself is wrong. */
export type Part = "in-plane" | "slice" | "origin" | "all";
