/** The part of pako 2.2.0 that is used; the package brings no types. */
export class Inflate {
  constructor(options: { raw?: boolean; windowBits?: number; chunkSize?: number });
  /** Status of zlib: 0 while all is well. */
  readonly err: number;
  /** Whether the stream has ended, well or badly. */
  readonly ended: boolean;
  /** zlib's stream; `avail_in` bytes of the last chunk lie behind the end. */
  readonly strm: { readonly avail_in: number };
  /** Called with each piece of output. */
  onData: (chunk: Uint8Array) => void;
  push(chunk: Uint8Array): boolean;
}
