/**
 * `Map.groupBy` for runtimes that do not have it yet: Node 20, browsers of before 2024.
 *
 * @module
 */

/** Items by key; keys in the order in which they first appear. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
