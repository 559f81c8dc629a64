/**
 * What is made when it is first asked for, and kept.
 *
 * @module
 */

/** A constant that every start of a program would wait for if its module made it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The value of a key; one that is missing is made and kept. */
export function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) known.set(key, value = make());
  return value;
}
