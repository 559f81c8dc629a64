/**
 * Finds what lies near a point among very many, in a time that does not grow with their number.
 *
 * @module
 */

/**
 * Side of a cell by the reach: large enough for few cells to be enough, and so small that few values
 * that are farther apart than the reach have room in one.
 */
const CELL_BY_REACH = 4;

/** Where in a cell zero lies, which is near to no border: most directions have a zero in them. */
const ZERO_IN_CELL = 0.4;

interface Cell<T> {
  readonly values: T[];
  /** Of every value, how many came before. */
  readonly orders: number[];
}

/** Values at points of any dimension, sorted into cubic cells. */
export class SpatialHash<T> {
  readonly #reach: number;
  readonly #side: number;
  readonly #cells = new Map<string, Cell<T>>();
  /** Added and not yet sorted into cells: that is done on the first query, and often there is none. */
  #waiting: { readonly point: readonly number[]; readonly value: T }[] = [];
  #count = 0;

  /** @param reach Half the side of the cube around a point within which values are near */
  constructor(reach: number) {
    this.#reach = reach;
    this.#side = CELL_BY_REACH * reach;
  }

  /** Puts a value at a point. */
  add(point: readonly number[], value: T): this {
    this.#waiting.push({ point, value });
    return this;
  }

  #sort(point: readonly number[], value: T): void {
    const name = nameOf(point.map((x) => this.#cellOf(x)));
    const cell = this.#cells.get(name) ?? { values: [], orders: [] };
    this.#cells.set(name, cell);
    cell.values.push(value);
    cell.orders.push(this.#count++);
  }

  /** All values within reach of a point and some that are not, in the order in which they came. */
  near(point: readonly number[]): readonly T[] {
    for (const { point, value } of this.#waiting) this.#sort(point, value);
    this.#waiting = [];
    const cells = this.#touched(point, this.#reach).flatMap((name) => this.#cells.get(name) ?? []);
    if (cells.length <= 1) return cells[0]?.values ?? [];
    return cells.flatMap(({ values, orders }) =>
      values.map((value, k) => ({ value, order: orders[k]! }))
    ).sort((a, b) => a.order - b.order).map(({ value }) => value);
  }

  #cellOf(x: number): number {
    return Math.floor(x / this.#side + ZERO_IN_CELL);
  }

  /** Names of the cells that a cube around a point touches. */
  #touched(point: readonly number[], reach: number): string[] {
    let cells: number[][] = [[]];
    for (const x of point) {
      const first = this.#cellOf(x - reach);
      const last = this.#cellOf(x + reach);
      const indices = first === last ? [first] : [first, last];
      cells = cells.flatMap((cell) => indices.map((index) => [...cell, index]));
    }
    return cells.map(nameOf);
  }
}

function nameOf(cell: readonly number[]): string {
  return cell.join(" ");
}

/**
 * Values in lists, each with the first to come that it is like; nearly always that is the first of all.
 *
 * @param reach How far from each other the points of values are that may be alike
 */
export function gathered<T>(
  values: Iterable<T>,
  reach: number,
  pointOf: (value: T) => readonly number[],
  isLike: (founder: T, value: T) => boolean,
): [T, ...T[]][] {
  const lists: [T, ...T[]][] = [];
  const hash = new SpatialHash<[T, ...T[]]>(reach);
  for (const value of values) {
    const [first] = lists;
    const home = first && isLike(first[0], value)
      ? first
      : first && hash.near(pointOf(value)).find(([founder]) => isLike(founder, value));
    if (home) {
      home.push(value);
      continue;
    }
    const founded: [T, ...T[]] = [value];
    lists.push(founded);
    hash.add(pointOf(value), founded);
  }
  return lists;
}
