import type { VolumeReply } from "../../../lib/reply.ts";
import { deepEqual, equal } from "../../assert.ts";
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

Deno.test("trace images beside a diffusion series are a volume of their own", () => {
  const [series, trace] = volumesOf(NONE, along([1, 0, 0]), along([0, 1, 0]), AVERAGE);
  equal(series!.header.includes("modality:=DWMRI"), true);
  equal(trace!.header.includes("DWMRI"), false);
  deepEqual([series, trace].map((volume) => volume!.sizes.slice(2)), [[3, 3], [3]]);
  deepEqual(severities(series!), []);
});
