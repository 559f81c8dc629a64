/** Every set of the corpus is right, or refused for what it is. */

import { HeaderError } from "../../lib/errors.ts";
import type { Reply } from "../../lib/reply.ts";
import type { VolumeReply } from "../../lib/volume_reply.ts";
import { equal, match } from "../assert.ts";
import { corpusFiles, type CorpusSet, corpusSets } from "../support/corpus.ts";
import { repliesTo } from "../support/judge.ts";
import { evenly, makeSeries } from "../support/series.ts";
import { type Verdict, verdictOn } from "../support/verdict.ts";

for (const set of corpusSets()) {
  Deno.test(`${set.id}: right, or refused for what it is`, async () => {
    const files = await corpusFiles(set.id);
    const verdict = verdictOn(set, files, repliesTo(files));
    equal(acceptable(verdict), true, JSON.stringify(verdict));
  });
}

const files = makeSeries({ positions: evenly([1, 2, 3], [0, 0, 2], 5) });
const set: CorpusSet = {
  id: "made",
  kinds: ["axial"],
  shape: [8, 6, 5],
  truth: "planes",
  confidence: "",
};
const right = repliesTo(files)();
const volume = right.volumes[0]!;

/** The verdict on a reply that is right except for this. */
const withFault = (fault: Partial<Reply>, others: Partial<CorpusSet> = {}): Verdict =>
  verdictOn({ ...set, ...others }, files, () => ({ ...right, ...fault }));

const withHeader = (header: string): Verdict => {
  const changed: VolumeReply = { ...volume, header };
  return withFault({ volumes: [changed] });
};

Deno.test("verdict: what is right is right", () => {
  const verdict = withFault({});
  equal(verdict.outcome, "right");
  equal(acceptable(verdict), true);
});

Deno.test("verdict: every fault is seen", () => {
  const faults: [Verdict, RegExp][] = [
    [withHeader(volume.header.replace("(1,2,3)", "(1,2,5)")), /^2 mm off/],
    [withHeader(volume.header.replace("(0,0,2)", "(0,0,2.1)")), /^0\.4\d* mm off/],
    [withHeader(volume.header.replace("(1,0,0) (0,1,0)", "(0,1,0) (1,0,0)")), /mm off/],
    [withHeader(volume.header.replace("type: short", "type: block")), /NRRD rule broken/],
    [withFault({}, { shape: [8, 6, 4] }), /8 × 6 × 5, not 8 × 6 × 4/],
    [withFault({}, { kinds: ["no-geometry"] }), /no place in the patient/],
    [
      withFault({
        refused: [{
          code: "missing-slices",
          message: "",
          details: {},
          words: "",
          series: {},
          given: [0],
        }],
      }),
      /refused in part: missing-slices/,
    ],
    [
      withFault({ skipped: [{ given: 0, reason: "no-geometry", message: "" }] }),
      /no-geometry, but it has a plane/,
    ],
  ];
  for (const [verdict, why] of faults) {
    equal(acceptable(verdict), false);
    match(verdict.outcome === "wrong" ? verdict.why : verdict.outcome, why);
  }
  const fewer = verdictOn(set, [...files, makeSeries({ count: 1 })[0]!], () => right);
  match(fewer.outcome === "wrong" ? fewer.why : fewer.outcome, /5 of 6 frames have a place/);
});

Deno.test("verdict: a refusal needs a reason in the set", () => {
  const refusing = (code: "missing-slices" | "bad-spacing", kinds: readonly string[]) =>
    acceptable(verdictOn({ ...set, kinds }, files, () => {
      throw new HeaderError(code, "refused");
    }));
  equal(refusing("missing-slices", ["irregular", "axial"]), true);
  equal(refusing("missing-slices", ["axial"]), false);
  equal(refusing("bad-spacing", ["irregular"]), false);
});

function acceptable(verdict: Verdict): boolean {
  return verdict.outcome === "right" || verdict.outcome === "refused" && verdict.justified;
}
