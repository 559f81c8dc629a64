import type { HeaderError } from "../../../lib/errors.ts";
import type { VolumeReply } from "../../../lib/reply.ts";
import { fc } from "../../support/property.ts";
import { deepEqual, equal, match, near, ok, throws } from "../../assert.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { refusedWith, replyTo, theVolume } from "../../support/reply.ts";

/** What a frame of time t and energy e says; one or two attributes change. */
type Said = (t: number, e: number) => Values;

const WORDS: readonly Said[] = [
  (t) => ({ TemporalPositionIdentifier: t + 1 }),
  (t) => ({ TemporalPositionIndex: t + 1 }),
  (t) => ({ AcquisitionNumber: t + 1 }),
  (t) => ({ EchoTime: 5 + 7 * t }),
  (t) => ({ NominalPercentageOfCardiacPhase: 10 * t }),
  (t) => ({ AcquisitionTime: `10${10 + t}00` }),
  (t) => ({ TriggerTime: 100 * t }),
  (t) => ({ DiffusionBValue: 500 * t }),
  (t, e) => ({ KVP: 80 + 60 * e, AcquisitionNumber: t + 1 }),
  (t, e) => ({ DiffusionBValue: 500 + 500 * e, FlipAngle: 5 + 20 * t }),
  (t, e) => ({ EchoTime: 5 + 7 * e, TemporalPositionIdentifier: t + 1 }),
  (t, e) => ({ KVP: 80 + 60 * e, TemporalPositionIdentifier: t + 1, FlipAngle: 10 }),
];

interface World {
  readonly sent: readonly Values[];
  /** Which frame is of which time and energy, as sent. */
  readonly truth: readonly { readonly k: number; readonly t: number; readonly e: number }[];
  readonly complete: boolean;
}

/** A grid of positions, times and energies, from which as many frames lack at every position. */
const worlds: fc.Arbitrary<World> = fc.record({
  said: fc.constantFrom(...WORDS),
  slices: fc.integer({ min: 2, max: 6 }),
  times: fc.integer({ min: 2, max: 5 }),
  lost: fc.integer({ min: 0, max: 1 }),
  numbers: fc.constantFrom("volumes", "slices", "random"),
  seed: fc.integer({ min: 1, max: 1e6 }),
}).map(({ said, slices, times, lost, numbers, seed }) => {
  const random = (n: number): number => Math.abs(Math.sin((seed + n) * 12.9898) * 43758.5453) % 1;
  const energies = said.length > 1 ? 2 : 1;
  const cells = [...Array(slices).keys()].flatMap((k) => {
    const own = [...Array(times).keys()].flatMap((t) =>
      [...Array(energies).keys()].map((e) => ({ k, t, e }))
    );
    // More are left than are lost, so that what is there still says what it belongs to.
    const taken = own.length > 2 * lost ? lost : 0;
    const at = Math.floor(random(k) * own.length);
    return own.filter((_, n) => n < at || n >= at + taken);
  });
  const volume = ({ t, e }: { t: number; e: number }): number => t * energies + e;
  const order = cells.map((cell, n) => ({
    cell,
    key: numbers === "volumes"
      ? volume(cell) * slices + cell.k
      : numbers === "slices"
      ? cell.k * times * energies + volume(cell)
      : random(1000 + n),
  })).sort((a, b) => a.key - b.key).map(({ cell }) => cell);
  return {
    truth: order,
    sent: order.map(({ k, t, e }, n) =>
      sliceAt([0, 0, 3 * k], { ...said(t, e), InstanceNumber: n + 1 })
    ),
    complete: cells.length === slices * times * energies,
  };
});

/** Times and energies that each volume of a reply holds. */
const contentsOf = (volumes: readonly VolumeReply[], { truth }: World): number[] =>
  volumes.flatMap(({ slices }) => {
    const own = new Map<number, Set<string>>();
    for (const { given, index } of slices) {
      const t = index[1] ?? 0;
      const seen = own.get(t) ?? new Set();
      own.set(t, seen.add(`${truth[given]!.t} ${truth[given]!.e}`));
    }
    return [...own.values()].map(({ size }) => size);
  });

Deno.test("a fourth axis with holes mixes no times and no energies, with axis4=none neither", () => {
  fc.assert(
    fc.property(worlds, fc.constantFrom("auto", "none"), (world, axis4) => {
      const { sent, truth, complete } = world;
      let volumes: readonly VolumeReply[];
      try {
        ({ volumes } = replyTo(sent, { axis4 }));
      } catch (error) {
        const { code } = error as HeaderError;
        ok(!complete, `a complete grid is refused: ${(error as Error).message}`);
        ok(["incomplete-4d", "missing-slices", "duplicate-positions"].includes(code), code);
        return;
      }
      deepEqual(contentsOf(volumes, world).filter((size) => size !== 1), []);
      for (const { slices, geometry: { origin, directions: [, , step] } } of volumes) {
        for (const { given, index: [k] } of slices) {
          near(origin[2] + k * step[2], 3 * truth[given]!.k, 1e-9);
        }
      }
    }),
    { numRuns: 600 },
  );
});

const positions = (said: readonly (readonly Values[])[]): Values[] =>
  said.flatMap((here, k) => here.map((values) => sliceAt([0, 0, 3 * k], values)))
    .map((values, n) => ({ ...values, InstanceNumber: n + 1 }));

