/**
 * A reply as JSON, written piece by piece.
 *
 * The whole of it need never be one text: a request of a few kilobytes can ask for more than memory
 * holds, and what is too much has to be seen while it is written.
 *
 * @module
 */

import type { Budget } from "./budget.ts";
import { checkLimit } from "./limits.ts";
import type { Headers } from "./reply.ts";
import type { DescribedVolume, FormsOf, VolumeReply } from "./volume_reply.ts";

/** Slices that are written at once. */
const SLICES_AT_ONCE = 500;

/** Characters that are encoded at once. */
const ENCODED_AT_ONCE = 2 ** 18;

/** Characters around the members of the innermost of so many lists. */
const AROUND = {
  2: ["[\n [\n  ".length, "\n ]\n]".length],
  4: ["[\n [\n  [\n   [\n    ".length, "\n   ]\n  ]\n ]\n]".length],
} as const;

/** Bytes that a volume, each of its slices, and each place in its order take at least. */
const LEAST_VOLUME = 2500;
const LEAST_SLICE = 130;
const LEAST_PLACE = 7;

/** How `JSON.stringify` writes the list of a volume's slices where there is none, on a line of its own. */
const NO_SLICES = '\n   "slices": []';

/**
 * The reply as UTF-8, in pieces: what `JSON.stringify(reply, null, 1)` gives, and a line end.
 *
 * @param formsOf Headers of each volume in other formats
 * @param budget Counts what is written
 * @throws {HeaderError} limit-exceeded
 */
export function jsonOfHeaders(
  headers: Headers,
  formsOf: FormsOf,
  budget: Budget,
): Uint8Array<ArrayBuffer>[] {
  const { volumes, refused, skipped } = headers;
  checkLimit("replyBytes", leastBytesOf(volumes), budget.limits);
  const bytes = new Bytes(budget);
  bytes.write("{");
  writeList(
    bytes,
    "volumes",
    volumes.map((volume) => () => writeVolume(bytes, volume, formsOf(volume))),
  );
  bytes.write(",");
  writeList(bytes, "refused", refused.map((entry) => () => bytes.write(indented([entry], 2))));
  bytes.write(",");
  writeList(bytes, "skipped", skipped.map((entry) => () => bytes.write(indented([entry], 2))));
  bytes.write("\n}\n");
  return bytes.end();
}

/** What will take so much need not be begun. */
function leastBytesOf(volumes: readonly DescribedVolume[]): number {
  return volumes.reduce(
    (sum, { sliceCount, placeCount }) =>
      sum + LEAST_VOLUME + LEAST_SLICE * sliceCount + LEAST_PLACE * placeCount,
    0,
  );
}

function writeList(bytes: Bytes, name: string, members: readonly (() => void)[]): void {
  bytes.write(`\n "${name}": [`);
  for (const [n, write] of members.entries()) {
    bytes.write(n === 0 ? "\n  " : ",\n  ");
    write();
  }
  bytes.write(members.length === 0 ? "]" : "\n ]");
}

function writeVolume(bytes: Bytes, volume: DescribedVolume, forms: VolumeReply["forms"]): void {
  if (volume.sliceCount <= SLICES_AT_ONCE) {
    bytes.write(indented([volume.reply(forms)], 2));
    return;
  }
  const text = indented([volume.reply(forms, [])], 2);
  // Line ends within texts are escaped, so that this stands nowhere else.
  const at = text.indexOf(NO_SLICES) + NO_SLICES.length - 1;
  bytes.write(text.slice(0, at));
  for (let start = 0; start < volume.sliceCount; start += SLICES_AT_ONCE) {
    const slices = volume.slices(start, start + SLICES_AT_ONCE);
    bytes.write(`${start === 0 ? "" : ","}\n    `);
    bytes.write(indented(slices, 4));
  }
  bytes.write("\n   ");
  bytes.write(text.slice(at));
}

/** Members of a list that stands so deep in JSON that has a blank for each level. */
function indented(members: readonly unknown[], depth: 2 | 4): string {
  const text = JSON.stringify(depth === 2 ? [members] : [[[members]]], null, 1);
  const [before, behind] = AROUND[depth];
  return text.slice(before, -behind);
}

/** Text as UTF-8, counted as it comes. */
class Bytes {
  readonly #utf8 = new TextEncoder();
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  /** Not encoded yet: many small texts take longer than one. */
  #waiting: string[] = [];
  #waitingLength = 0;

  constructor(private readonly budget: Budget) {}

  write(text: string): void {
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    if (this.#waitingLength >= ENCODED_AT_ONCE) this.#flush();
  }

  /** Everything that was written. */
  end(): Uint8Array<ArrayBuffer>[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    const part = this.#utf8.encode(this.#waiting.join(""));
    this.#waiting = [];
    this.#waitingLength = 0;
    this.budget.count("replyBytes", part.length);
    this.#parts.push(part);
  }
}
