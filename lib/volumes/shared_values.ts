/**
 * Positions that belong together because they have values in common.
 *
 * @module
 */

/**
 * Positions that share a value, directly or through others, are one set.
 *
 * @param places Position of each value
 * @param count How many positions there are
 * @returns For each position the number of its set
 */
export function setsOf(
  values: readonly unknown[],
  places: readonly number[],
  count: number,
): readonly number[] {
  const parents = Array.from({ length: count }, (_, k) => k);
  const rootOf = (k: number): number => {
    while (parents[k] !== k) k = parents[k] = parents[parents[k]!]!;
    return k;
  };
  const seen = new Map<unknown, number>();
  for (const [n, value] of values.entries()) {
    const k = rootOf(places[n]!);
    const known = seen.get(value);
    if (known === undefined) seen.set(value, k);
    else parents[k] = rootOf(known);
  }
  return parents.map((_, k) => rootOf(k));
}
