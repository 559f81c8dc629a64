/**
 * Header fields that say what a client accepts (RFC 9110, 12.5). Apart from what is negotiated, so
 * that a cold start need not load that.
 *
 * @module
 */

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

/** Media types or codings, and how welcome they are. */
export interface Range {
  readonly type: string;
  readonly quality: number;
}

/** The ranges of an Accept header, or of one that is written alike. */
export function parseAccept(accept: string): readonly Range[] {
  return accept.split(",").map((item) => {
    const [type = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => /^q\s*=/.test(parameter));
    const quality = q === undefined ? 1 : Number(q.slice(q.indexOf("=") + 1));
    return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
  });
}

/** Quality that the most specific matching range gives to a type; 0 when none matches. */
export function qualityOf(type: string, ranges: readonly Range[]): number {
  const wildcard = type.slice(0, type.indexOf("/")) + "/*";
  for (const candidate of [type, wildcard, "*/*"]) {
    const matching = ranges.filter((range) => range.type === candidate);
    if (matching.length > 0) return Math.max(...matching.map((range) => range.quality));
  }
  return 0;
}
