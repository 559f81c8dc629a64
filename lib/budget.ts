/**
 * The budget of one request: everything that it makes the service do, counted against the limits.
 *
 * @module
 */

import { checkLimit, DEFAULT_LIMITS, LIMIT_NAMES, limitExceeded, type Limits } from "./limits.ts";

const MiB = 2 ** 20;

/**
 * Below this output no ratio is worth a refusal: blank slices may be the first that come, and JSON of
 * a hundred slices deflates by a hundred. It follows the bytes sent, as far as deflate goes (1,032 at
 * most), so that only compression within compression meets it.
 */
const FREE_OUTPUT = { least: MiB, perByte: 1000, most: 16 * MiB } as const;

/**
 * Output beyond which a quarter of the ratio counts: it takes half a second, and nothing real is so
 * blank for so long. Headers of equal slices deflate by 70 at most, images by 4.
 */
const LONG_OUTPUT = 128 * MiB;

/** Bytes of output that a byte of input may cost as much as, where compression lies within compression. */
const INPUT_COST = 16;

/**
 * Bytes sent for each object, frame and byte of headers beyond a quarter of what a request may have.
 * Compressed or counted, a few bytes make thousands; the headers that deflate best still take 150
 * bytes an object, and 13 a frame of one that has thousands. Of a header that is kept while it comes,
 * a byte sent may make sixteen.
 */
const BYTES_FOR_EACH = { objects: 100, frames: 30, requestHeaderBytes: 1 / 16 } as const;
const FREE_PART = 0.25;

/** Memory that JSON may take, however short it is. */
const FREE_JSON_MEMORY = 12 * MiB;

/**
 * Memory that JSON may take besides, for a byte of its text. Text of the DICOM JSON Model takes up to
 * four; a short text that takes much more is none.
 */
const JSON_MEMORY_RATIO = 6;

/** Limits on what adds up over a request. */
export type Counted =
  | "bodyBytes"
  | "requestHeaderBytes"
  | "jsonBytes"
  | "jsonMemory"
  | "objects"
  | "frames"
  | "comparisons"
  | "volumes"
  | "segments"
  | "replyBytes";

/** Counts what a request costs. Every method throws `limit-exceeded` where there is too much. */
export class Budget {
  readonly #counts: Partial<Record<Counted, number>> = {};
  #inflatedBytes = 0;
  #deflatedBytes = 0;
  /** Of JSON that was parsed, text within text not again. */
  #parsedBytes = 0;

  /** @param limits What the request may cost */
  constructor(readonly limits: Limits = DEFAULT_LIMITS) {}

  /** How much there was so far. */
  counted(limit: Counted): number {
    return this.#counts[limit] ?? 0;
  }

  /**
   * Counts what adds up.
   *
   * @param amount How much there is more; a negative number gives some back
   */
  count(limit: Counted, amount: number): void {
    const total = this.counted(limit) + amount;
    this.#counts[limit] = total;
    const most = limit === "objects" || limit === "requestHeaderBytes"
      ? this.most(limit)
      : this.limits[limit];
    if (total > most) throw limitExceeded(LIMIT_NAMES[limit], most, total);
  }

  /**
   * How many objects, frames or bytes of headers what was sent may make. Where no bytes were counted,
   * any number.
   */
  most(limit: keyof typeof BYTES_FOR_EACH): number {
    const sent = this.counted("bodyBytes");
    const most = this.limits[limit];
    if (sent === 0 || most === Infinity) return most;
    return Math.min(most, Math.floor(FREE_PART * most + sent / BYTES_FOR_EACH[limit]));
  }

  /**
   * Counts bytes that were inflated, wherever. All of them against the whole body: a thousand small
   * bombs are a large one, and one within another makes the product of their ratios.
   */
  countInflatedBytes(bytes: number): void {
    this.#inflatedBytes += bytes;
    const sent = this.counted("bodyBytes");
    // No byte that was sent is inflated twice: what goes in beyond that was inflated before.
    const output = this.#inflatedBytes + INPUT_COST * Math.max(0, this.#deflatedBytes - sent);
    const { least, perByte, most } = FREE_OUTPUT;
    if (output <= Math.min(Math.max(least, perByte * sent), most)) return;
    const { inflateRatio } = this.limits;
    checkLimit("inflateRatio", Math.ceil(output / sent), this.limits);
    const beyond = output - LONG_OUTPUT;
    if (beyond <= 0) return;
    const ratio = Math.ceil(beyond / (sent - LONG_OUTPUT / inflateRatio));
    checkLimit("inflateRatio", ratio, { inflateRatio: inflateRatio / 4 });
  }

  /** Counts bytes that go into a decompression. */
  countDeflatedBytes(bytes: number): void {
    this.#deflatedBytes += bytes;
    this.countInflatedBytes(0);
  }

  /**
   * Memory that a JSON text may take.
   *
   * @param bytes Length of the text; 0 where it is part of a text that was counted before
   */
  jsonMemoryLeft(bytes: number): number {
    return this.#mostJsonMemory(this.#parsedBytes + bytes) - this.counted("jsonMemory");
  }

  /**
   * Counts what JSON takes in memory, before it is parsed.
   *
   * @param bytes Length of the text; 0 where it is part of a text that was counted before
   * @param memory What its values will take
   */
  countJsonMemory(bytes: number, memory: number): void {
    this.#parsedBytes += bytes;
    this.count("jsonMemory", memory);
    const most = this.#mostJsonMemory(this.#parsedBytes);
    const total = this.counted("jsonMemory");
    if (total > most) throw limitExceeded(LIMIT_NAMES.jsonMemory, most, total);
  }

  #mostJsonMemory(parsedBytes: number): number {
    return Math.min(
      this.limits.jsonMemory,
      FREE_JSON_MEMORY + JSON_MEMORY_RATIO * parsedBytes,
    );
  }
}
