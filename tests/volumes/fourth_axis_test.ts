import { fc } from "../support/property.ts";
import { HeaderError } from "../../lib/errors.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, match, near, ok, throws } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { makeReply } from "../support/reply.ts";

/** Four positions, `count` frames at each; `others` tells frame (k, t) from the rest. */
function frames(count: number, others: (k: number, t: number) => Values): Values[] {
  return [...Array(count).keys()].flatMap((t) =>
    [0, 1, 2, 3].map((k) =>
      sliceAt([0, 0, 2.5 * k], { InstanceNumber: 1 + k + 4 * t, ...others(k, t) })
    )
  );
}

function volumesOf(
  datasets: readonly Values[],
  options: Partial<HeaderOptions> = {},
): VolumeReply[] {
  const { volumes, refused } = makeReply(objectsOf(datasets), [], {
    ...DEFAULT_OPTIONS,
    ...options,
  });
  deepEqual(refused, []);
  return [...volumes];
}

const axisOf = (datasets: readonly Values[], options: Partial<HeaderOptions> = {}) =>
  volumesOf(datasets, options)[0]!.axis4!;

const refusal = (code: string) => (error: unknown): boolean =>
  error instanceof HeaderError && error.code === code;

Deno.test("axis 4: temporal positions come with the times at which they were taken", () => {
  const axis = axisOf(frames(3, (k, t) => ({
    TemporalPositionIdentifier: t + 1,
    // Slices of a volume are taken one after the other; volumes start at 0, 4.2 and 9 s.
    AcquisitionTime: `1200${(10 + [0, 4.2, 9][t]! + 0.1 * k).toFixed(2).padStart(5, "0")}`,
  })));
  deepEqual([axis.by, axis.unit, axis.values], ["TemporalPositionIdentifier", "s", [0, 4.2, 9]]);
});

Deno.test("axis 4: temporal positions without times count, or follow Temporal Resolution", () => {
  const counted = axisOf(frames(2, (_, t) => ({ TemporalPositionIdentifier: t + 1 })));
  deepEqual([counted.unit, counted.values], ["", [1, 2]]);
  const timed = axisOf(frames(3, (_, t) => ({
    TemporalPositionIdentifier: t + 1,
    TemporalResolution: 1500,
  })));
  deepEqual([timed.unit, timed.values], ["ms", [0, 1500, 3000]]);
});

Deno.test("axis 4: acquisition times that differ from slice to slice are matched by rank", () => {
  const axis = axisOf(frames(3, (k, t) => ({ AcquisitionTime: `1200${10 + 5 * t + k}` })));
  deepEqual([axis.by, axis.unit, axis.values], ["AcquisitionTime", "s", [0, 5, 10]]);
});

Deno.test("axis 4: trigger times that jitter in a few frames are matched by rank, lost phases not", () => {
  const phases = (times: (k: number) => readonly number[]) =>
    frames(4, (k, t) => ({ TriggerTime: times(k)[t]! }));
  // The heart was slower by a thousandth at the third slice.
  const axis = axisOf(phases((k) => k === 2 ? [0, 40, 81, 121] : [0, 40, 80, 120]));
  deepEqual([axis.by, axis.unit, axis.values], ["TriggerTime", "ms", [0, 40, 80, 120]]);
  // As many at each position, but not the same ones: 120 would stand for 80.
  const lost = phases((k) => k === 2 ? [0, 40, 120, 160] : [0, 40, 80, 160]);
  throws(() => volumesOf(lost), refusal("incomplete-4d"));
});

Deno.test("axis 4: times of day go on at midnight", () => {
  const whole = axisOf(frames(3, (_, t) => ({
    AcquisitionTime: ["235950", "235959", "000009.5"][t]!,
  })));
  deepEqual(whole.values, [0, 9, 19.5]);
  // The second volume is under way at midnight: 23:59:58, 23:59:59, 00:00:00, 00:00:01.
  const byRank = volumesOf(frames(2, (k, t) => ({
    AcquisitionTime: [["235948", "235949", "235950", "235951"], [
      "235958",
      "235959",
      "000000",
      "000001",
    ]][t]![k]!,
  })))[0]!;
  deepEqual(byRank.axis4!.values, [0, 10]);
  deepEqual(byRank.order, [0, 1, 2, 3, 4, 5, 6, 7]);
  // Nine in the morning and five in the evening are what they say.
  const sameDay = axisOf(frames(2, (_, t) => ({ AcquisitionTime: ["090000", "170000"][t]! })));
  deepEqual(sameDay.values, [0, 8 * 3600]);
});

