/**
 * Axes of an array: which index is which axis of the volume.
 *
 * A header can describe a contiguous array with any order of axes, because each has a
 * direction of its own; so nothing has to be moved, and only the right names have to be found.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { NumpyArray, Order } from "../options/types.ts";

/** Columns, rows, slices, volumes, components of a voxel. */
export type AxisName = "x" | "y" | "z" | "t" | "c";

/** Lengths of a volume's axes, and their default order. */
export interface Extents {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly t?: number | undefined;
  readonly c?: number | undefined;
  /** Slowest first: `zyx`, `tzyx`, `zyxc`, … */
  readonly usual: string;
  /** What the last index of an array is that would do for both: volumes unless DICOM says colour. */
  readonly last?: "t" | "c";
}

/** An axis of an array. */
export interface NamedAxis {
  readonly name: AxisName;
  readonly size: number;
}

/** How an array lies in memory. */
export interface ArrayAxes {
  /** Fastest first. */
  readonly axes: readonly NamedAxis[];
  /** The same names as the option `array` has them. */
  readonly array: string;
  /** Other values of `array` that libraries give, and that fit the shape as well. */
  readonly alternatives: readonly string[];
}

const SPATIAL_ORDERS = ["zyx", "zxy", "yzx", "yxz", "xzy", "xyz"] as const;

/**
 * Orders in which libraries hand out volumes: SimpleITK, Slicer and stacks of pixel arrays; stacks
 * along the last index (`numpy.dstack`); nibabel and pynrrd. Slices that are transposed one by one
 * look like none of these, and square ones would be suspected in nearly every array.
 */
const USUAL_ORDERS = ["zyx", "yxz", "xyz"] as const;

/**
 * Where volumes and components stand, in the order of trying; `*` is the volume. What DICOM knows
 * comes before what it does not: there are as many volumes as it says, and any number of components.
 */
const ARRANGEMENTS = ["*", "t*", "*t", "*c", "c*", "t*c", "tc*"] as const;

/** Volumes within slices, as frames lie that were acquired slice by slice. */
const VOLUMES_WITHIN = "ztyx";

/** Whether a text names axes: `x`, `y`, `z` once each, `t` and `c` at most once. */
export function isArrayOrder(text: string): boolean {
  return /^[xyztc]{3,5}$/.test(text) && new Set(text).size === text.length &&
    ["x", "y", "z"].every((name) => text.includes(name));
}

/**
 * Axes of an array that holds a whole volume.
 *
 * @param array The caller's order; axes that it does not name stay in their usual place
 * @throws {HeaderError} array-does-not-fit
 */
export function axesOfVolume(extents: Extents, array: string = extents.usual): ArrayAxes {
  const missing = (name: AxisName): string =>
    extents.usual.includes(name) && !array.includes(name) ? name : "";
  const letters = missing("t") + array + missing("c");
  const axes = namesOf(letters).map((name) => ({ name, size: sizeIn(extents, name, array) }));
  return { axes: axes.reverse(), array: letters, alternatives: [] };
}

/**
 * Axes of a numpy array, fastest first, as a header lists them: the last index of a C-ordered array
 * comes first. Indices of size 1 may be absent: they do not change the memory layout.
 *
 * @param array The caller's order; by default the slices first and the columns last, with volumes or
 * components wherever the shape has room for them
 * @param order Of the slices; an array of frames as they were sent may have them all in one index
 * @throws {HeaderError} array-does-not-fit, with the values of `array` and `order` that would fit
 */
export function axesOfNumpy(
  numpy: NumpyArray,
  extents: Extents,
  array: string | undefined,
  order: Order,
): ArrayAxes {
  const { shape } = numpy;
  const found = (array === undefined ? readings("zyx", extents) : [array])
    .map((letters) => fitted(letters, shape, extents))
    .find((axes) => axes !== undefined) ??
    (array === undefined && order !== "position" && !numpy.fortranOrder
      ? oneStack(shape, extents)
      : undefined);
  if (!found) throw doesNotFit(numpy, extents, array, order);
  const alternatives = array === undefined ? othersThatFit(found, shape, extents) : [];
  const axes = numpy.fortranOrder ? found : found.toReversed();
  return { axes, array: lettersOf(found), alternatives };
}

/** Arrangements of volumes and components around an order in space, likely ones first. */
function readings(spatial: string, { t, usual, last = "t" }: Extents): string[] {
  const orders = ARRANGEMENTS.map((arrangement) => arrangement.replace("*", spatial));
  if (t === undefined) return orders.filter((letters) => !letters.includes("t"));
  if (last === "c") orders.push(...orders.splice(orders.indexOf(`${spatial}t`), 1));
  if (spatial !== "zyx") return orders;
  // Volumes come first unless the order of the frames has them within the slices.
  orders.splice(usual.startsWith(VOLUMES_WITHIN) ? 0 : 2, 0, VOLUMES_WITHIN);
  return orders;
}

/**
 * An array's indices by name, in their order; undefined if the sizes do not fit. Indices of size 1
 * may have no name, and axes of size 1 no index.
 */
