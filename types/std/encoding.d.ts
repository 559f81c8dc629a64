/** Types of `@std/encoding`: the package on npm is JavaScript alone. */

declare module "@std/encoding/hex" {
  /** Two lower-case digits for each byte. */
  export function encodeHex(source: string | Uint8Array | ArrayBuffer): string;
}

declare module "@std/encoding/base64" {
  /** Base64 with padding (RFC 4648, section 4). */
  export function encodeBase64(source: string | Uint8Array | ArrayBuffer): string;
}
