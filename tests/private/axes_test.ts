/** What is sent about a person does not come back, whatever it becomes: an axis, a hole, a refusal. */

import { ATTRIBUTES } from "../../lib/dicom/attributes.ts";
import { deepEqual, ok } from "../assert.ts";
import type { Attributes } from "../support/dicom_writer.ts";
import { JSON_REPLY, sayingOf, seen, sendBoth, SEPARATING } from "./both.ts";
import { KINDS, type Said } from "./kinds.ts";
import { PATTERNS } from "./patterns.ts";
import { type Person, poisonsOf } from "./poison.ts";

/** What the series of the next test have to become. */
const REACHED: readonly string[] = [
  "axis4-found",
  "values-numbered",
  "axis4-unnamed",
  "axis4-times-vary",
  "settings-differ",
  "several-volumes",
  "incomplete-4d",
  "no-such-axis",
  "duplicate-positions",
  "SequenceName",
  "ConvolutionKernel",
  "ASLContext",
  "PhilipsLabelType",
  "ScanOptions",
  "AcquisitionDateTime",
  "FrameAcquisitionDateTime",
  "FrameReferenceDateTime",
  "AcquisitionTime",
  "ContentTime",
  "TriggerTime",
  "FrameReferenceTime",
  "TemporalPositionTimeOffset",
];

for (const [name, kind] of [["MR", KINDS.MR], ["enhanced", KINDS.enhanced]] as const) {
  Deno.test(`private: axes, holes, splits, alternatives and refusals, ${name}`, async () => {
    seen.clear();
    for (const keyword of SEPARATING) {
      for (const [n, poison] of poisonsOf(keyword).entries()) {
        for (const [pattern, made] of Object.entries(PATTERNS)) {
          const said = sayingOf(keyword, poison, made);
          const dialect = n % 2 === 0 ? "bytes" : "model";
          const paths = [
            JSON_REPLY,
            `${JSON_REPLY}&axis4=${keyword}`,
            `${JSON_REPLY}&axis4=none&uneven=split&order=given`,
            // One header and what stands in it are the same in all forms.
            ...(n === 0 && IN_ALL_FORMS.has(pattern)
              ? ["/v1/header", "/v1/header?format=zip"]
              : []),
          ];
          await sendBoth(`${keyword}, ${pattern}`, { kind, said, dialect }, paths);
        }
      }
    }
    deepEqual(REACHED.filter((code) => !seen.has(code)), []);
  });
}

/** A header, several, none. */
const IN_ALL_FORMS: ReadonlySet<string> = new Set(["axis", "split", "hole"]);

Deno.test("private: pairs of attributes that make a grid together, with a hole", async () => {
  seen.clear();
  const texts = SEPARATING.filter((keyword) =>
    ["CS", "SH", "TM", "DT"].includes(ATTRIBUTES[keyword][1])
  );
  for (const a of texts) {
    for (const b of texts) {
      if (a === b) continue;
      const [first, second] = [poisonsOf(a)[0]!, poisonsOf(b)[0]!];
      const said = (person: Person): Said => {
        const all: Attributes[] = [0, 1].flatMap((n) =>
          [0, 1, 2].map((m) => ({ [a]: first(person, n), [b]: second(person, m) }))
        );
        return [all, all, all.slice(0, -1)];
      };
      await sendBoth(`${a} and ${b}`, { kind: KINDS.MR, said, dialect: "model" }, [JSON_REPLY]);
    }
  }
  ok([...seen].some((by) => / and /.test(by)));
});
