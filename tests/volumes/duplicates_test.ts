import { deepEqual, equal, ok } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { replyTo, theVolume } from "../support/reply.ts";

/** Two images of each of four slices, under UIDs of their own; both have the slice's number. */
function twice(others: (t: number) => Values = () => ({})): Values[] {
  return [0, 1].flatMap((t) =>
    [0, 1, 2, 3].map((k) =>
      sliceAt([0, 0, 2.5 * k], {
        SOPInstanceUID: `1.2.${t}.${k}`,
        InstanceNumber: k + 1,
        AcquisitionTime: "120000",
        ...others(t),
      })
    )
  );
}

Deno.test("copies under other UIDs are left out, and that is said", () => {
  const volume = theVolume(replyTo(twice()));
  deepEqual(volume.sizes, [4, 3, 4]);
  deepEqual(volume.order, [0, 1, 2, 3]);
  const finding = volume.findings.find(({ code }) => code === "copies-left-out");
  deepEqual(finding?.["given"], [4, 5, 6, 7]);
});

Deno.test("images with one number and one time are no copies if anything else differs", () => {
  const differing: [string, (t: number) => Values][] = [
    ["TemporalPositionIdentifier", (t) => ({ TemporalPositionIdentifier: t + 1 })],
    ["EchoTime", (t) => ({ EchoTime: 5 + 10 * t })],
    ["FlipAngle", (t) => ({ FlipAngle: 5 + 10 * t })],
    ["KVP", (t) => ({ KVP: 80 + 40 * t })],
    ["TriggerTime", (t) => ({ TriggerTime: 30 * t })],
  ];
  for (const [by, others] of differing) {
    const volume = theVolume(replyTo(twice(others)));
    deepEqual(volume.sizes, [4, 3, 4, 2], by);
    equal(volume.axis4!.by, by);
    ok(volume.findings.every(({ code }) => code !== "copies-left-out"), by);
  }
});

Deno.test("images that differ in their diffusion weighting are no copies", () => {
  const volume = theVolume(replyTo(twice((t) => ({
    DiffusionBValue: 1000 * t,
    DiffusionDirectionality: t === 0 ? "NONE" : "DIRECTIONAL",
    ...(t === 0 ? {} : { DiffusionGradientOrientation: [0, 0, 1] }),
  }))));
  deepEqual(volume.axis4!.b, [0, 1000]);
});
