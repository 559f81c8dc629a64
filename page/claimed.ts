/**
 * The header that is to be checked: a file of which only the beginning is read, or a text.
 *
 * @module
 */

import { Budget } from "../lib/budget.ts";
import type { ClaimedHeader } from "../lib/check/claimed_header.ts";
import type { CheckReply } from "../lib/check/mod.ts";
import { HeaderError } from "../lib/errors.ts";
import { ClaimedParts } from "../lib/intake/claimed_parts.ts";
import { feed } from "../lib/intake/feed.ts";
import type { VolumeSizes } from "./protocol.ts";
import { pieceOf } from "./reading.ts";
import { jsonText, niftiFields } from "./shown_form.ts";
import { PAGE_LIMITS } from "./unpacking.ts";

/**
 * Reads a header.
 *
 * @param given A file that begins with one, compressed or not; or the text of one, or numbers as JSON:
 * an affine, or what the service takes
 * @throws {HeaderError} bad-header
 */
export async function claimedHeader(given: Blob | string): Promise<ClaimedHeader> {
  const claimed = new ClaimedParts();
  if (typeof given !== "string") {
    const budget = new Budget(PAGE_LIMITS);
    await feed(
      claimed.partReader(budget, false),
      budget,
      given.size,
      (from, length) => pieceOf(given, from, length),
    );
  } else if (/^\s*[[{]/.test(given)) {
    const numbers = parsed(given);
    if (Array.isArray(numbers)) claimed.take("affine", numbers);
    else claimed.takeDocument(numbers);
  } else claimed.take("header", given);
  return claimed.read();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HeaderError("bad-header", "The text begins like JSON, but is none");
  }
}

/** Indices of the volumes that have the sizes of a header, along the same axes. */
export function volumesLike(
  { sizes }: Pick<ClaimedHeader, "sizes">,
  volumes: readonly VolumeSizes[],
): number[] {
  return volumes.filter((volume) =>
    volume.sizes.filter((_, k) => /^(domain|space)$/.test(volume.kinds[k]!)).join() ===
      sizes?.join()
  ).map(({ index }) => index);
}

/** The right header as text to read, in the form of the given one. */
export function rightText({ header, own }: CheckReply["right"]): string {
  if (!own) return header;
  if ("text" in own) return own.text;
  if ("json" in own) return jsonText(own.json);
  return niftiFields(Uint8Array.from(atob(own.base64), (byte) => byte.charCodeAt(0)));
}
