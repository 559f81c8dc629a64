import { DEFAULT_OPTIONS } from "../../../lib/options/types.ts";
import { deepEqual } from "../../assert.ts";
import { freshUid } from "../../support/dicom_writer.ts";
import { collect } from "../../support/objects.ts";
import { makeReply } from "../../support/reply.ts";
import { makeSegmentation } from "../../support/segmentation.ts";
import { makeSeries } from "../../support/series.ts";

const [SERIES, SPACE] = [freshUid(), freshUid()];

/** Slices of the one series from height 0 on. */
const slices = (thickness: number, count: number) =>
  makeSeries({
    columns: 8,
    rows: 6,
    pixelSpacing: [1, 1],
    first: [0, 0, 0],
    step: [0, 0, thickness],
    count,
    thickness,
    attributes: { SeriesInstanceUID: SERIES, FrameOfReferenceUID: SPACE },
  });

Deno.test("segmentation: of thin and thick slices at the same positions, those it was made on", () => {
  const [thin, thick] = [slices(1, 21), slices(5, 5)];
  for (const images of [thin, thick]) {
    const segments = makeSegmentation({
      // Planes that both have.
      frames: [5, 10, 15].map((z) => [[0, 0, z], 1]),
      frameOfReference: SPACE,
      attributes: {
        ReferencedSeriesSequence: [{
          SeriesInstanceUID: SERIES,
          ReferencedInstanceSequence: images.map(({ sopInstanceUID }) => ({
            ReferencedSOPInstanceUID: sopInstanceUID,
          })),
        }],
      },
    });
    for (const sent of [[...thin, ...thick, segments], [segments, ...thick, ...thin]]) {
      const { objects, skipped } = collect(sent);
      const { volumes } = makeReply(objects, skipped, DEFAULT_OPTIONS);
      const mask = volumes.find(({ segments }) => segments !== undefined)!;
      deepEqual(mask.sizes, [8, 6, images.length]);
      deepEqual(mask.slices.map(({ frame, index: [k] }) => [frame, k]), [
        [0, images === thin ? 5 : 1],
        [1, images === thin ? 10 : 2],
        [2, images === thin ? 15 : 3],
      ]);
    }
  }
});
