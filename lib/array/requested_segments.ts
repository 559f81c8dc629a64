/**
 * Segments as the caller names them, for an array that holds their labels.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { RequestedSegment } from "../options/types.ts";
import { counted } from "../text.ts";
import { type Finding, warning } from "../volumes/finding.ts";
import { plainText, type WrittenSegment } from "./segments.ts";

/** Highest label: what 16 bits hold, as Segment Number does (PS3.3 C.8.20.2). */
const HIGHEST_LABEL = 65535;

/**
 * The segments to write.
 *
 * @param layers Components of a voxel in the array
 * @throws {HeaderError} bad-option for labels that no voxel can have, or that two segments have
 */
export function requestedSegments(
  segments: readonly RequestedSegment[],
  layers: number,
): WrittenSegment[] {
  const seen = new Set<string>();
  return segments.map(({ labelValue, name, color, layer = 0, ...codes }, index) => {
    if (!Number.isInteger(labelValue) || labelValue < 1 || labelValue > HIGHEST_LABEL) {
      throw refusal(`label values are whole numbers from 1 to ${HIGHEST_LABEL}`);
    }
    if (!Number.isInteger(layer) || layer < 0 || layer >= layers) {
      throw refusal(`the array has ${layers} ${layers === 1 ? "layer" : "layers"}, from 0`);
    }
    if (color && !color.every((part) => part >= 0 && part <= 1)) {
      throw refusal("colors are red, green and blue from 0 to 1");
    }
    const voxels = `${layer} ${labelValue}`;
    if (seen.has(voxels)) throw refusal(`label value ${labelValue} is used twice`);
    seen.add(voxels);
    return {
      segment: {
        number: labelValue,
        label: name,
        color: color,
        category: codes.category,
        type: codes.type,
        typeModifier: codes.typeModifier,
        region: codes.anatomicRegion,
        regionModifier: codes.anatomicRegionModifier,
        algorithmType: undefined,
      },
      id: `Segment_${index + 1}`,
      layer,
      labelValue,
    };
  });
}

/** Names that a header of ASCII cannot hold as they are. */
export function nameFindings(segments: readonly RequestedSegment[]): Finding[] {
  const changed = segments.filter(({ name }) => name !== undefined && plainText(name) !== name);
  if (changed.length === 0) return [];
  return [warning(
    "names-changed",
    `${
      counted(changed.length, "name")
    } of segments lost characters that a header cannot hold: non-ASCII letters, | : ~ ^ \\, or more than 64 characters`,
    { labelValues: changed.map(({ labelValue }) => labelValue) },
  )];
}

function refusal(reason: string): HeaderError {
  return new HeaderError("bad-option", `Option "segments" cannot be used: ${reason}`, {
    option: "segments",
  });
}
