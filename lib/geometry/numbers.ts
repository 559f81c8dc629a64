/**
 * Small statistics over any number of values.
 *
 * @module
 */

/** The largest value; −Infinity of none. `Math.max(...values)` overflows the stack at 100,000. */
export function largestOf(values: readonly number[]): number {
  let largest = -Infinity;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

/** The smallest value; Infinity of none. */
export function smallestOf(values: readonly number[]): number {
  let smallest = Infinity;
  for (const value of values) if (value < smallest) smallest = value;
  return smallest;
}

/** Median; the mean of the middle two when their count is even. NaN of none. */
export function median(values: readonly number[]): number {
  // Typed arrays sort as numbers by themselves, without a call for each comparison.
  const sorted = new Float64Array(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Square root of the mean square; NaN of none. */
export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** Whether two numbers differ by at most this part of the larger. */
export function agree(a: number, b: number, relative: number): boolean {
  return Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b));
}

/**
 * Numbers that follow each other closely as one: for each the smallest of those that are the same.
 *
 * @param relative Largest difference of neighbours, as part of the larger
 */
export function merged(values: Iterable<number>, relative: number): Map<number, number> {
  const smallest = new Map<number, number>();
  let [first, previous] = [NaN, NaN];
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    if (!agree(value, previous, relative)) first = value;
    smallest.set(value, first);
    previous = value;
  }
  return smallest;
}
