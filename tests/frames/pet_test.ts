import { HeaderError } from "../../lib/errors.ts";
import { deepEqual, ok, throws } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { liesAt, refusedWith, replyTo, theVolume } from "../support/reply.ts";

const PET = "1.2.840.10008.5.1.4.1.1.128";

/** Slices of one bed position or gate. */
function slices(heights: readonly number[], others: Values = {}, firstNumber = 1): Values[] {
  return heights.map((z, k) =>
    sliceAt([-5, 7, z], {
      SOPClassUID: PET,
      Modality: "PT",
      InstanceNumber: firstNumber + k,
      RescaleSlope: 1,
      RescaleIntercept: 0,
      ...others,
    })
  );
}

Deno.test("PET: bed positions that continue each other are one volume", () => {
  const beds = [
    ...slices([12, 16, 20], { AcquisitionTime: "100500", RescaleSlope: 0.5 }),
    ...slices([0, 4, 8], { AcquisitionTime: "100200", RescaleSlope: 0.75 }, 4),
  ];
  const volume = theVolume(replyTo(beds));
  liesAt(volume, [0, 4, 8, 12, 16, 20].map((z) => [-5, 7, z]));
  deepEqual(volume.order, [3, 4, 5, 0, 1, 2]);
  ok(volume.findings.some(({ code }) => code === "rescale-varies"));
});

Deno.test("PET: bed positions that overlap off the grid are refused, not averaged", () => {
  const beds = [...slices([0, 4, 8]), ...slices([11, 15, 19], {}, 4)];
  throws(() => replyTo(beds), refusedWith("irregular-spacing"));
});

Deno.test("PET: slices that two beds share are never stacked on each other", () => {
  const beds = [
    ...slices([0, 4, 8], { AcquisitionTime: "100200" }),
    ...slices([8, 12, 16], { AcquisitionTime: "100500" }, 4),
  ];
  try {
    for (const { geometry: { directions }, sizes } of replyTo(beds).volumes) {
      deepEqual(directions[2], [0, 0, 4]);
      ok(sizes[2]! <= 5);
    }
  } catch (error) {
    ok(error instanceof HeaderError, String(error));
    ok(["duplicate-positions", "incomplete-4d"].includes(error.code), error.code);
  }
});

Deno.test("PET: gates become a fourth axis", () => {
  const gates = [0, 250, 500].flatMap((TriggerTime, gate) =>
    slices([0, 4, 8, 12], { TriggerTime }, 1 + 4 * gate)
  );
  const volume = theVolume(replyTo(gates));
  deepEqual(volume.sizes, [4, 3, 4, 3]);
  deepEqual(volume.geometry.directions[2], [0, 0, 4]);
  deepEqual([volume.axis4?.by, volume.axis4?.values], ["TriggerTime", [0, 250, 500]]);
});

Deno.test("PET: frames of a dynamic study become a fourth axis", () => {
  const times = [5000, 15000].flatMap((FrameReferenceTime, t) =>
    slices([0, 4, 8], { FrameReferenceTime, RescaleSlope: 1 + t }, 1 + 3 * t)
  );
  const volume = theVolume(replyTo(times));
  deepEqual(volume.sizes, [4, 3, 3, 2]);
  deepEqual([volume.axis4?.by, volume.axis4?.values], ["FrameReferenceTime", [5000, 15000]]);
  ok(volume.findings.some(({ code }) => code === "rescale-varies"));
});
