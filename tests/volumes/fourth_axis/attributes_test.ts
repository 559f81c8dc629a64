import { DEFAULT_OPTIONS } from "../../../lib/options/types.ts";
import type { Common } from "../../../lib/volumes/fourth_axis/search.ts";
import { deepEqual, equal, ok, throws } from "../../assert.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { makeEnhanced } from "../../support/enhanced.ts";
import { collect } from "../../support/objects.ts";
import { makeReply, refusedWith, replyTo, theVolume } from "../../support/reply.ts";

/** Four positions, `count` frames at each; `others` tells frame (k, t) from the rest. */
const frames = (count: number, others: (k: number, t: number) => Values): Values[] =>
  [...Array(count).keys()].flatMap((t) =>
    [0, 1, 2, 3].map((k) => sliceAt([0, 0, 2.5 * k], others(k, t)))
  );

/** The same in an order in which the frames of a volume have no rank in common. */
function mixed(count: number, others: (k: number, t: number) => Values): Values[] {
  const inOrder = frames(count, others);
  // 37 is prime and more than there are frames, so that every place is met once.
  return [...Array(37).keys()].flatMap((n) => inOrder[n * 11 % 37] ?? [])
    .map((values, n) => ({ ...values, InstanceNumber: n + 1 }));
}

Deno.test("what else may differ in one series, whatever the order of the frames", () => {
  const cases: [string, (t: number) => Values, (string | number)[]][] = [
    ["InversionTimes", (t) => ({ InversionTimes: [100 * (t + 1)] }), [100, 200, 300]],
    [
      "ASLContext",
      (t) => ({ ASLContext: ["CONTROL", "LABEL", "M_ZERO_SCAN"][t]! }),
      ["CONTROL", "LABEL", "M_ZERO_SCAN"],
    ],
    [
      "VelocityEncodingDirection",
      (t) => ({ VelocityEncodingDirection: [0, 1, 2].map((axis) => axis === 2 - t ? 1 : 0) }),
      ["0\\0\\1", "0\\1\\0", "1\\0\\0"],
    ],
    [
      "SequenceName",
      (t) => ({ SequenceName: `*ep_b${[0, 50, 400][t]}t` }),
      // Numbered, b50 before b400, as texts sort that count something.
      [1, 2, 3],
    ],
    ["ConvolutionKernel", (t) => ({ ConvolutionKernel: `B${t}f` }), [1, 2, 3]],
  ];
  for (const [by, others, values] of cases) {
    const sent = mixed(3, (_, t) => others(t));
    const volume = theVolume(replyTo(sent));
    deepEqual([volume.axis4!.by, volume.axis4!.values], [by, values]);
    // Each volume holds what its value says, slice by slice.
    for (const { index: [k, t], given } of volume.slices) {
      const { ImagePositionPatient, InstanceNumber: _, ...own } = sent[given]!;
      deepEqual((ImagePositionPatient as number[])[2], 2.5 * k);
      deepEqual(own, { ...own, ...others(t!) });
    }
  }
});

/** Two labels, two phases and two repetitions at each position, in no order at all. */
const perfusion = (values: (label: number, phase: number, repeat: number, k: number) => Values) =>
  mixed(8, (k, t) => values(t & 1, t >> 1 & 1, t >> 2, k));

Deno.test("two attributes split what a third one separates", () => {
  const sent = perfusion((label, phase, repeat) => ({
    PhilipsLabelType: ["CONTROL", "LABEL"][label]!,
    TriggerTime: 300 * (1 + phase),
    TemporalPositionIdentifier: 1 + repeat,
  }));
  const { volumes } = replyTo(sent);
  const contents = volumes.map(({ axis4, sizes, slices, findings }) => {
    deepEqual([sizes, axis4!.by, axis4!.values], [
      [4, 3, 4, 2],
      "TemporalPositionIdentifier",
      [1, 2],
    ]);
    const own = slices.map(({ given, index: [k, t] }) => {
      const { ImagePositionPatient, TemporalPositionIdentifier, ...rest } = sent[given]!;
      deepEqual([ImagePositionPatient, TemporalPositionIdentifier], [[0, 0, 2.5 * k], 1 + t!]);
      return `${rest.PhilipsLabelType} ${rest.TriggerTime}`;
    });
    equal(new Set(own).size, 1);
    const { common } = findings.find(({ code }) => code === "axis4-found")!;
    const said = new Map((common as Common[]).map(({ by, value }) => [by, value]));
    // The vendor's label is a text: CONTROL is number 1, LABEL number 2.
    const label = ["CONTROL", "LABEL"][Number(said.get("PhilipsLabelType")) - 1];
    equal(`${label} ${said.get("TriggerTime")}`, own[0]);
    deepEqual(
      findings.filter(({ code }) => code === "values-numbered").map((
        { by, values },
      ) => [by, values]),
      [["PhilipsLabelType", 2]],
    );
    return own[0];
  });
  deepEqual(contents.toSorted(), ["CONTROL 300", "CONTROL 600", "LABEL 300", "LABEL 600"]);
});