Deno.test("times that lack at one slice each are refused by name, or come apart", () => {
  const time = (t: number): Values => ({ TemporalPositionIdentifier: t });
  const sent = positions([[time(1), time(2)], [time(1), time(3)]]);
  throws(
    () => replyTo(sent),
    refusedWith("incomplete-4d", /3 values of TemporalPositionIdentifier, but 2 of 6 combinations/),
  );
  const { volumes } = replyTo(sent, { axis4: "none" });
  deepEqual(volumes.map(({ slices }) => slices.map(({ given }) => given)), [[0, 2], [1], [3]]);
});

Deno.test("trigger times of which each slice lacks another are paired by no rank", () => {
  const time = (ms: number): Values => ({ TriggerTime: ms });
  // The first volume has no slice 0, the last no slice 1: by rank, 50 ms would be two volumes.
  const sent = positions([[time(50), time(100)], [time(0), time(50)]]);
  for (const axis4 of ["auto", "TriggerTime"]) {
    throws(() => replyTo(sent, { axis4 }), refusedWith("incomplete-4d", /TriggerTime/));
  }
  const { volumes } = replyTo(sent, { axis4: "none" });
  deepEqual(volumes.map(({ slices }) => slices.map(({ given }) => given)), [[2], [0, 3], [1]]);
  // A heart of about half the rate has nearly every second time, at another rank.
  const cine = positions([[0, 196, 392], [0, 400, 800]].map((times) => times.map(time)));
  deepEqual(theVolume(replyTo(cine)).axis4!.by, "TriggerTime");
});

Deno.test("b-values with holes mix no trigger times with axis4=none", () => {
  const at = (ms: number, b: number): Values => ({ TriggerTime: ms, DiffusionBValue: b });
  const sent = positions([
    [at(0, 1000), at(0, 500), at(50, 500)],
    [at(50, 1000), at(50, 500)],
    [at(0, 1000), at(0, 500), at(50, 500)],
    [at(0, 1000), at(50, 1000), at(50, 500)],
  ]);
  throws(() => replyTo(sent, { axis4: "none" }), refusedWith("duplicate-positions"));
});

Deno.test("repeated weightings are not paired across trigger times of which each slice lacks one", () => {
  const cells = (...times: number[]): Values[] =>
    [500, 2000].flatMap((b) => times.map((ms) => ({ TriggerTime: ms, DiffusionBValue: b })));
  // 100 ms is at both slices, 50 ms at one, 0 ms at the other.
  for (const order of ["position", "given"] as const) {
    const sent = positions([cells(50, 100), cells(100, 0)]);
    throws(() => replyTo(sent, { order }), refusedWith("duplicate-positions"));
  }
  // A trigger that jitters lacks nothing.
  const { axis4, slices } = theVolume(replyTo(positions([cells(0, 100), cells(2, 100)])));
  equal(axis4!.by, "Diffusion");
  deepEqual(slices.map(({ given }) => given), [0, 4, 1, 5, 2, 6, 3, 7]);
});

Deno.test("frames that uneven=split takes apart where they lie alone say what they mix", () => {
  const b = (DiffusionBValue: number): Values => ({ DiffusionBValue });
  const sent = positions([[b(500), b(2000)], [b(500)], [b(2000)], [b(500)]]);
  const { volumes } = replyTo(sent, { axis4: "none", uneven: "split" });
  const mixed = volumes.filter(({ slices }) =>
    new Set(slices.map(({ given }) => sent[given]!.DiffusionBValue)).size > 1
  );
  equal(mixed.length, 1);
  deepEqual(
    mixed[0]!.findings.filter(({ code }) => code === "settings-differ")
      .map(({ attributes }) => attributes),
    [["Diffusion"]],
  );
});

Deno.test("two attributes that together have holes are both named", () => {
  const all = [80, 140].flatMap((KVP) => [1, 2, 3].map((n) => ({ KVP, AcquisitionNumber: n })));
  const sent = positions([0, 1, 2].map((k) => all.toSpliced(2 * k, 1)));
  throws(() => replyTo(sent), (error) => {
    const { code, details, message } = error as HeaderError;
    equal(code, "incomplete-4d");
    match(message, /6 values of KVP and AcquisitionNumber, but 3 of 18 combinations/);
    match(String(details.help), /^axis4=none/);
    return true;
  });
});

Deno.test("what differs without making volumes is told where numbers make them", () => {
  // Window names that follow no order: each of four frames has one of two.
  const sent = positions(
    [0, 1, 2].map((k) => [0, 1, 2, 3].map((t) => ({ AcquisitionTime: `1010${10 + (t + k) % 2}` }))),
  );
  const { findings, axis4 } = theVolume(replyTo(sent));
  equal(axis4!.by, "InstanceNumber");
  const told = findings.find(({ code }) => code === "axis4-unnamed")!;
  deepEqual(told.differing, ["AcquisitionTime"]);
  ok(!told.message.includes("only"));
  const plain = positions([0, 1, 2].map(() => [{}, {}]));
  match(
    theVolume(replyTo(plain)).findings.find(({ code }) => code === "axis4-unnamed")!.message,
    /only their instance or frame numbers differ/,
  );
});

Deno.test("phases that Scan Options alone tell apart are an axis", () => {
  const sent = positions(
    [0, 1, 2].map(() => ["TP0PC", "TP25PC"].map((ScanOptions) => ({ ScanOptions }))),
  );
  const { axis4, sizes } = theVolume(replyTo(sent));
  deepEqual([sizes, axis4!.by, axis4!.values], [[4, 3, 3, 2], "ScanOptions", [1, 2]]);
});
