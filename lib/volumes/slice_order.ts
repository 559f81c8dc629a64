/**
 * Frames of a volume in the order that the header will describe.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import type { Order } from "../options/types.ts";
import { BY_NUMBER } from "./fourth_axis/attributes.ts";

/** Frames in header order. */
export interface SliceArrangement {
  /** volumes[t][k] */
  readonly volumes: readonly (readonly Frame[])[];
  /** For each t the index of that volume before it was ordered. */
  readonly volumeOrder: readonly number[];
  /** Where the volumes' axis stands: behind the slices, or before them (frames of a slice together). */
  readonly list: "last" | "third";
}

/**
 * Orders slices and volumes.
 *
 * `position` keeps them as they come: slices along row × column, volumes by what separates them.
 * `given` and `instance-number` find how slices and volumes interleave in that order.
 *
 * @param volumes volumes[t][k], slices ascending along row × column
 * @throws {HeaderError} order-not-regular, instance-numbers-unusable
 */
export function arrange(volumes: readonly (readonly Frame[])[], order: Order): SliceArrangement {
  const identity = volumes.map((_, t) => t);
  if (order === "position") return { volumes, volumeOrder: identity, list: "last" };

  const cells = sequenceOf(volumes, order);
  const slices = volumes[0]!.length;
  const count = volumes.length;
  const regular = (placeOf: (k: number, t: number) => number): SliceArrangement | undefined => {
    const sliceOrder = Array.from({ length: slices }, (_, k) => cells[placeOf(k, 0)]!.k);
    const volumeOrder = Array.from({ length: count }, (_, t) => cells[placeOf(0, t)]!.t);
    for (let t = 0; t < count; t++) {
      for (let k = 0; k < slices; k++) {
        const cell = cells[placeOf(k, t)]!;
        if (cell.k !== sliceOrder[k] || cell.t !== volumeOrder[t]) return undefined;
      }
    }
    if (!isMonotone(sliceOrder)) return undefined;
    return {
      volumes: volumeOrder.map((t) => sliceOrder.map((k) => volumes[t]![k]!)),
      volumeOrder,
      list: placeOf(0, 1) === 1 ? "third" : "last",
    };
  };
  const found = regular((k, t) => k + slices * t) ??
    (count > 1 && slices > 1 ? regular((k, t) => t + count * k) : undefined);
  if (found) return slices === 1 ? { ...found, list: "last" } : found;
  throw notRegular(cells, count, order);
}

/** A frame in the order asked for: slice k of volume t. */
interface Cell {
  readonly k: number;
  readonly t: number;
  /** Among all frames of the request as sent; among the volume's frames by instance number. */
  readonly place: number;
}

/** Where each frame of the order asked for stands. */
function sequenceOf(
  volumes: readonly (readonly Frame[])[],
  order: "given" | "instance-number",
): Cell[] {
  const cells = volumes.flatMap((frames, t) =>
    frames.map((frame, k) => ({
      k,
      t,
      key: order === "given" ? frame.place : BY_NUMBER.valueOf(frame) as number | undefined,
    }))
  );
  const keys = new Set(cells.map(({ key }) => key));
  if (keys.has(undefined) || keys.size < cells.length) {
    throw new HeaderError(
      "instance-numbers-unusable",
      "instance numbers are absent or repeated, so they define no slice order",
      { help: "order=position or order=given" },
    );
  }
  return cells.sort((a, b) => a.key! - b.key!)
    .map(({ k, t, key }, rank) => ({ k, t, place: order === "given" ? key! : rank }));
}

function isMonotone(sliceOrder: readonly number[]): boolean {
  const last = sliceOrder.length - 1;
  return sliceOrder.every((k, place) => k === place) ||
    sliceOrder.every((k, place) => k === last - place);
}

/** No header describes frames in irregular order; the caller's array must be sorted. */
function notRegular(cells: readonly Cell[], volumes: number, order: Order): HeaderError {
  const slices = cells.length / volumes;
  const permutation: number[] = new Array(cells.length);
  for (const { k, t, place } of cells) permutation[k + slices * t] = place;
  const sorted = "array[permutation]" +
    (volumes > 1 ? `.reshape(${volumes}, ${slices}, *array.shape[1:])` : "");
  const details = {
    order,
    permutation,
    help: order === "given"
      ? `order=position, and for an array of all frames as sent in its first index: ${sorted}`
      : `order=position, and for an array of the volume's frames by instance number: ${sorted}`,
  };
  if (volumes > 1) {
    return new HeaderError(
      "order-not-regular",
      `in the requested order, slices and volumes do not follow a regular pattern; no header can describe that`,
      { ...details, volumes },
    );
  }
  const direction = Math.sign(cells[1]!.k - cells[0]!.k);
  const turn = cells.findIndex(({ k }, place) =>
    place > 0 && k - cells[place - 1]!.k !== direction
  );
  return new HeaderError(
    "order-not-regular",
    `in the requested order, the slices do not follow each other after slice ${
      turn - 1
    }; no header can describe that`,
    { ...details, after: turn - 1 },
  );
}