Deno.test("axis 4: the error counts the slices of all volumes", () => {
  // Half a thousandth of a millimetre off in the second volume alone: one position, and true to be told.
  const datasets = frames(2, (_, t) => ({ EchoTime: 5 + 5 * t })).map((values, n) =>
    n === 6 ? { ...values, ImagePositionPatient: [0.0005, 0, 5] } : values
  );
  equal(volumesOf(datasets)[0]!.fit.maxError, 0.0005);
});

Deno.test("axis 4: echoes are echoes, although they are taken at different times", () => {
  const axis = axisOf(
    frames(2, (_, t) => ({ EchoTime: [5.19, 7.65][t]!, AcquisitionTime: `12000${t}` })),
  );
  deepEqual([axis.by, axis.unit, axis.values], ["EchoTime", "ms", [5.19, 7.65]]);
  ok(axis.alternatives.some(({ by, count }) => by === "AcquisitionTime" && count === 2));
});

Deno.test("axis 4: magnitude and phase are volumes of their own", () => {
  const volumes = volumesOf(frames(2, (_, t) => ({
    ImageType: ["ORIGINAL", "PRIMARY", t === 0 ? "M" : "P"],
  })));
  deepEqual(volumes.map(({ sizes, axis4 }) => [sizes, axis4]), [[[4, 3, 4], undefined], [
    [4, 3, 4],
    undefined,
  ]]);
});

Deno.test("axis 4: two attributes make a volume of each echo with its own time axis", () => {
  const volumes = volumesOf(frames(6, (_, t) => ({
    EchoTime: 10 + 20 * (t % 2),
    TemporalPositionIdentifier: 1 + (t >> 1),
  })));
  deepEqual(volumes.map(({ sizes }) => sizes), [[4, 3, 4, 3], [4, 3, 4, 3]]);
  deepEqual(volumes.map(({ axis4 }) => axis4!.by), Array(2).fill("TemporalPositionIdentifier"));
});

Deno.test("axis 4: when only instance numbers differ, that is what is said", () => {
  const [volume] = volumesOf(frames(3, () => ({})));
  deepEqual([volume!.axis4!.by, volume!.axis4!.values], ["InstanceNumber", [0, 1, 2]]);
  ok(
    volume!.findings.some(({ code, severity }) =>
      code === "axis4-unnamed" && severity === "warning"
    ),
  );
});

Deno.test("axis 4: a grid with a hole is refused with the hole, or comes apart on request", () => {
  const holed = frames(3, (_, t) => ({ EchoTime: 20 + t })).filter((_, n) => n !== 6);
  throws(() => volumesOf(holed), (error) => {
    ok(refusal("incomplete-4d")(error));
    const { by, holes } = (error as HeaderError).details;
    deepEqual([by, holes], ["EchoTime", [{ slice: 2, value: 21 }]]);
    return true;
  });
  const { volumes, refused } = makeReply(objectsOf(holed), [], {
    ...DEFAULT_OPTIONS,
    axis4: "none",
  });
  deepEqual(volumes.map(({ sizes }) => sizes), [[4, 3, 4], [4, 3, 4]]);
  deepEqual(refused.map(({ code }) => code), ["missing-slices"]);
});

Deno.test("axis 4: frames that nothing tells apart are refused", () => {
  const same = frames(2, () => ({ InstanceNumber: 1 }));
  throws(() => volumesOf(same), refusal("duplicate-positions"));
});

Deno.test("axis4=none: every volume is three-dimensional; a name picks the attribute", () => {
  const both = frames(2, (_, t) => ({ EchoTime: 20 + t, FlipAngle: 90 - t }));
  deepEqual(volumesOf(both, { axis4: "none" }).map(({ sizes }) => sizes), [[4, 3, 4], [4, 3, 4]]);
  deepEqual(axisOf(both, { axis4: "flipangle" }).values, [89, 90]);
  throws(() => volumesOf(both, { axis4: "KVP" }), (error) => {
    ok(refusal("no-such-axis")(error));
    ok(/EchoTime.*FlipAngle/.test((error as HeaderError).message));
    return true;
  });
});

/** The error for a name, over four positions with `count` frames each. */
function refusalOf(axis4: string, datasets: readonly Values[]): HeaderError {
  try {
    volumesOf(datasets, { axis4 });
  } catch (error) {
    ok(error instanceof HeaderError, String(error));
    return error;
  }
  throw new Error(`axis4=${axis4} was taken`);
}

Deno.test("axis4=NAME: an attribute that is not enough says what it leaves together", () => {
  // Two echoes of three times.
  const both = frames(6, (_, t) => ({
    EchoTime: 10 + 20 * (t % 2),
    TemporalPositionIdentifier: 1 + (t >> 1),
  }));
  const { code, message, details } = refusalOf("EchoTime", both);
  equal(code, "duplicate-positions");
  equal(
    message,
    "EchoTime alone does not separate the frames: it has 2 values, and up to 3 frames at one position share a value",
  );
  deepEqual([details["values"], details["together"], details["frames"]], [2, 3, 24]);
  equal(details["help"], "axis4=auto for 2 volumes along TemporalPositionIdentifier");
  equal(volumesOf(both).length, 2);
  equal(refusalOf("TemporalPositionIdentifier", both).details["together"], 2);
});

