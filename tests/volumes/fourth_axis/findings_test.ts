import type { VolumeReply } from "../../../lib/reply.ts";
import { deepEqual, equal, match } from "../../assert.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { replyTo } from "../../support/reply.ts";

const NONE: Values = { DiffusionBValue: 0, DiffusionDirectionality: "NONE" };
const AVERAGE: Values = { DiffusionBValue: 800, DiffusionDirectionality: "ISOTROPIC" };
const along = (DiffusionGradientOrientation: readonly number[]): Values => ({
  DiffusionBValue: 800,
  DiffusionDirectionality: "DIRECTIONAL",
  DiffusionGradientOrientation,
});

const volumesOf = (...weightings: readonly Values[]) =>
  replyTo(weightings.flatMap((weighting) => [0, 2, 4].map((z) => sliceAt([0, 0, z], weighting))))
    .volumes;

const severities = ({ findings }: VolumeReply) =>
  findings.flatMap(({ code, severity }) =>
    code === "diffusion-without-directions" ? [severity] : []
  );

Deno.test("diffusion-without-directions: trace images make no diffusion series", () => {
  const [trace, ...others] = volumesOf(NONE, AVERAGE);
  deepEqual(others, []);
  deepEqual([trace!.axis4!.by, trace!.axis4!.values], ["Diffusion", [0, 800]]);
  deepEqual(severities(trace!), ["warning"]);
  equal(trace!.header.includes("DWMRI"), false);
});

Deno.test("diffusion-directions-uncertain: no claim, the b-values, and why", () => {
  const canon = (comment: string, phase: string): Values => ({
    DiffusionBValue: 1500,
    ImageComments: `b=1500(${comment})`,
    InPlanePhaseEncodingDirection: phase,
  });
  const series = (phase: string) =>
    volumesOf(
      { DiffusionBValue: 0, InPlanePhaseEncodingDirection: phase },
      canon("0.600,0.800,0.000", phase),
      canon("0.895,0.000,0.445", phase),
      canon("0.000,-0.445,0.895", phase),
    );
  const [{ axis4, header, findings }, ...others] = series("COL") as [VolumeReply];
  equal(others.length, 0);
  deepEqual([axis4!.by, axis4!.b, axis4!.values], ["Diffusion", [0, 1500, 1500, 1500], axis4!.b]);
  deepEqual(axis4!.gradients, [null, [0.8, 0.6, 0], null, null]);
  const finding = findings.find(({ code }) => code === "diffusion-directions-uncertain")!;
  deepEqual([finding.severity, finding.because, finding.volumes], ["warning", "slice-sign", [
    2,
    3,
  ]]);
  match(finding.message, /2 of 4 volumes .* polarity .* Its b-values are 0, 1500 \(3 times\)$/);
  // Slicer keeps one volume for each value of a sequence's index.
  deepEqual(header.match(/DWMRI|measurement frame:|index values/g), null);
  equal(header.includes("diffusion-directions-uncertain"), true);

  const [unsaid] = series("OTHER");
  const reasons = unsaid!.findings.filter(({ because }) => because !== undefined);
  deepEqual(reasons.map(({ because, volumes }) => [because, volumes]), [
    ["phase-encoding", [1, 2, 3]],
  ]);
  const [notTurned] = volumesOf(
    { ...NONE, Manufacturer: "UIH" },
    { ...along([1, 0, 0]), Manufacturer: "UIH" },
    { ...along([0, 1, 0]), Manufacturer: "UIH" },
  );
  const { because, volumes, message } = notTurned!.findings.find(({ code }) =>
    code === "diffusion-directions-uncertain"
  )!;
  deepEqual([because, volumes], ["not-turned", [1, 2]]);
  match(message, /\(0065,1037\), which does, is absent/);

  const [certain] = series("ROW");
  equal(certain!.header.includes("modality:=DWMRI"), true);
  deepEqual(certain!.findings.filter(({ because }) => because !== undefined), []);
});

Deno.test("directions that are uncertain are told apart all the same, and from averages", () => {
  const stated = ["0.895,0.000,0.445", "0.895,0.000,-0.445", "0.000,0.895,-0.445"];
  const weightings = stated.map((comment): Values => ({
    DiffusionBValue: 1500,
    ImageComments: `b=1500(${comment})`,
    InPlanePhaseEncodingDirection: "COL",
  }));
  // Numbered at random: their order tells nothing.
  const numbered = [[2, 0, 1], [1, 2, 0], [0, 1, 2]].flatMap((turn, k) =>
    turn.map((t, n) => sliceAt([0, 0, 2 * k], { ...weightings[t], InstanceNumber: 1 + 3 * k + n }))
  );
  const average = [0, 2, 4].map((z) => sliceAt([0, 0, z], AVERAGE));
  const [series, trace] = replyTo([...numbered, ...average]).volumes;
  deepEqual([series!.sizes.slice(2), trace!.sizes.slice(2)], [[3, 3], [3]]);
  for (const t of [0, 1, 2]) {
    const own = series!.slices.filter(({ index }) => index[1] === t);
    const comments = own.map(({ given }) => numbered[given]!.ImageComments);
    deepEqual([own.length, new Set(comments).size], [3, 1]);
  }
});

Deno.test("a direction that is certain is not the same numbers without a meaning", () => {
  // Along rows the comment is the gradient of an axial slice as it stands.
  const weightings = ["ROW", "OTHER"].map((InPlanePhaseEncodingDirection): Values => ({
    DiffusionBValue: 1500,
    ImageComments: "b=1500(0.800,0.600,0.000)",
    InPlanePhaseEncodingDirection,
  }));
  const numbered = [[1, 0], [0, 1], [1, 0]].flatMap((turn, k) =>
    turn.map((t, n) => sliceAt([0, 0, 2 * k], { ...weightings[t], InstanceNumber: 1 + 2 * k + n }))
  );
  const { axis4, slices } = replyTo(numbered).volumes[0]!;
  equal(axis4!.by, "Diffusion");
  for (const t of [0, 1]) {
    const own = slices.filter(({ index }) => index[1] === t)
      .map(({ given }) => numbered[given]!.InPlanePhaseEncodingDirection);
    deepEqual([own.length, new Set(own).size], [3, 1]);
  }
});

Deno.test("trace images beside a diffusion series are a volume of their own", () => {
  const [series, trace] = volumesOf(NONE, along([1, 0, 0]), along([0, 1, 0]), AVERAGE);
  equal(series!.header.includes("modality:=DWMRI"), true);
  equal(trace!.header.includes("DWMRI"), false);
  deepEqual([series, trace].map((volume) => volume!.sizes.slice(2)), [[3, 3], [3]]);
  deepEqual(severities(series!), []);
});
