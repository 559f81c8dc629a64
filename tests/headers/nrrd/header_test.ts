import { fc } from "../../support/property.ts";
import { headerText, type NrrdHeader } from "../../../lib/headers/nrrd/header.ts";
import { keyValueLines } from "../../../lib/headers/nrrd/key_values.ts";
import { numberText } from "../../../lib/headers/number_text.ts";
import { deepEqual, equal, ok, throws } from "../../assert.ts";
import { parseNrrdText } from "../../support/nrrd_text.ts";

const HEADER: NrrdHeader = {
  type: "short",
  axes: [
    { size: 4, kind: "domain", direction: [1, 0, 0] },
    { size: 3, kind: "domain", direction: [0, 1, 0] },
    { size: 2, kind: "domain", direction: [0, 0, 2.5], thickness: 2 },
  ],
  space: "LPS",
  origin: [-1, 0.1, 1e-7],
  encoding: "raw",
  endian: "little",
  data: "attached",
  comments: ["one\nkey:=value", "°"],
};

Deno.test("headerText() writes the dialect that every reader takes", () => {
  equal(
    headerText(HEADER),
    [
      "NRRD0004",
      "# one key:=value",
      "# degrees",
      "type: short",
      "dimension: 3",
      "sizes: 4 3 2",
      "space: left-posterior-superior",
      "space directions: (1,0,0) (0,1,0) (0,0,2.5)",
      "kinds: domain domain domain",
      "endian: little",
      "encoding: raw",
      'space units: "mm" "mm" "mm"',
      "space origin: (-1,0.1,1e-7)",
      "thicknesses: NaN NaN 2",
      "centerings: cell cell cell",
      "",
      "",
    ].join("\n"),
  );
});

Deno.test("headerText() names a data file last, and one-byte types need no endian", () => {
  const lines = headerText({ ...HEADER, type: "unsigned char", data: { file: "mask.raw" } }).split(
    "\n",
  );
  deepEqual(lines.slice(-3), ["data file: mask.raw", "", ""]);
  ok(!lines.some((line) => line.startsWith("endian")));
});

Deno.test("headerText() stays one header whatever the comments hold", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 80 }), (comment) => {
    const text = headerText({ ...HEADER, comments: [comment] });
    const parsed = parseNrrdText(text);
    deepEqual([...parsed.fields.keys()], [...parseNrrdText(headerText(HEADER)).fields.keys()]);
    ok(/^[\n -~]*$/.test(text));
  }));
});

Deno.test("numberText() reads back exactly, and has no minus before zero", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const text = numberText(value);
    equal(Number(text), value === 0 ? 0 : value);
    ok(/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text));
  }));
  equal(numberText(-0), "0");
  throws(() => numberText(NaN));
  throws(() => numberText(Infinity));
});

Deno.test("keyValueLines() escapes backslashes, keeps a line a line, and refuses odd keys", () => {
  deepEqual(keyValueLines([["a b", "x\\n\ny\r:=z"]]), ["a b:=x\\\\n y :=z"]);
  for (const key of ["type", "Space", "a: b", "#a", "a:=b", "", "data file"]) {
    throws(() => keyValueLines([[key, "x"]]), RangeError, key);
  }
  throws(() => keyValueLines([["a", "x"], ["a", "y"]]), RangeError);
});
