/**
 * Enhanced objects whose frames have a hundred elements each that nobody reads.
 *
 * @module
 */

import { makeEnhanced } from "../../tests/support/enhanced.ts";
import { app } from "../own.ts";
import { withDicomParser } from "../parsers.ts";
import { type Body, post } from "../requests.ts";
import { count, figure, type Table } from "../table.ts";
import { timeAll } from "../timing.ts";
import { seconds, type Settings } from "./section.ts";

/** An enhanced object of so many frames, 110 elements each. */
export function enhancedBody(frames: number): Body {
  const others = Object.fromEntries(Array.from({ length: 100 }, (_, k) => [
    (0x00189a00 + k).toString(16).padStart(8, "0").toUpperCase(),
    { vr: "DS", value: "1.5" },
  ]));
  const { bytes } = makeEnhanced({
    positions: Array.from({ length: frames }, (_, k) => [0, 0, k]),
    groups: "per-frame",
    frame: () => ({ "00189006": { vr: "SQ", value: [others] } }),
    pixelBytes: 0,
  });
  return { bytes: new Uint8Array(bytes), type: "application/dicom" };
}

/** Requests with one such object. */
export async function enhanced(settings: Settings): Promise<readonly Table[]> {
  const rows = [];
  for (const [frames, aim] of [[1000, undefined], [5000, { atMost: 0.2 }]] as const) {
    const body = enhancedBody(frames);
    const { dicomParser, request } = await timeAll({
      dicomParser: () => withDicomParser([body]),
      request: () => post(app.fetch, body),
    }, seconds(6, settings));
    rows.push([
      count(frames),
      figure(body.bytes.length / 2 ** 20, 1),
      figure(request.ratioTo(dicomParser), 2, aim),
      figure(1000 * request.median / frames, 1),
    ]);
  }
  return [{
    caption: "One enhanced object",
    head: ["frames", "MiB", "request, × dicom-parser", "µs a frame"],
    rows,
  }];
}
