/**
 * A list is read as it arrives: whatever it is and however it is cut, as if it had waited for its end.
 */

import type { ClaimedParts } from "../../lib/intake/claimed_parts.ts";
import { Intake } from "../../lib/intake/intake.ts";
import { KeptText } from "../../lib/dicom/json_kept_text.ts";
import { JsonReader } from "../../lib/intake/readers.ts";
import { isHeaderError } from "../../lib/errors.ts";
import { GrowingBytes } from "../../lib/growing_bytes.ts";
import { DEFAULT_LIMITS, type Limits } from "../../lib/limits.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { growsLinearly } from "../support/growth.ts";
import { damage, lists } from "../support/json_lists.ts";
import { fc } from "../support/property.ts";
import { feed } from "./support.ts";

/** What a reader finds, the order of keys and the memory that was counted included. */
function found(
  bytes: Uint8Array,
  longest?: number,
  cuts: readonly number[] = [],
  limits: Partial<Limits> = {},
): unknown {
  let document: unknown;
  const takeDocument = (value: unknown) => {
    document = JSON.stringify(value);
    return true;
  };
  const intake = new Intake({ ...DEFAULT_LIMITS, ...limits }, { takeDocument } as ClaimedParts);
  try {
    feed(new JsonReader(intake, undefined, longest), bytes.slice(), cuts);
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    const { code, message, details } = error;
    return { code, message, details };
  }
  return { document, memory: intake.budget.counted("jsonMemory") };
}

/** Longer members, so that there is something to be left out. */
const long = lists.map((list) =>
  list.replaceAll(/"Rows":|"00080018":/g, (key) => `"00091011":"${"x".repeat(50)}",${key}`)
);

const encode = (text: string) => new TextEncoder().encode(text);

const encoded: fc.Arbitrary<(text: string) => Uint8Array> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(encode) },
  fc.constantFrom(
    (text: string) => encode(`\ufeff${text}`),
    (text: string) => encode(`\n \t${text}\n`),
    (text: string) => encode(`${text}\n${text}`),
    (text: string) => encode(`{"options":{},"instances":${text}}`),
    (text: string) =>
      new Uint8Array(Uint16Array.from(`\ufeff${text}`, (c) => c.charCodeAt(0)).buffer),
  ),
);

const cuts = fc.array(fc.nat(), { maxLength: 20 });
const longest = fc.integer({ min: 1, max: 400 });

Deno.test("however a list arrives, it is what it is as a whole", () => {
  fc.assert(
    fc.property(long, encoded, longest, cuts, (list, encode, longest, cuts) => {
      const bytes = encode(list);
      deepEqual(found(bytes, longest, cuts), found(bytes));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("so is a list that is damaged anywhere, or has too much", () => {
  const limits = fc.constantFrom({}, { jsonMemory: 1500 }, { jsonDepth: 4 }, { jsonBytes: 600 });
  fc.assert(
    fc.property(long, damage, longest, cuts, limits, (list, damaged, longest, cuts, limits) => {
      const bytes = encode(damaged(list));
      deepEqual(found(bytes, longest, cuts, limits), found(bytes, undefined, cuts, limits));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a line behind a list may be as deep as any", () => {
  const list = `[${Array(9).fill('{"Rows":1,"00091011":"--------------------"}')}]`;
  const text = `${list}${" ".repeat(list.length)}\n[[[[]]]]`;
  for (let longest = 1; longest < list.length; longest++) {
    deepEqual(found(encode(text), longest, [], { jsonDepth: 4 }), found(encode(text)));
  }
});

/** Slices of 4 kB, of which some 100 bytes are new in each. */
const slices = (count: number) =>
  Array.from({ length: count }, (_, k) => ({
    "00080018": { vr: "UI", Value: [`1.2.${k}`] },
    "00091010": { vr: "OB", InlineBinary: "A".repeat(4000) },
    "00200032": { vr: "DS", Value: [0, 0, k] },
    "00280010": { vr: "US", Value: [512] },
  }));

/**
 * What a reader finds, how many bytes it kept at most while the text arrived, and whether it put the
 * text together again.
 */
function watched(text: string): { found: unknown; kept: number; isWhole: boolean } {
  const { add } = GrowingBytes.prototype;
  const { whole } = KeptText.prototype;
  const growing = new Set<GrowingBytes>();
  let [kept, isWhole] = [0, false];
  GrowingBytes.prototype.add = function (bytes) {
    add.call(this, bytes);
    growing.add(this);
    kept = Math.max(kept, [...growing].reduce((sum, { length }) => sum + length, 0));
  };
  KeptText.prototype.whole = function () {
    isWhole = true;
    return whole.call(this);
  };
  try {
    const value = found(encode(text));
    return { found: value, kept, isWhole };
  } finally {
    GrowingBytes.prototype.add = add;
    KeptText.prototype.whole = whole;
  }
}

const list = JSON.stringify(slices(1500));

Deno.test("of slices that repeat themselves a small part is kept", () => {
  ok(list.length > 6_000_000);
  const { found, kept, isWhole } = watched(list);
  ok(kept < 1_500_000 && !isWhole, `${kept}`);
  const { document } = found as { document: string };
  deepEqual(
    JSON.parse(document),
    slices(1500).map(({ "00091010": _, ...read }) => read),
  );
});

Deno.test("what was left out is there again where a fault has to be found", () => {
  const last = list.indexOf("[0,0,1499]");
  for (
    const [broken, position] of [
      [list.slice(0, -1), list.length - 1],
      [`${list}]`, list.length],
      [list.replace("[0,0,1499]", "[0,,1499]"), last + 3],
    ] as const
  ) {
    const { found, kept, isWhole } = watched(broken);
    ok(kept < 1_500_000 && isWhole, `${kept}`);
    const { code, details } = found as { code: string; details: unknown };
    deepEqual([code, details], ["bad-json", { position }]);
  }
});

Deno.test("a list that does not repeat itself any more is kept as it is, once", () => {
  const others = Array.from({ length: 1500 }, (_, k) => ({ [`a${k}`]: "A".repeat(4000) }));
  const { kept } = watched(JSON.stringify([...slices(1000), ...others]));
  ok(kept < 11_500_000, `${kept}`);
});

Deno.test("a list of objects so short that nothing is gained waits for its end", () => {
  const short = Array.from({ length: 200_000 }, () => ({ Rows: 1 }));
  equal(watched(JSON.stringify(short)).isWhole, true);
});

Deno.test("a list with a long object is read in linear time", async () => {
  await growsLinearly(2_000_000, (size) => {
    const bytes = encode(JSON.stringify([...slices(500), { Rows: "A".repeat(size) }]));
    const cuts = Array.from({ length: size / 50_000 }, (_, k) => 50_000 * k);
    return () => found(bytes, undefined, cuts);
  });
});
