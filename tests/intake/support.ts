/** Helpers for tests of containers: entries as they come out, and random cuts of the bytes. */

import { concat } from "@std/bytes/concat";
import { fc } from "../support/property.ts";
import type { HeaderError } from "../../lib/errors.ts";
import { Budget } from "../../lib/budget.ts";
import type { EntrySink, Sink } from "../../lib/intake/sink.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";

/** One entry as it came out of a container. */
export interface Found {
  readonly name: string | undefined;
  bytes: Uint8Array;
  /** `ended`, the code it failed with, or undefined when neither happened. */
  outcome?: string;
}

/** Opens entries that only remember what they are given. */
export class Entries {
  readonly found: Found[] = [];

  open = (name: string | undefined): EntrySink => {
    const entry: Found = { name, bytes: new Uint8Array() };
    this.found.push(entry);
    return {
      push: (chunk) => entry.bytes = concat([entry.bytes, chunk]),
      end: () => entry.outcome = "ended",
      fail: (error: HeaderError) => entry.outcome = error.message,
    };
  };

  /** Names and texts, for entries of text. */
  texts(): [string | undefined, string, string | undefined][] {
    return this.found.map(({ name, bytes, outcome }) => [
      name,
      new TextDecoder().decode(bytes),
      outcome,
    ]);
  }
}

/** Where a body of so many bytes has been counted. */
export function budgetOf({ length }: Uint8Array): Budget {
  const budget = new Budget(DEFAULT_LIMITS);
  budget.count("bodyBytes", length);
  return budget;
}

/** Chunks are lent: whoever keeps one without a copy finds something else in it afterwards. */
function lend(sink: Sink, chunk: Uint8Array): void {
  sink.push(chunk);
  chunk.fill(0xaa);
}

/** Pushes everything, cut into pieces at the given places, and ends. */
export function feed(sink: Sink, bytes: Uint8Array, cuts: readonly number[] = []): void {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])];
  places.sort((a, b) => a - b);
  places.slice(1).forEach((end, k) => lend(sink, bytes.slice(places[k], end)));
  sink.end();
}

/** Pushes byte by byte, and ends. */
export function feedBytewise(sink: Sink, bytes: Uint8Array): void {
  for (let k = 0; k < bytes.length; k++) lend(sink, bytes.slice(k, k + 1));
  sink.end();
}

/** Places to cut at. */
export const cuts: fc.Arbitrary<number[]> = fc.array(fc.nat({ max: 100_000 }), { maxLength: 40 });

/** UTF-8 bytes. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Many arrays, one after the other. */
export function join(...parts: readonly (Uint8Array | string)[]): Uint8Array<ArrayBuffer> {
  const bytes = parts.map((part) => typeof part === "string" ? utf8(part) : part);
  const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of bytes) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
