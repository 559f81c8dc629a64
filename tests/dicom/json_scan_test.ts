import { fc } from "../support/property.ts";
import { scanJson } from "../../lib/dicom/json_scan.ts";
import { readJson } from "../../lib/dicom/json.ts";
import { HeaderError } from "../../lib/errors.ts";
import { deepEqual, equal, ok, throws } from "../assert.ts";

/** The text that is left. */
function pruneJson(text: string): string {
  return new TextDecoder().decode(scanJson(new TextEncoder().encode(text)).bytes);
}

const lean = (value: unknown) => JSON.parse(pruneJson(JSON.stringify(value)));

Deno.test("tags that nobody reads are left out behind one that is read", () => {
  const value = [{
    "(0008,0005)": { vr: "CS", Value: ["ISO_IR 100"] },
    "00200032": { vr: "DS", Value: [1, 2, 3] },
    "00080012": { vr: "DA", Value: ["20200101"] },
    "00080013": { vr: "TM" },
    "00091010": { vr: "OB", InlineBinary: 'AA,"}]\\' },
    "5200,9230": {
      vr: "SQ",
      Value: [{ "00080018": { vr: "UI" }, "00020003": { vr: "UI" } }, {}],
    },
    file: "a.dcm",
    "(0040,A730)": "x",
  }];
  const { "00080012": _, "00080013": __, "00091010": ___, "(0040,A730)": ____, ...kept } =
    value[0]!;
  const frames = { vr: "SQ", Value: [{ "00080018": { vr: "UI" } }, {}] };
  deepEqual(lean(value), [{ ...kept, "5200,9230": frames }]);
});

Deno.test("what looks like a tag may be the name of a dataset", () => {
  const byId = { "00000001": { Rows: 2, "00080005": "x" }, "00000002": { Rows: 3 } };
  deepEqual(lean(byId), byId);
  deepEqual(readJson(lean(byId)).objects.map(({ dataset }) => dataset.numbers("Rows")), [[2], [3]]);
});

Deno.test("blanks, lines and bare words are passed over", () => {
  const text =
    ' { "Rows" : 1 ,\r\n\t"00080005" : NaN , "Columns" : 2 }\n{"Rows":3,"00080005":[1]}\n';
  equal(pruneJson(text), ' { "Rows" : 1 ,\r\n\t"Columns" : 2 }\n{"Rows":3}\n');
});

Deno.test("a text that is broken outside of what is left out stays broken", () => {
  const whole = '[{"Rows":1,"00080005":{"Value":[1]},"Columns":2,"00080012":3}]';
  equal(pruneJson(whole), '[{"Rows":1,"Columns":2}]');
  for (let size = 1; size < whole.length; size++) {
    throws(() => JSON.parse(pruneJson(whole.slice(0, size))), SyntaxError);
  }
  for (
    const broken of [
      '{"Rows":1 "00080005":2}',
      '{"Columns":0,"Rows":1 "00080005":2}',
      '{"Rows":1,,"00080005":2}',
      '{"Rows":1,"00080005":2,}',
      '{"Rows":1,"00080005"}',
      '{"Rows":1,"00080005":[1}',
      '{"Rows":1,"00080005":"}',
      '{"Rows":1,"00080005":2]',
      "[1,]",
      "[,1]",
      "[}",
      "{]",
    ]
  ) throws(() => JSON.parse(pruneJson(broken)), SyntaxError, broken);
});

Deno.test("of any JSON there remains what is read", () => {
  const other = fc.oneof(
    fc.constantFrom("00080005", "(0009,1001)", "x00189999", "0"),
    fc.string({ maxLength: 3 }),
  );
  const read = fc.constantFrom("00200032", "0020,0013", "Rows");
  // An object as value of an attribute would make a table, whose rows may stand in any column.
  const plain = fc.oneof(fc.integer(), fc.string(), fc.array(fc.double()), fc.constant(null));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 5 }, fc.jsonValue(), tie("record"), fc.array(tie("value"))),
    record: fc.tuple(
      fc.dictionary(other, tie("value"), { maxKeys: 4 }),
      fc.dictionary(read, plain),
      fc.dictionary(other, tie("value"), { maxKeys: 4 }),
    ).map(([before, between, after]) => ({ ...before, ...between, ...after })),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      // The one keyword that is short enough to come by chance: it would make a table, too.
      fc.pre(!/"kvp"/i.test(text));
      const kept = pruneJson(text);
      ok(kept.length <= text.length);
      const summary = (value: unknown) => {
        try {
          const { objects, skipped, options } = readJson(value);
          const of = ({ dataset, ...others }: (typeof objects)[number]) => ({
            ...others,
            rows: dataset.strings("Rows"),
            position: dataset.strings("ImagePositionPatient"),
            number: dataset.numbers("InstanceNumber"),
          });
          return { objects: objects.map(of), skipped, options };
        } catch (error) {
          if (error instanceof HeaderError) return error.message;
          throw error;
        }
      };
      deepEqual(summary(JSON.parse(kept)), summary(JSON.parse(text)));
    }),
    { numRuns: 300 },
  );
});

/** What the values of a text are estimated to take, for a byte of it. */
const memoryOf = (text: string) =>
  scanJson(new TextEncoder().encode(text), 64, Infinity).memory / text.length;

Deno.test("the memory of JSON is that of V8, from above and within three times", () => {
  const list = (count: number, one: (k: number) => string) =>
    `[${Array.from({ length: count }, (_, k) => one(k)).join()}]`;
  // Bytes of heap for a byte of text, as JSON.parse of V8 14 was seen to need with 64-bit pointers.
  const measured: [seen: number, text: string][] = [
    [13.3, list(2000, () => "[]")],
    [16, list(2000, () => "[0]")],
    [21.3, list(2000, () => "{}")],
    [5, list(2000, () => '{"a":1}')],
    [14.3, list(200_000, (k) => `{"k${k}":1}`)],
    [9.6, list(200_000, (k) => `{"k${k % 400}":1,"l${(k / 400 | 0) % 400}":1}`)],
    [7.6, `{${list(200_000, (k) => `"k${k}":1`).slice(1, -1)}}`],
    [11, list(2000, () => '{"0":1}')],
    [16, list(2000, () => '{"999999":1}')],
    [3.8, list(2000, (k) => `"${String(k).padStart(5, "x")}"`)],
    [4, list(2000, () => "0")],
    [3.4, list(2000, () => '{"00080018":{"vr":"UI","Value":["1.2.3.4.5.6"]}}')],
    [
      3.4,
      list(
        2000,
        () => '{"00209113":{"vr":"SQ","Value":[{"00200032":{"vr":"DS","Value":[-1.5,2.25,3]}}]}}',
      ),
    ],
  ];
  for (const [seen, text] of measured) {
    const estimate = memoryOf(text);
    ok(estimate > 0.9 * seen && estimate < 3 * seen, `${text.slice(0, 60)}: ${estimate}, ${seen}`);
  }
});

Deno.test("what is left out takes no memory, and what only might have been does", () => {
  const tags = Array.from({ length: 500 }, (_, k) => `"0009${1000 + k}":[[],{}]`).join();
  const datasets = memoryOf(`[{"Rows":1,${tags}}]`);
  const others = memoryOf(`[{"00080005":1,${tags}}]`);
  ok(datasets < 0.1 && others > 5, `${datasets} and ${others}`);
});

Deno.test("parts that values in one text may have count", () => {
  const parts = (separator: string) => memoryOf(`{"ImageType":"${`a${separator}`.repeat(1000)}"}`);
  ok(parts(",") > 5 * parts(".") && parts("\\\\") > 5 * parts("."));
});