Deno.test("dimension indices order what no attribute tells apart", () => {
  const sent = perfusion((label, phase, repeat, k) => ({
    TriggerTime: 300 * (1 + phase),
    DimensionIndexValues: [k + 1, phase + 1, 9 + repeat, label + 1],
  }));
  const volume = theVolume(replyTo(sent));
  equal(volume.axis4!.by, "DimensionIndexValues");
  ok(volume.findings.some(({ code }) => code === "axis4-unnamed"));
  for (const { index: [k, t], given } of volume.slices) {
    deepEqual(
      [sent[given]!.ImagePositionPatient, sent[given]!.DimensionIndexValues],
      [[0, 0, 2.5 * k], [k + 1, 1 + (t! >> 2), 9 + (t! >> 1 & 1), 1 + (t! & 1)]],
    );
  }
});

Deno.test("instance numbers give no volumes that mix what an attribute keeps apart", () => {
  const untold = perfusion((_, phase) => ({ TriggerTime: 300 * (1 + phase) }));
  throws(() => replyTo(untold), refusedWith("duplicate-positions"));
  const inOrder = frames(4, (k, t) => ({ TriggerTime: t >> 1, InstanceNumber: 1 + k + 4 * t }));
  equal(theVolume(replyTo(inOrder)).axis4!.by, "InstanceNumber");
});

Deno.test("times by rank give no such volumes either", () => {
  // Two phases, of which now one and now the other was taken first.
  const sent = frames(2, (k, t) => ({
    NominalPercentageOfCardiacPhase: 50 * t,
    EchoTime: 5,
    AcquisitionTime: `1000${10 + 2 * k + (k % 2 === 0 ? t : 1 - t)}`,
  }));
  equal(theVolume(replyTo(sent)).axis4!.by, "NominalPercentageOfCardiacPhase");
  deepEqual(theVolume(replyTo(sent)).axis4!.alternatives, []);
});

Deno.test("an array stacked as sent has its own order where nothing else tells", () => {
  const heights = [0, 1, 2, 3].map((k) => 2.5 * k);
  const slow = [0, 1, 2].flatMap(() => heights.map((z) => sliceAt([0, 0, z])));
  const fast = heights.flatMap((z) => [0, 1, 2].map(() => sliceAt([0, 0, z])));
  throws(() => replyTo(slow), refusedWith("duplicate-positions"));
  for (const [sent, sizes] of [[slow, [4, 3, 4, 3]], [fast, [4, 3, 3, 4]]] as const) {
    const volume = theVolume(replyTo(sent, { order: "given" }));
    deepEqual(volume.sizes, sizes);
    deepEqual(volume.order, [...Array(12).keys()]);
    deepEqual([volume.axis4!.by, volume.axis4!.values], ["given", [0, 1, 2]]);
    ok(volume.findings.some(({ code }) => code === "axis4-unnamed"));
  }
  throws(() => replyTo(slow.slice(1), { order: "given" }), refusedWith("duplicate-positions"));
});

Deno.test("a text that is no code is not repeated", () => {
  const sent = (length: number) =>
    frames(2, (k, t) => ({
      SequenceName: `${t}`.repeat(length),
      InstanceNumber: 1 + k + 4 * t,
    }));
  equal(theVolume(replyTo(sent(16))).axis4!.by, "SequenceName");
  equal(theVolume(replyTo(sent(65))).axis4!.by, "InstanceNumber");
});

Deno.test("times that lost a zero on their way through a table", () => {
  const times = ["95958.5", "95959.75", "100001"];
  const volume = theVolume(replyTo(frames(3, (_, t) => ({ AcquisitionTime: times[t]! }))));
  deepEqual([volume.axis4!.by, volume.axis4!.values], ["AcquisitionTime", [0, 1.25, 2.5]]);
});

Deno.test("delays after a trigger rank, as breath holds of single slices have their own", () => {
  for (
    const by of ["NominalCardiacTriggerDelayTime", "NominalRespiratoryTriggerDelayTime"] as const
  ) {
    const delay = (k: number, t: number): number => 40 * t + 1.5 * k * t;
    const sent = mixed(5, (k, t) => ({ [by]: delay(k, t) }));
    const { axis4, slices } = theVolume(replyTo(sent));
    equal(axis4!.by, by);
    for (const { given, index: [k, t] } of slices) equal(sent[given]![by], delay(k!, t!));
  }
});

Deno.test("the largest instance numbers leave room for the frames of an object", () => {
  const positions = [0, 1].flatMap(() => [0, 1, 2].map((k) => [0, 0, 2.5 * k] as const));
  const file = makeEnhanced({ positions, attributes: { InstanceNumber: 2 ** 31 - 1 } });
  const reply = makeReply(collect([file]).objects, [], DEFAULT_OPTIONS);
  deepEqual(theVolume(reply).slices.map(({ frame }) => frame), [0, 1, 2, 3, 4, 5]);
});
