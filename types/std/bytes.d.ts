/** Types of `@std/bytes`: the package on npm is JavaScript alone. */

declare module "@std/bytes/concat" {
  /** All parts one after the other, always in memory of their own. */
  export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer>;
}
