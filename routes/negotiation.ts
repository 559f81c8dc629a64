/**
 * Content negotiation: the reply format and the coding that the client accepts (RFC 9110, 12.5).
 *
 * @module
 */

import type { Format } from "../lib/service.ts";
import { MEDIA_TYPES } from "../lib/written.ts";
import { HttpProblem } from "./problems.ts";

/**
 * The best form for an Accept header.
 *
 * @param accept Value of Accept; absent means that anything will do
 * @param formats What there is, the first where the client does not care
 * @throws {HttpProblem} not-acceptable, listing what there is
 */
export function negotiate(
  accept: string | null | undefined,
  formats: readonly Format[],
): Format {
  const ranges = parseAccept(accept?.trim() || "*/*");
  let best: { format: Format; quality: number } | undefined;
  for (const format of formats) {
    const quality = qualityOf(MEDIA_TYPES[format], ranges);
    if (quality > (best?.quality ?? 0)) best = { format, quality };
  }
  if (best) return best.format;
  const available = formats.map((format) => MEDIA_TYPES[format]);
  throw new HttpProblem(
    "not-acceptable",
    `None of the types in Accept can be served; available: ${available.join(", ")}`,
    { available },
  );
}

/**
 * Quality that an Accept-Encoding header gives to a content coding; 0 where it is not accepted.
 *
 * @param accepted Value of Accept-Encoding; empty means that none was named
 */
export function qualityOfCoding(coding: string, accepted: string): number {
  const ranges = parseAccept(accepted);
  return (ranges.find(({ type }) => type === coding) ?? ranges.find(({ type }) => type === "*"))
    ?.quality ?? 0;
}

/** Whether an Accept header names a type itself, and not by a wildcard alone. */
export function isAccepted(type: string, accept: string | null): boolean {
  return parseAccept(accept ?? "").some((range) => range.type === type && range.quality > 0);
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function parseAccept(accept: string): readonly Range[] {
  return accept.split(",").map((item) => {
    const [type = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => /^q\s*=/.test(parameter));
    const quality = q === undefined ? 1 : Number(q.slice(q.indexOf("=") + 1));
    return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
  });
}

/** Quality that the most specific matching range gives to a type; 0 when none matches. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const wildcard = type.slice(0, type.indexOf("/")) + "/*";
  for (const candidate of [type, wildcard, "*/*"]) {
    const matching = ranges.filter((range) => range.type === candidate);
    if (matching.length > 0) return Math.max(...matching.map((range) => range.quality));
  }
  return 0;
}
