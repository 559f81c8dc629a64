/**
 * Constants that are made when they are first asked for.
 *
 * @module
 */

/** A constant that every start of a program would wait for if its module made it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