Deno.test("axis4=NAME: an attribute with holes says where they are, as axis4=auto does", () => {
  const holed = frames(3, (_, t) => ({ EchoTime: 20 + t, InstanceNumber: 1 }))
    .filter((_, n) => n !== 6);
  const { code, details } = refusalOf("echotime", holed);
  deepEqual([code, details["by"], details["holes"]], [
    "incomplete-4d",
    "EchoTime",
    [{ slice: 2, value: 21 }],
  ]);
  equal(details["help"], "axis4=none for one volume per value");
  // Where another attribute has no holes, that one helps.
  const other = frames(3, (k, t) => ({
    EchoTime: 20 + t + (k === 2 && t === 1 ? 0.2 : 0),
    FlipAngle: 90 - t,
  }));
  const named = refusalOf("EchoTime", other);
  deepEqual([named.code, named.details["holeCount"]], ["incomplete-4d", 4]);
  match(String(named.details["help"]), /^axis4=auto for 1 volume along FlipAngle/);
});

Deno.test("axis4=NAME: an attribute that is absent, or the same everywhere, is none", () => {
  const some = frames(2, (k, t) => ({
    EchoTime: 20 + t,
    RepetitionTime: 2000,
    ...(k === 0 && t === 1 ? {} : { FlipAngle: 90 - t }),
  }));
  const told = (name: string) => {
    const { code, message } = refusalOf(name, some);
    equal(code, "no-such-axis");
    return message;
  };
  match(told("FlipAngle"), /^FlipAngle is absent from 1 of 8 frames; EchoTime, .*would/);
  match(told("RepetitionTime"), /^RepetitionTime is the same in all 8 frames; EchoTime/);
  match(told("KVP"), /^KVP is absent from 8 of 8 frames/);
  match(told("Diffusion"), /EchoTime/);
});

Deno.test("axis4=NAME: frames that are numbered, but not as many at each position", () => {
  const uneven = frames(3, () => ({})).filter((_, n) => n !== 6);
  const { code, message, details } = refusalOf("InstanceNumber", uneven);
  equal(code, "incomplete-4d");
  match(message, /but some positions have 2 frames and others 3/);
  deepEqual([details["fewest"], details["most"]], [2, 3]);
});

Deno.test("order=given: slices fastest gives the list last, frames of a position together third", () => {
  const byVolume = frames(3, (_, t) => ({ EchoTime: 20 + t }));
  const bySlice = [0, 1, 2, 3].flatMap((k) => [0, 1, 2].map((t) => byVolume[4 * t + k]!));
  const last = volumesOf(byVolume, { order: "given" })[0]!;
  deepEqual([last.sizes, last.kinds[3]], [[4, 3, 4, 3], "list"]);
  const third = volumesOf(bySlice, { order: "given" })[0]!;
  deepEqual([third.sizes, third.kinds], [[4, 3, 3, 4], ["domain", "domain", "list", "domain"]]);
  ok(/^space directions: \(1,0,0\) \(0,1,0\) none \(0,0,2.5\)$/m.test(third.header));
  deepEqual(third.order, [...Array(12).keys()]);
  ok(third.findings.some(({ code }) => code === "list-not-last"));
});

