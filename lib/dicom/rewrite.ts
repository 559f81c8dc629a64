/**
 * Writes the elements that the project reads into a small dataset of their own, in the one form
 * that dicom-parser reads without any of its traps: explicit VR, no VR that it takes for a short
 * one, implicit items as UN of undefined length. It also lets the bytes of everything else go.
 *
 * @module
 */

import { entryOfTag } from "./dictionary.ts";
import { lengthWidth, UNDEFINED_LENGTH, vrCode } from "./encoding.ts";
import type { Span } from "./walk.ts";

/** Elements, and the bytes in which they were found. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly spans: readonly Span[];
}

/** Longest value whose length fits into two bytes. */
const MAX_SHORT = 0xffff;
const SEQUENCE_END = 0xfffee0dd;

/**
 * The elements as one dataset in explicit VR. Values keep their byte order, so all sources with
 * binary values must have the same.
 */
export function rewrite(sources: readonly Source[], littleEndian: boolean): Uint8Array {
  const size = sources.flatMap(({ spans }) => spans)
    .reduce((sum, { value, end }) => sum + 12 + end - value + 8, 0);
  const target = new Uint8Array(size);
  const view = new DataView(target.buffer);
  let at = 0;

  const putTag = (tag: number) => {
    view.setUint16(at, tag >>> 16, littleEndian);
    view.setUint16(at + 2, tag & 0xffff, littleEndian);
    at += 4;
  };
  const putVR = (vr: string, offset: number) => view.setUint16(offset, vrCode(vr));

  for (const { bytes, spans } of sources) {
    for (const span of spans) {
      const vr = plainVR(span);
      const delimit = span.items === "implicit" && span.length !== UNDEFINED_LENGTH;
      const length = span.items === "implicit" ? UNDEFINED_LENGTH : span.length;
      putTag(span.tag);
      putVR(vr, at);
      if (lengthWidth(vrCode(vr)) === 2) {
        view.setUint16(at + 2, length, littleEndian);
        at += 4;
      } else {
        view.setUint32(at + 4, length, littleEndian);
        at += 8;
      }
      target.set(bytes.subarray(span.value, span.end), at);
      for (const offset of span.unusualVRs) {
        if (offset >= span.value) putVR("UN", at + offset - span.value);
      }
      at += span.end - span.value;
      if (delimit) {
        putTag(SEQUENCE_END);
        at += 4;
      }
    }
  }
  return target.slice(0, at);
}

/** A VR that says the same and has a length field as dicom-parser expects it. */
function plainVR(span: Span): string {
  if (span.items !== undefined) return span.items === "explicit" ? "SQ" : "UN";
  const unusual = span.unusualVRs.some((offset) => offset < span.value);
  const vr = span.vr === "" || span.vr === "UN" ? entryOfTag(span.tag)!.vr : span.vr;
  const fits = vr !== "SQ" && (lengthWidth(vrCode(vr)) === 4 || span.length <= MAX_SHORT);
  return !unusual && fits ? vr : "UN";
}
