import type { Vector } from "../../lib/geometry/vector.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/reply.ts";
import { fc } from "../support/property.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { collect } from "../support/objects.ts";
import { liesAt, makeReply, replyTo, theVolume } from "../support/reply.ts";

/** Two or three values of what a scanner is set to. */
const SETTINGS: readonly (readonly Values[])[] = [
  [{ EchoTime: 10 }, { EchoTime: 80 }, { EchoTime: 120 }],
  [{ InversionTime: 100 }, { InversionTime: 900 }, { InversionTime: 2000 }],
  [{ RepetitionTime: 500 }, { RepetitionTime: 2500 }, { RepetitionTime: 3000 }],
  [{ FlipAngle: 4 }, { FlipAngle: 24 }, { FlipAngle: 30 }],
  [{ KVP: 80 }, { KVP: 140 }, { KVP: 100 }],
  [{ ConvolutionKernel: "B30f" }, { ConvolutionKernel: "B70f" }, { ConvolutionKernel: "B45" }],
  [{ DiffusionBValue: 0 }, { DiffusionBValue: 1000 }, { DiffusionBValue: 500 }],
  [
    { ImageType: ["ORIGINAL", "PRIMARY", "W"] },
    { ImageType: ["ORIGINAL", "PRIMARY", "F"] },
    { ImageType: ["DERIVED", "SECONDARY"] },
  ],
  [{ Modality: "CT" }, { Modality: "PT" }, { Modality: "NM" }],
  [{ SOPClassUID: "1.2.840.10008.5.1.4.1.1.2" }, { SOPClassUID: "1.2.840.10008.5.1.4.1.1.128" }],
  [{ TemporalPositionIdentifier: 1 }, { TemporalPositionIdentifier: 2 }],
  [{ SequenceName: "*se2d1" }, { SequenceName: "*tse2d1_7" }],
  [{ ScanningSequence: "SE" }, { ScanningSequence: ["GR", "EP"] }],
  [{ ScanOptions: "TP0PC" }, { ScanOptions: "TP25PC" }],
  [{}, { ContrastBolusAgent: "Gd" }],
  [{ PatientID: "1" }, { PatientID: "2" }],
  [{ StudyInstanceUID: "1.2" }, { StudyInstanceUID: "1.3" }],
];

/** A stack along the normal of an oblique plane: exact, by the plane equation. */
const ROW: Vector = [0.8, 0.6, 0];
const COLUMN: Vector = [0, 0, -1];
const NORMAL: Vector = [-0.6, 0.8, 0];
const position = (height: number): Vector => [
  3 + height * NORMAL[0],
  -7 + height * NORMAL[1],
  11 + height * NORMAL[2],
];
const at = (height: number, values: Values): Values =>
  sliceAt(position(height), { ...values, ImageOrientationPatient: [...ROW, ...COLUMN] });

/** Which settings the slices of a volume have. */
const settingsOf = (volume: VolumeReply, sent: readonly Values[], names: readonly string[]) =>
  new Set(
    volume.slices.map(({ given }) =>
      JSON.stringify(names.map((name) => sent[given]![name as keyof Values]))
    ),
  );