function fitted(
  letters: string,
  shape: readonly number[],
  extents: Extents,
): NamedAxis[] | undefined {
  const names = namesOf(letters);
  // An array that lacks axes may have any number of components for slices: it has to be complete.
  const complete = names.every((name) => extents[name] !== undefined);
  const dead = new Set<string>();
  const place = (n: number, k: number): NamedAxis[] | undefined => {
    const state = `${n} ${k}`;
    const axes = dead.has(state) ? undefined : placeOne(n, k);
    if (!axes) dead.add(state);
    return axes;
  };
  const placeOne = (n: number, k: number): NamedAxis[] | undefined => {
    const [name, size] = [names[n], shape[k]];
    if (name === undefined && size === undefined) return [];
    if (name !== undefined && size !== undefined && fits(name, size, extents)) {
      const rest = place(n + 1, k + 1);
      if (rest) return [{ name, size }, ...rest];
    }
    if (size === 1) {
      const rest = place(n, k + 1);
      if (rest) return rest;
    }
    if (name === undefined || extents[name] !== 1 || !complete) return undefined;
    const rest = place(n + 1, k);
    return rest && [{ name, size: 1 }, ...rest];
  };
  return place(0, 0);
}

/** Components are the array's own affair: a mask of an RGB series has none. */
function fits(name: AxisName, size: number, extents: Extents): boolean {
  if (name === "c") return true;
  return extents[name] === undefined ? name === "t" : extents[name] === size;
}

/**
 * Frames of all volumes in one index, as stacking all files makes it. In Fortran order that
 * index is the fastest, and slices would come before volumes in memory: another order than that of the
 * indices, and mostly not what anyone has on purpose.
 */
function oneStack(shape: readonly number[], extents: Extents): NamedAxis[] | undefined {
  const { x, y, z, t, usual } = extents;
  if (t === undefined || longer(shape).join() !== longer([t * z, y, x]).join()) return undefined;
  return namesOf(usual.replace("c", "")).map((name) => ({ name, size: extents[name]! }));
}

/**
 * Other usual orders that mean something else. Components in front of everything are none where
 * DICOM has as many volumes: nobody's library puts them there by itself.
 */
function othersThatFit(
  found: readonly NamedAxis[],
  shape: readonly number[],
  extents: Extents,
): string[] {
  const inMemory = (axes: readonly NamedAxis[]): string =>
    lettersOf(axes.filter(({ size }) => size > 1));
  const seen = new Set<string>();
  const isNew = (axes: readonly NamedAxis[] | undefined): boolean => {
    const meaning = axes && inMemory(axes);
    if (meaning === undefined || seen.has(meaning)) return false;
    seen.add(meaning).add(meaning.replace(/^t/, "c"));
    return true;
  };
  isNew(found);
  return USUAL_ORDERS.flatMap((spatial) => readings(spatial, extents))
    .filter((letters) => isNew(fitted(letters, shape, extents)));
}

function doesNotFit(
  { shape, fortranOrder }: NumpyArray,
  extents: Extents,
  array: string | undefined,
  order: Order,
): HeaderError {
  const wanted = array ?? (shape.length > 3 && extents.t !== undefined ? "tzyx" : "zyx");
  const expected = namesOf(wanted).map((name) => extents[name] ?? name);
  const fitting = SPATIAL_ORDERS.flatMap((spatial) => readings(spatial, extents))
    .filter((letters) => fitted(letters, shape, extents));
  const isStack = oneStack(shape, extents) !== undefined;
  const stacked = order === "position" && isStack;
  const help = fitting.length > 0
    ? `array=${fitting.join(" or array=")}`
    : stacked
    ? "order=given, if the frames are stacked as sent"
    : isStack && fortranOrder
    ? "in numpy: numpy.ascontiguousarray(array), for frames that are stacked as sent"
    : shape.length < 3 && product(shape) === extents.x * extents.y * extents.z
    ? `in numpy: array.reshape(${extents.z}, ${extents.y}, ${extents.x}), if x is the fastest`
    : undefined;
  return new HeaderError(
    "array-does-not-fit",
    `the array has the shape (${shape.join(", ")}); with array=${wanted} the volume has (${
      expected.join(", ")
    })${fitting.length > 0 || stacked ? `, but ${help!.replace(/,.*/, "")} would fit` : ""}`,
    { shape, array: wanted, expected, fits: fitting, ...(help === undefined ? {} : { help }) },
  );
}

function sizeIn(extents: Extents, name: AxisName, array: string): number {
  const size = extents[name];
  if (size !== undefined) return size;
  const what = name === "t" ? "a fourth axis" : "components";
  const why = `array=${array} asks for ${what}, but the volume has none`;
  throw new HeaderError("array-does-not-fit", why, { array });
}

function namesOf(letters: string): AxisName[] {
  return [...letters] as AxisName[];
}

function lettersOf(axes: readonly NamedAxis[]): string {
  return axes.map(({ name }) => name).join("");
}

function longer(sizes: readonly number[]): number[] {
  return sizes.filter((size) => size !== 1);
}

/** How many values axes of these sizes have. */
export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
