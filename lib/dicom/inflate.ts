/**
 * Inflates the deflated part of an object (PS3.5 A.5) no further than its header reaches.
 *
 * @module
 */

// @ts-types="pako"
import { Inflate } from "pako/browser/inflate";
import { GrowingBytes } from "../growing_bytes.ts";
import { DEFAULT_LIMITS, limitExceeded, type ObjectLimits } from "../limits.ts";

/**
 * Deflated bytes at a time: at the greatest ratio of the format, 1032, they become 128 KiB, by which
 * blank pixels behind a header are inflated with it.
 */
const SLICE = 128;

/** Bytes of output at a time. */
const PIECE = 4096;

/** Of zlib: all that can be inflated comes out at once. */
const SYNC_FLUSH = 2;

/** Bytes of a header that are inflated: deflated, they take a hundredth of what a plain one has to send. */
const LONGEST = 16 * 1024 * 1024;

/** Below this size of the result no ratio is suspicious: it costs nothing. */
const HARMLESS = 1024 * 1024;

/**
 * Inflates a raw deflate stream, perhaps cut or damaged, until `enough` is content with the result.
 * `enough` is asked each time the result has doubled, and at the end.
 *
 * @returns what was inflated
 * @throws {HeaderError} `limit-exceeded` when the result grows too long, or too fast
 */
export function inflateUntil(
  deflated: Uint8Array,
  enough: (inflated: Uint8Array) => boolean,
  { headerBytes, inflateRatio }: ObjectLimits = DEFAULT_LIMITS,
): Uint8Array {
  const longest = Math.min(headerBytes, LONGEST);
  const inflated = new GrowingBytes();
  const inflate = new Inflate({ raw: true, chunkSize: PIECE });
  inflate.onData = (chunk) => inflated.add(chunk);
  let askAgain = 1;
  for (let at = 0; at < deflated.length; at += SLICE) {
    const consumed = Math.min(at + SLICE, deflated.length);
    inflate.push(deflated.subarray(at, consumed), SYNC_FLUSH);
    const size = inflated.length;
    if (size >= askAgain) {
      if (enough(inflated.bytes)) break;
      askAgain = 2 * size;
    }
    if (size > HARMLESS && size > inflateRatio * consumed) {
      throw limitExceeded("inflate ratio", inflateRatio, Math.round(size / consumed));
    }
    if (size > longest) throw limitExceeded("header bytes per object", longest);
    // At its end, or damaged here: what came before is still right.
    if (inflate.ended) break;
  }
  return inflated.bytes;
}
