import { readFrames } from "../../lib/frames/mod.ts";
import { deepEqual } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";

const placesOf = (others: readonly Values[]): number[] =>
  readFrames(objectsOf(others.map((values) => sliceAt([0, 0, 0], values))))
    .frames.map(({ place }) => place);

Deno.test("readFrames() uses an instance once", () => {
  const echo = { SOPInstanceUID: "1.2.3", InstanceNumber: 1, EchoTime: 5 };
  const { frames, skipped } = readFrames(
    objectsOf([sliceAt([0, 0, 0], echo), sliceAt([0, 0, 0], echo)]),
  );
  deepEqual(frames.map(({ place }) => place), [0]);
  deepEqual(skipped.map(({ given, reason }) => [given, reason]), [[1, "duplicate-instance"]]);
});

Deno.test("readFrames() keeps images apart that an anonymiser gave one UID", () => {
  const differing: Values[] = [
    { InstanceNumber: 2 },
    { AcquisitionTime: "120001" },
    { ImageType: ["ORIGINAL", "PRIMARY", "P"] },
    { TemporalPositionIdentifier: 2 },
    { TemporalPositionIndex: 2 },
    { EffectiveEchoTime: 10 },
    { DoseGridScaling: 0.002 },
    { TriggerTime: 30 },
    { EchoTime: 10 },
    { FlipAngle: 30 },
    { InversionTime: 100 },
    { KVP: 140 },
  ];
  const common: Values = {
    SOPInstanceUID: "1.2.3",
    InstanceNumber: 1,
    AcquisitionTime: "120000",
    ImageType: ["ORIGINAL", "PRIMARY", "M"],
    TemporalPositionIdentifier: 1,
    TriggerTime: 0,
    EchoTime: 5,
    FlipAngle: 15,
    InversionTime: 50,
    KVP: 80,
  };
  for (const values of differing) {
    deepEqual(placesOf([common, { ...common, ...values }]), [0, 1], JSON.stringify(values));
  }
});
