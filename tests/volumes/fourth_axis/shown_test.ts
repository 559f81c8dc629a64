import type { HeaderError } from "../../../lib/errors.ts";
import { deepEqual, equal, match, ok } from "../../assert.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { replyTo, theVolume } from "../../support/reply.ts";

/** What comes back for frames with these values, in turn at each of three positions. */
const told = (attribute: string, values: readonly (string | number)[]) =>
  theVolume(replyTo(grid(values.map((value) => ({ [attribute]: value })))));

const grid = (said: readonly Values[]): Values[] =>
  [0, 1, 2].flatMap((k) => said.map((values) => sliceAt([0, 0, 3 * k], values)))
    .map((values, n) => ({ ...values, InstanceNumber: n + 1 }));

/** The same frames without the last one. */
function refusal(said: readonly Values[], options = {}): HeaderError {
  try {
    replyTo(grid(said).slice(0, -1), options);
  } catch (error) {
    return error as HeaderError;
  }
  throw new Error("a grid with a hole has a header");
}

Deno.test("only terms that DICOM defines are shown, all others are numbered as they sort", () => {
  const cases: [attribute: string, values: string[], shown: (string | number)[]][] = [
    ["ASLContext", ["LABEL", "CONTROL"], ["CONTROL", "LABEL"]],
    ["ASLContext", ["LABEL", "DOE"], [1, 2]],
    ["ScanOptions", ["FS", "FS\\SP"], ["FS", "FS\\SP"]],
    ["ScanOptions", ["FS", "FS\\DOE"], [1, 2]],
    ["SequenceName", ["scan10", "scan9", "scan1"], [1, 2, 3]],
    // The term of another attribute is none of this one.
    ["ConvolutionKernel", ["LABEL", "CONTROL"], [1, 2]],
  ];
  for (const [attribute, values, shown] of cases) {
    const { axis4, findings, header } = told(attribute, values);
    deepEqual([axis4!.by, axis4!.values], [attribute, shown]);
    const numbered = findings.filter(({ code }) => code === "values-numbered");
    deepEqual(
      numbered.map(({ by, values, severity }) => [by, values, severity]),
      typeof shown[0] === "number" ? [[attribute, values.length, "info"]] : [],
    );
    match(header, typeof shown[0] === "number" ? /index type:=numeric/ : /index type:=text/);
    match(header, new RegExp(`index values:=${shown.map(encodeURIComponent).join(" ")}\\n`));
  }
});

Deno.test("which volume has which number follows from the order of the texts", () => {
  const names = ["scan10", "scan9", "scan1"];
  const { slices } = told("SequenceName", names);
  for (const { given, index } of slices) {
    equal(names[given % 3], ["scan1", "scan9", "scan10"][index[1]!]);
  }
});

Deno.test("a clock beside a zero, a day or a vector of dates is numbered: the difference would tell it", () => {
  const cases: [attribute: string, values: (string | number)[]][] = [
    ["FrameReferenceTime", [0, 34971417]],
    ["TriggerTime", [0, 34971417]],
    ["TemporalPositionTimeOffset", [0, 34971.417]],
    ["AcquisitionTime", ["000000", "094251.417"]],
    ["ContentTime", ["000000", "094251.417"]],
    ["AcquisitionDateTime", ["19700101000000", "19710203094251.417"]],
    ["AcquisitionDateTime", ["20190411101112", "20190412101142"]],
    ["VelocityEncodingDirection", [19710203, 19710204]],
  ];
  for (const [attribute, values] of cases) {
    const { axis4, header } = told(attribute, values);
    deepEqual([axis4!.by, axis4!.values], [attribute, [1, 2]]);
    equal(/3497|3442|1971/.test(header), false, header);
  }
  // Before its zero, too; and a resolution that is no setting makes no times.
  deepEqual(told("TriggerTime", [-51_428_583, -51_427_583]).axis4!.values, [0, 1000]);
  const resolution = grid([1, 2].map((TemporalPositionIdentifier) => ({
    TemporalPositionIdentifier,
    TemporalResolution: 19710203,
  })));
  deepEqual(theVolume(replyTo(resolution)).axis4!.values, [1, 2]);
});

