/**
 * `Map.groupBy` for runtimes that do not have it: browsers of before 2024, and Node 20, which Linux
 * distributions still install, and in which the tests run the service, the command line and the npm
 * package.
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
