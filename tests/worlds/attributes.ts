/**
 * Datasets in the forms in which callers send them.
 *
 * @module
 */

import type { Attributes, Plain, Typed, Value } from "../support/dicom_writer.ts";
import { lookUp } from "../support/dictionary.ts";

/** Attributes of PS3.6 that no other test writes. */
const MORE: Readonly<Record<string, readonly [tag: string, vr: string]>> = {
  ScanOptions: ["00180022", "CS"],
  SequenceName: ["00180024", "SH"],
  ContrastBolusAgentNumber: ["00189337", "US"],
  XRayTubeCurrent: ["00181151", "IS"],
  ConvolutionKernel: ["00181210", "SH"],
  InversionTimes: ["00189079", "FD"],
  MRTimingAndRelatedParametersSequence: ["00189112", "SQ"],
  MRModifierSequence: ["00189115", "SQ"],
  TemporalPositionTimeOffset: ["0020930D", "FD"],
  TemporalPositionSequence: ["00209310", "SQ"],
  NominalPercentageOfCardiacPhase: ["00209241", "FL"],
  EnergyWindowVector: ["00540010", "US"],
  RRIntervalVector: ["00540060", "US"],
  TimeSlotVector: ["00540070", "US"],
};

const isTyped = (value: Value): value is Typed =>
  typeof value === "object" && value !== null && "vr" in value;

const isItems = (value: unknown): value is readonly Attributes[] =>
  Array.isArray(value) && value.length > 0 && typeof value[0] === "object";

const valuesOf = (value: Plain): readonly (string | number)[] =>
  typeof value === "string" || typeof value === "number"
    ? [value]
    : value as readonly (string | number)[];

interface Element {
  readonly keyword: string;
  readonly tag: string;
  readonly vr: string;
  readonly value: Plain;
}

function elementsOf(attributes: Attributes): Element[] {
  return Object.entries(attributes).flatMap(([keyword, value]) => {
    if (value === undefined) return [];
    const [tag, vr] = MORE[keyword] ?? [lookUp(keyword)?.tag, lookUp(keyword)?.vr];
    if (tag === undefined || vr === undefined) throw new Error(`no tag for ${keyword}`);
    const typed = isTyped(value);
    return [{
      keyword,
      tag,
      vr: typed ? value.vr : vr,
      value: typed ? value.value : value as Plain,
    }];
  });
}

/** As the writer of objects takes them: what its table lacks has a tag and a VR. */
export function forWriter(attributes: Attributes): Attributes {
  return Object.fromEntries(
    elementsOf(attributes).map(({ tag, vr, value }) => [
      tag,
      { vr, value: isItems(value) ? value.map(forWriter) : value },
    ]),
  );
}

/** DICOM JSON Model (PS3.18 F.2). */
export function dicomJson(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    elementsOf(attributes).map(({ tag, vr, value }) => [tag, { vr, Value: jsonValues(vr, value) }]),
  );
}

function jsonValues(vr: string, value: Plain): unknown[] {
  if (isItems(value)) return value.map(dicomJson);
  const values = valuesOf(value);
  return ["DS", "IS"].includes(vr) ? values.map(Number) : [...values];
}

/** Keyword to value, as pydicom's users and many a database write it. */
export function keywordJson(attributes: Attributes, asText: boolean): Record<string, unknown> {
  return Object.fromEntries(
    elementsOf(attributes).map(({ keyword, vr, value }) => {
      if (isItems(value)) return [keyword, value.map((item) => keywordJson(item, asText))];
      const numeric = ["DS", "IS"].includes(vr);
      const values = valuesOf(value).map((one) => numeric && !asText ? Number(one) : one);
      if (values.length === 1) return [keyword, values[0]];
      return [keyword, asText && numeric ? values.map(String).join("\\") : values];
    }),
  );
}