Deno.test("order=given describes every regular interleaving, and refuses the others", () => {
  const all = frames(3, (_, t) => ({ EchoTime: 20 + t }));
  const permutation = fc.shuffledSubarray([...all.keys()], { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(permutation, (order) => {
      const sent = order.map((n) => all[n]!);
      // With order=position the array sorted by `order` is always the same one.
      const [sorted] = volumesOf(sent);
      deepEqual(sorted!.order.map((place) => order[place!]), [...all.keys()]);
      throws(() => volumesOf(sent, { order: "given" }), refusal("order-not-regular"));
    }),
    { numRuns: 30 },
  );
  const reversed = volumesOf([...all].reverse(), { order: "given" })[0]!;
  deepEqual([reversed.axis4!.values, reversed.geometry.handedness], [[22, 21, 20], "left"]);
});

Deno.test("a sequence has the keys that Slicer reads, one value for every volume", () => {
  const [volume] = volumesOf(frames(3, (_, t) => ({ EchoTime: 20 + t })));
  equal(volume!.fileName, "volume.seq.nrrd");
  const keys = new Map(
    volume!.header.split("\n").flatMap((line) => {
      const match = /^([^:]+):=(.*)$/.exec(line);
      return match ? [[match[1]!, match[2]!] as const] : [];
    }),
  );
  equal(keys.get("axis 3 index type"), "numeric");
  deepEqual(keys.get("axis 3 index values")!.split(" ").map(decodeURIComponent), [
    "20",
    "21",
    "22",
  ]);
  equal(keys.get("DataNodeClassName"), "vtkMRMLScalarVolumeNode");
});

/** Four positions 2.5 mm apart, three volumes: each shifted against the first by one of these. */
const shifted = (...shifts: readonly (readonly number[])[]): Values[] =>
  frames(shifts.length, (k, t) => ({
    TemporalPositionIdentifier: t + 1,
    ImagePositionPatient: shifts[t]!.map((shift, axis) => shift + (axis === 2 ? 2.5 * k : 0)),
  }));

Deno.test("axis 4: positions that volumes repeat but for a hundredth of a millimetre are the same", () => {
  const [volume, ...others] = volumesOf(shifted([0, 0, 0], [0, 0, 0.01], [0.008, 0, -0.006]));
  deepEqual(others, []);
  deepEqual([volume!.sizes, volume!.axis4!.values], [[4, 3, 4, 3], [1, 2, 3]]);
  deepEqual([volume!.geometry.origin, volume!.geometry.directions[2]], [[0, 0, 0], [0, 0, 2.5]]);
  // Both shifts are as long: √(0.008² + 0.006²) = 0.01.
  near(volume!.fit.maxError, 0.01, 1e-12);
  const finding = volume!.findings.find(({ code }) => code === "positions-vary");
  near(finding!.shift as number, 0.01, 1e-12);
  deepEqual(volume!.slices.map(({ error }) => Math.round(error * 1e6) / 1e6), [
    ...[0, 0, 0, 0],
    ...Array(8).fill(0.01),
  ]);
});

Deno.test("axis 4: positions that jitter in one slice only, or in the only slice", () => {
  const one = shifted([0, 0, 0], [0, 0, 0]).map((values, n) =>
    n === 6 ? { ...values, ImagePositionPatient: [0, 0.02, 5] } : values
  );
  const [volume] = volumesOf(one);
  deepEqual([volume!.sizes, volume!.fit.maxError], [[4, 3, 4, 2], 0.02]);
  const single = [0, 1].map((t) => sliceAt([0, 0, 0.02 * t], { TriggerTime: 100 * t }));
  const [cine] = volumesOf(single);
  deepEqual([cine!.sizes, cine!.axis4!.by], [[4, 3, 1, 2], "TriggerTime"]);
  ok(cine!.findings.some(({ code }) => code === "positions-vary"));
});

Deno.test("axis 4: magnitude and phase that jitter against each other stay apart", () => {
  const both = frames(2, (k, t) => ({
    ImageType: ["ORIGINAL", "PRIMARY", t === 0 ? "M" : "P"],
    ImagePositionPatient: [0, 0, 2.5 * k + 0.01 * t],
  }));
  const volumes = volumesOf(both);
  deepEqual(volumes.map(({ geometry }) => geometry.origin), [[0, 0, 0], [0, 0, 0.01]]);
  // Each has a grid of its own, so neither is off.
  deepEqual(volumes.map(({ fit }) => fit.maxError < 1e-9), [true, true]);
});

Deno.test("axis 4: volumes that really moved have headers of their own", () => {
  const origins = (values: Values[]) => volumesOf(values).map(({ geometry }) => geometry.origin);
  for (const shift of [[0, 0, 0.12], [0.1, 0, 0.1], [0, 0, 0.5], [0, 0, 1]]) {
    deepEqual(origins(shifted([0, 0, 0], shift)), [[0, 0, 0], shift]);
  }
  // 0.08 mm are little to slices 2.5 mm apart, but not to pixels of 0.5 mm.
  const fine = shifted([0, 0, 0], [0.08, 0, 0]);
  equal(volumesOf(fine).length, 1);
  const small = fine.map((values) => ({ ...values, PixelSpacing: [0.5, 0.5] }));
  deepEqual(origins(small), [[0, 0, 0], [0.08, 0, 0]]);
});

Deno.test("axis 4: slices of a microscope lie apart, however near", () => {
  const stack = [...Array(24).keys()].map((k) =>
    sliceAt([0, 0, 0.01 * k], { PixelSpacing: [0.01, 0.01], InstanceNumber: k })
  );
  const [volume] = volumesOf(stack);
  deepEqual([volume!.sizes, volume!.axis4], [[4, 3, 24], undefined]);
  deepEqual(volumesOf(stack.slice(0, 5))[0]!.sizes, [4, 3, 5]);
});
