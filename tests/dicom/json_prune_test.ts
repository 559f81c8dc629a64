import { fc } from "../support/property.ts";
import { pruneJson } from "../../lib/dicom/json_prune.ts";
import { readJson } from "../../lib/dicom/json.ts";
import { HeaderError } from "../../lib/errors.ts";
import { deepEqual, equal, ok, throws } from "../assert.ts";

const lean = (value: unknown) => JSON.parse(pruneJson(JSON.stringify(value)));

Deno.test("tags that nobody reads are left out, the first member stays", () => {
  const value = [{
    "(0008,0005)": { vr: "CS", Value: ["ISO_IR 100"] },
    "00080012": { vr: "DA", Value: ["20200101"] },
    "00080013": { vr: "TM" },
    "00200032": { vr: "DS", Value: [1, 2, 3] },
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
  equal(pruneJson(text), ' { "Rows" : 1 , "Columns" : 2 }\n{"Rows":3}\n');
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
