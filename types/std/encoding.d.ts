/** Types of `@std/encoding`: the package on npm is JavaScript alone. */

declare module "@std/encoding/hex" {
  /** Two lower-case digits for each byte. */
  export function encodeHex(source: string | Uint8Array | ArrayBuffer): string;
}
