/**
 * Content negotiation: the reply format that the client accepts (RFC 9110, 12.5.1).
 *
 * @module
 */

import type { Format } from "../lib/service.ts";
import { MEDIA_TYPES } from "../lib/written.ts";
import { parseAccept, qualityOf } from "./accept.ts";
import { HttpProblem } from "./problems.ts";

/**
 * The best form for an Accept header.
 *
 * @param accept Value of Accept; absent means that anything will do
 * @param formats What there is, the first where the client does not care
 * @throws {HttpProblem} not-acceptable, listing what there is
 */
export function negotiate(accept: string | null | undefined, formats: readonly Format[]): Format {
  const stated = accept?.trim() || "*/*";
  if (stated === "*/*") return formats[0]!;
  const ranges = parseAccept(stated);
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
