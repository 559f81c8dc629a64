/**
 * Files into an intake, no further than it takes to know their headers.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { Budget } from "../budget.ts";
import type { EntrySink } from "./sink.ts";

/** First bytes of a file that are read; most headers of single slices fit. */
export const FIRST_PIECE: number = 16 * 1024;
/** Longest piece that is read at once; archives are read in such pieces. */
const LONGEST_PIECE = 4 * 2 ** 20;

/** Reads bytes of a file: as many as are asked for, fewer at its end, none behind it. */
export type ReadPiece = (from: number, length: number) => Promise<Uint8Array>;

/**
 * Feeds a file to the sink of its entry, until the sink is settled. What cannot be read is listed.
 *
 * @param sink Takes the file
 * @param budget Counts what is read
 * @param size Length of the file in bytes, as far as it is known
 * @param read Reads it
 * @throws {HeaderError} when the request cannot go on
 */
export async function feed(
  sink: EntrySink,
  budget: Budget,
  size: number,
  read: ReadPiece,
): Promise<void> {
  let at = 0;
  while (!sink.settled) {
    const length = Math.min(Math.max(FIRST_PIECE, at), LONGEST_PIECE);
    const piece = await read(at, length).catch(() => undefined);
    if (!piece) return sink.fail(new HeaderError("bad-request", "The file cannot be read"));
    if (piece.length === 0) break;
    budget.count("bodyBytes", piece.length);
    sink.push(piece);
    at += piece.length;
  }
  if (size > at) sink.pass?.(size - at);
  sink.end();
}
