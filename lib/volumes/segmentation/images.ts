/**
 * Images of a request, as segmentations look for those that they were made on.
 *
 * A request may have thousands of both: they are looked up by what segmentations say of them and by
 * where they lie, and never all of them for each segmentation.
 *
 * @module
 */

import { first } from "../../dicom/dataset.ts";
import type { Plane } from "../../geometry/plane.ts";
import { pointAt } from "../../geometry/line.ts";
import { SILENT_RESIDUAL, TOLERATED_RESIDUAL } from "../../geometry/spacing.ts";
import { SpatialHash } from "../../geometry/spatial_hash.ts";
import { length } from "../../geometry/vector.ts";
import { remembered } from "../../once.ts";
import { SAME_SPACING } from "../group.ts";
import type { Volume } from "../volume.ts";
import type { SegmentationGroup } from "./layers.ts";

/** Pixels that count as equally large differ by less than this part, and so do tolerances. */
const LARGEST_DIFFERENCE = 1.01 * SAME_SPACING;

/** A volume of images. */
interface Image {
  readonly volume: Volume;
  /** Among all of the request. */
  readonly index: number;
}

/** What a segmentation says of its images; undefined where it says nothing, null where it is absent. */
interface Said {
  readonly space?: string | null | undefined;
  readonly series?: string | undefined;
}

/** Largest distance of a plane from the grid of images that it was made on, mm. */
export function toleranceOf({ grid, stack }: Volume, plane: Plane): number {
  // The planes may have been copied from the images or computed from their grid.
  const side = Math.min(plane.columnSpacing, plane.rowSpacing, length(grid.sliceStep));
  return Math.max(SILENT_RESIDUAL, TOLERATED_RESIDUAL * side) + stack.maxError;
}

/** Images by place and size of pixels. */
class Places {
  readonly #reach: number;
  readonly #cells: SpatialHash<Image>;

  constructor(images: readonly Image[]) {
    this.#reach = images.reduce((most, { volume }) => Math.max(most, reachOf(volume)), 0);
    this.#cells = new SpatialHash(this.#reach);
    for (const image of images) {
      const { grid, stack, slices } = image.volume;
      const { plane } = slices[0]!.frame;
      for (let k = 0; k < grid.slices; k++) {
        this.#cells.add(this.#pointOf({ ...plane, position: pointAt(stack, k) }), image);
      }
    }
  }

  /** Images that may have a slice at a plane, in their order; some may come twice. */
  near(plane: Plane): readonly Image[] {
    return this.#cells.near(this.#pointOf(plane));
  }

  /** Pixels of one size are as near to each other as planes of one place. */
  #pointOf({ position, columnSpacing, rowSpacing }: Plane): number[] {
    const scale = this.#reach / LARGEST_DIFFERENCE;
    return [...position, scale * Math.log(columnSpacing), scale * Math.log(rowSpacing)];
  }
}

/** Volumes of images by series, frame of reference and place. */
export class SegmentedImages {
  /** By what may be said of them. */
  readonly #known = new Set<string>();
  /** By that and the size of their matrix. */
  readonly #images = new Map<string, Image[]>();
  /** The same by place, as far as they were asked for. */
  readonly #places = new Map<string, Places>();
  readonly #instances = new Map<Volume, ReadonlySet<string>>();

  /** @param volumes All of the request that are no segmentations */
  constructor(volumes: readonly Volume[]) {
    for (const [index, volume] of volumes.entries()) {
      const { dataset } = volume.slices[0]!.frame.object;
      const series = first(dataset.strings("SeriesInstanceUID"));
      const space = first(dataset.strings("FrameOfReferenceUID"));
      const sayings: Said[] = [
        ...(space === undefined ? [] : [{ space }]),
        ...(series === undefined ? [] : [{ series }, { series, space: space ?? null }]),
      ];
      for (const said of sayings) {
        this.#known.add(keyOf(said));
        remembered(this.#images, keyOf(said, volume.grid), () => []).push({ volume, index });
      }
    }
  }

  /** Whether there are images that a segmentation says it was made on. */
  has(part: SegmentationGroup): boolean {
    return sayingsOf(part).some((said) => this.#known.has(keyOf(said)));
  }

  /**
   * Images that segmentations may have been made on, as far as their first plane tells.
   *
   * @param parts Segmentations that say the same of their images
   * @param plane Of one of their frames
   * @param look Called for each that is looked at
   * @returns First those whose instances all of them name; some may come twice
   */
  *near(
    parts: readonly SegmentationGroup[],
    plane: Plane,
    look: () => void,
  ): Iterable<Volume> {
    const found = sayingsOf(parts[0]!)
      .flatMap((said) => this.#placesOf(keyOf(said, plane)) ?? [])
      .map((places) => places.near(plane));
    // One list is in order, and may be long: mostly its first images fit.
    const images = found.length === 1
      ? found[0]!
      : [...new Set(found.flat())].sort((a, b) => a.index - b.index);
    // Thin and thick slices of one series share positions: the grid is that of the images named.
    if (parts.every(({ of }) => of.referencedInstances.size > 0)) {
      for (const { volume } of images) {
        look();
        const own = this.#instancesOf(volume);
        if (parts.every(({ of }) => !own.isDisjointFrom(of.referencedInstances))) yield volume;
      }
    }
    for (const { volume } of images) {
      look();
      yield volume;
    }
  }

  #placesOf(key: string): Places | undefined {
    const images = this.#images.get(key);
    return images && remembered(this.#places, key, () => new Places(images));
  }

  #instancesOf(volume: Volume): ReadonlySet<string> {
    const instances = () =>
      volume.slices.flatMap(({ frame }) =>
        first(frame.object.dataset.strings("SOPInstanceUID")) ?? []
      );
    return remembered(this.#instances, volume, () => new Set(instances()));
  }
}

/** A segmentation without a frame of reference, or images without one, go by their series alone. */
function sayingsOf({ object, of: { referencedSeries } }: SegmentationGroup): Said[] {
  const space = first(object.dataset.strings("FrameOfReferenceUID"));
  const named = [...new Set(referencedSeries)];
  if (space === undefined) return named.map((series) => ({ series }));
  if (named.length === 0) return [{ space }];
  return named.flatMap((series) => [{ series, space }, { series, space: null }]);
}

function keyOf({ space, series }: Said, matrix?: { columns: number; rows: number }): string {
  const size = matrix ? `${matrix.columns} ${matrix.rows}` : "";
  // Undefined and null look alike in a list.
  return JSON.stringify([size, space === undefined ? 0 : space, series]);
}

function reachOf(volume: Volume): number {
  return toleranceOf(volume, volume.slices[0]!.frame.plane) * (1 + LARGEST_DIFFERENCE);
}