Deno.test("stacks of other settings in each other are volumes of their own, whatever the offset", () => {
  fc.assert(
    fc.property(
      fc.record({
        settings: fc.constantFrom(...SETTINGS),
        gap: fc.double({ min: 2, max: 8, noNaN: true }),
        offset: fc.constantFrom(0.5, 0.5, 0.2, 0.31, 0.77),
        count: fc.integer({ min: 3, max: 12 }),
        stacks: fc.integer({ min: 2, max: 3 }),
        seed: fc.integer(),
      }),
      ({ settings, gap, offset, count, stacks, seed }) => {
        const used = settings.slice(0, stacks);
        // Three stacks at thirds, two at any offset.
        const shift = used.length === 3 ? 1 / 3 : offset;
        const sent = used.flatMap((values, n) =>
          [...Array(count).keys()].map((k) => at(gap * (k + n * shift), values))
        );
        const shuffled = sent.map((values, n) => ({ values, key: Math.sin(seed + n * 7919) }))
          .sort((a, b) => a.key - b.key).map(({ values }) => values);
        const names = Object.keys(Object.assign({}, ...used));
        const { volumes, refused } = replyTo(shuffled);
        deepEqual(refused, []);
        equal(volumes.length, used.length);
        for (const volume of volumes) {
          equal(volume.slices.length, count);
          equal(settingsOf(volume, shuffled, names).size, 1);
          near(Math.hypot(...volume.geometry.directions[2]), gap, 1e-9);
          ok(volume.findings.some(({ code }) => code === "slices-between"));
          for (const { given, index: [k] } of volume.slices) {
            const { origin, directions: [, , step] } = volume.geometry;
            const own = shuffled[given]!.ImagePositionPatient as Vector;
            origin.forEach((c, n) => near(c + k * step[n]!, own[n]!, 1e-9));
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("a stack that goes on with another setting is two volumes", () => {
  for (const [a, b] of SETTINGS) {
    const sent = [
      ...[0, 5, 10, 15].map((z) => at(z, a!)),
      ...[20, 25].map((z) => at(z, b!)),
    ];
    const { volumes } = replyTo(sent);
    equal(volumes.length, 2, JSON.stringify(b));
    liesAt(volumes[0]!, [0, 5, 10, 15].map(position));
    liesAt(volumes[1]!, [20, 25].map(position));
  }
});

Deno.test("a slice with another setting in a whole stack is told, with its name and its place", () => {
  for (const [a, b] of SETTINGS) {
    const [name] = Object.keys(b!);
    for (const odd of [5, 2]) {
      const sent = [0, 1, 2, 3, 4, 5].map((k) => at(5 * k, k === odd ? b! : a!));
      const { findings } = theVolume(replyTo(sent));
      const told = findings.find(({ code }) => code === "settings-differ")!;
      deepEqual([told.severity, told.slice], ["warning", odd], name);
      deepEqual(told.attributes, [name === "DiffusionBValue" ? "Diffusion" : name], name);
      ok(told.message.includes(`changes at slice ${odd}`));
    }
  }
  // Two slices are no two stacks.
  const two = [at(0, { EchoTime: 10 }), at(5, { EchoTime: 80 })];
  ok(theVolume(replyTo(two)).findings.some(({ code }) => code === "settings-differ"));
});

Deno.test("what wanders from slice to slice splits nothing, and is not told", () => {
  const random = (k: number): number => Math.abs(Math.sin(k * 12.9898) * 43758.5453) % 1;
  fc.assert(
    fc.property(
      fc.integer({ min: 12, max: 80 }),
      fc.integer({ min: 0, max: 1e6 }),
      fc.constantFrom(0, 1, 2),
      (count, seed, pass) => {
        const heights = [...Array(count).keys()];
        const sent = heights.map((k) =>
          at(3 * k, {
            InstanceNumber: k + 1,
            // Two passes, odd slices before even ones.
            AcquisitionTime: pass === 0 ? `10${10 + k % 2}00` : `1010${10 + k % 50}`,
            AcquisitionNumber: pass === 1 ? 1 + k % 2 : 1 + (k >> 2),
            ContentTime: `1011${10 + Math.floor(40 * random(seed + k))}`,
            TriggerTime: 400 + Math.floor(1000 * random(seed - k)),
            EchoTime: 12.3 + 0.1 * (k % 2),
            RepetitionTime: 800 + 900 * random(seed % 1000 + k),
            XRayTubeCurrent: 100 + Math.floor(300 * random(seed + 2 * k)),
            Exposure: 10 + (k % 3),
            FrameOfReferenceUID: "1.2",
            StudyInstanceUID: `1.2.${k}`,
          })
        );
        const volume = theVolume(replyTo(sent));
        liesAt(volume, heights.map((k) => position(3 * k)));
        // Odd and even slices of two acquisitions may be one stack, or what is left of two.
        deepEqual(
          volume.findings.filter(({ code }) => code === "settings-differ")
            .flatMap(({ attributes }) => attributes),
          pass === 1 ? ["AcquisitionNumber"] : [],
        );
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("trigger times split stacks in each other, not a stack that goes on", () => {
  const sizes = (time: (k: number) => number) =>
    replyTo([...Array(8).keys()].map((k) => at(2.5 * k, { TriggerTime: time(k) })))
      .volumes.map(({ slices }) => slices.length);
  deepEqual(sizes((k) => k % 2 * 400), [4, 4]);
  deepEqual(sizes((k) => k < 4 ? 0 : 400), [8]);
  deepEqual(sizes((k) => 40 * k), [8]);
});

Deno.test("an attribute named as the fourth axis that is none is told where it differs", () => {
  const sent = [0, 1, 2].map((k) =>
    at(3 * k, { AcquisitionNumber: k < 2 ? 1 : 2, TriggerTime: 7 })
  );
  const told = (axis4: string) =>
    theVolume(replyTo(sent, { axis4 })).findings
      .filter(({ code }) => code === "settings-differ")
      .map(({ attributes, slice }) => ({ attributes, slice }));
  deepEqual(told("auto"), []);
  deepEqual(told("triggertime"), []);
  deepEqual(told("acquisitionnumber"), [{ attributes: ["AcquisitionNumber"], slice: 2 }]);
});

Deno.test("what makes no even stacks by itself stays together, and is told", () => {
  // Two of one echo and one of another in turn: neither half is even, or one of them is not.
  for (const odd of [[2, 5], [1, 4, 6], [0, 3, 4, 7]]) {
    const sent = [...Array(8).keys()].map((k) =>
      at(3 * k, { EchoTime: odd.includes(k) ? 80 : 10 })
    );
    const volume = theVolume(replyTo(sent));
    liesAt(volume, [...Array(8).keys()].map((k) => position(3 * k)));
    ok(volume.findings.some(({ code }) => code === "settings-differ"), String(odd));
  }
});

Deno.test("two echoes with two flip angles each are four stacks", () => {
  const sent = [...Array(16).keys()].map((k) =>
    at(2 * k, { EchoTime: 10 + 70 * (k & 1), FlipAngle: 5 + 20 * (k >> 1 & 1) })
  );
  const { volumes } = replyTo(sent);
  deepEqual(volumes.map(({ sizes }) => sizes[2]), [4, 4, 4, 4]);
  for (const volume of volumes) near(Math.hypot(...volume.geometry.directions[2]), 8, 1e-9);
});

Deno.test("lists of times of two echoes in each other are two lists", () => {
  const sent = [0, 1, 2].flatMap((t) =>
    [...Array(8).keys()].map((k) =>
      at(2.5 * k, { EchoTime: 10 + 70 * (k & 1), TemporalPositionIdentifier: t + 1 })
    )
  );
  const { volumes } = replyTo(sent);
  deepEqual(volumes.map(({ sizes }) => sizes.slice(2)), [[4, 3], [4, 3]]);
  for (const volume of volumes) equal(settingsOf(volume, sent, ["EchoTime"]).size, 1);
});

Deno.test("two objects of many frames in each other are two volumes, frames of one object are one", () => {
  const heights = [0, 1, 2, 3].map((k) => 5 * k);
  const objects = [0, 2.5].map((shift, n) =>
    makeEnhanced({
      positions: heights.map((z) => [0, 0, z + shift] as const),
      attributes: { InstanceNumber: n + 1 },
    })
  );
  const { volumes } = makeReply(collect(objects).objects, [], DEFAULT_OPTIONS);
  deepEqual(volumes.map(({ sizes }) => sizes[2]), [4, 4]);
  const one = makeEnhanced({
    positions: [...Array(8).keys()].map((k) => [0, 0, 2.5 * k] as const),
  });
  equal(theVolume(makeReply(collect([one]).objects, [], DEFAULT_OPTIONS)).sizes[2], 8);
  // Behind each other they go on.
  const behind = [0, 20].map((shift, n) =>
    makeEnhanced({
      positions: heights.map((z) => [0, 0, z + shift] as const),
      attributes: { InstanceNumber: n + 1 },
    })
  );
  equal(theVolume(makeReply(collect(behind).objects, [], DEFAULT_OPTIONS)).sizes[2], 8);
});