Deno.test("a clock counts from its first value, whatever attribute it stands in", () => {
  const clock = 1555063872;
  const cases: [attribute: string, values: (string | number)[], shown: number[]][] = [
    ["AcquisitionDateTime", ["20190412101112", "20190412101142.5"], [0, 30.5]],
    ["FrameAcquisitionDateTime", ["20190412101112", "20190412101142"], [0, 30]],
    ["FrameReferenceDateTime", ["20190412101112", "20190412101142"], [0, 30]],
    ["AcquisitionTime", ["101112", "101142"], [0, 30]],
    // A minute after midnight, where no number looks like a clock.
    ["AcquisitionTime", ["000112", "000142"], [0, 30]],
    ["ContentTime", ["101112", "101142"], [0, 30]],
    // Offsets, and clocks in their place: at 10:11:12, at 01:33:12, and over midnight.
    ["TriggerTime", [350, 700], [350, 700]],
    ["TriggerTime", [36672000, 36672350], [0, 350]],
    ["TriggerTime", [5592000, 5592350], [0, 350]],
    ["FrameReferenceTime", [1000, 86399000], [0, 86398000]],
    ["FrameReferenceTime", [1500, 4500], [1500, 4500]],
    ["FrameReferenceTime", [clock * 1000, clock * 1000 + 3000], [0, 3000]],
    ["TemporalPositionTimeOffset", [clock, clock + 3], [0, 3]],
    ["TemporalPositionTimeOffset", [3599, 3602], [3599, 3602]],
    // A number of acquisitions, and a date in its place.
    ["AcquisitionNumber", [7, 9], [7, 9]],
    ["AcquisitionNumber", [20190412, 20190413], [1, 2]],
  ];
  for (const [attribute, values, shown] of cases) {
    const { axis4 } = told(attribute, values);
    deepEqual([axis4!.by, axis4!.values], [attribute, shown], String(values));
  }
});

Deno.test("the holes of a grid say no more than its axis would", () => {
  const clock = refusal(
    ["20190412101112", "20190412101142"].map((AcquisitionDateTime) => ({ AcquisitionDateTime })),
    { axis4: "AcquisitionDateTime" },
  );
  equal(clock.code, "incomplete-4d");
  deepEqual([clock.details["values"], clock.details["holes"], clock.details["numbered"]], [
    [0, 30],
    [{ slice: 2, value: 30 }],
    undefined,
  ]);
  const texts = refusal(["DOE", "ROE"].map((SequenceName) => ({ SequenceName })), {
    axis4: "SequenceName",
  });
  deepEqual([texts.details["values"], texts.details["holes"], texts.details["numbered"]], [
    [1, 2],
    [{ slice: 2, value: 2 }],
    ["SequenceName"],
  ]);
});

Deno.test("attributes that make a grid together are shown one by one", () => {
  const said = ["B10f", "B9f"].flatMap((ConvolutionKernel) =>
    ["20190412101112", "20190412101142", "20190412101212"].map((AcquisitionDateTime) => ({
      ConvolutionKernel,
      AcquisitionDateTime,
    }))
  );
  const { code, details } = refusal(said);
  equal(code, "incomplete-4d");
  equal(details["by"], "AcquisitionDateTime and ConvolutionKernel");
  deepEqual(details["values"], ["0, 1", "0, 2", "30, 1", "30, 2", "60, 1", "60, 2"]);
  deepEqual(details["holes"], [{ slice: 2, value: "60, 1" }]);
  deepEqual(details["numbered"], ["ConvolutionKernel"]);
});

Deno.test("what a split has in common is a number of so many", () => {
  const said = ["QX DOE", "QX ROE"].flatMap((SequenceName) =>
    [5, 10].map((EchoTime) => ({ SequenceName, EchoTime }))
  );
  const { volumes } = replyTo(grid(said));
  deepEqual(
    volumes.map(({ findings }) => findings.find(({ code }) => code === "axis4-found")!.common),
    [1, 2].map((value) => [{ by: "SequenceName", unit: "", value, numbered: 2 }]),
  );
  ok(volumes.every(({ header }) => /SequenceName of all is number [12] of 2/.test(header)));
});
