/**
 * Errors for requests of which no volume is left to speak of.
 *
 * @module
 */

import type { ErrorCode } from "../codes/errors.ts";
import { HeaderError } from "../errors.ts";
import type { Frames } from "../frames/mod.ts";
import { counted } from "../text.ts";
import { identityOfFrames } from "./series.ts";
import type { Refusal } from "./volume.ts";

/** Why there is not one header: the reason of the first that failed. */
export function nothingLeft(
  refused: readonly Refusal[],
  { frameless, skipped }: Frames,
): HeaderError {
  const [refusal] = refused;
  if (refusal) {
    const { code, message, details } = refusal.error;
    const all = refused.length > 1
      ? {
        refused: refused.map(({ error, frames }) => ({
          code: error.code,
          message: error.message,
          ...identityOfFrames(frames),
        })),
      }
      : {};
    const identity = identityOfFrames(refusal.frames);
    return new HeaderError(code, message, { ...details, ...identity, ...all, skipped });
  }
  const reason = frameless[0] ?? skipped[0];
  if (!reason) {
    return new HeaderError("empty-request", "the request has no objects", { help: SEND_OBJECTS });
  }
  return new HeaderError(reason.reason as ErrorCode, reason.message, {
    ...(reason.reason === "not-dicom" ? { help: SEND_OBJECTS } : {}),
    ...reason.details,
    skipped,
  });
}

const SEND_OBJECTS = "at least one DICOM file, or its header as JSON";

/** Why there is no volume of an index. */
export function noSuchVolume(index: number, volumes: number): HeaderError {
  return new HeaderError(
    "no-such-volume",
    `there is no volume ${index}: ${counted(volumes, "volume")}, counted from 0`,
    { volumes },
  );
}
