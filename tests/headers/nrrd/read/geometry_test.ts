/** Headers in every dialect that some reader accepts. */

import { HeaderError } from "../../../../lib/errors.ts";
import { headerTextOf, readHeader } from "../../../../lib/headers/nrrd/read/geometry.ts";
import { deepEqual, equal, ok, throws } from "../../../assert.ts";

const BASE = [
  "NRRD0004",
  "type: short",
  "dimension: 3",
  "sizes: 4 3 2",
  "space: left-posterior-superior",
  "space directions: (0.5,0,0) (0,0.75,0) (0,0,2)",
  "kinds: domain domain domain",
  "endian: little",
  "encoding: raw",
  "space origin: (-1,2,3.5)",
];

/** The base with lines replaced by field name, added, or (undefined) left out. */
function header(changes: Record<string, string | undefined> = {}, lineBreak = "\n"): string {
  const rest = { ...changes };
  const lines = BASE.flatMap((line) => {
    const name = line.split(":")[0]!;
    if (!(name in rest)) return [line];
    const changed = rest[name];
    delete rest[name];
    return changed === undefined ? [] : [changed];
  });
  return [...lines, ...Object.values(rest).filter((line) => line !== undefined), "", ""]
    .join(lineBreak);
}

const STEPS = [[0.5, 0, 0], [0, 0.75, 0], [0, 0, 2]];

/** What a header says about three axes. */
function geometry(text: string): unknown[] {
  const { axes, origin, space } = readHeader(text);
  const spatial = axes.filter(({ direction }) => direction);
  return [
    // −0 is 0 in another form; the sum of both is 0.
    spatial.map(({ direction }) => direction?.map((x) => x + 0)),
    spatial.map(({ size }) => size),
    origin,
    space,
  ];
}

const SAME: Readonly<Record<string, string>> = {
  "the plain form": header(),
  "the oldest magic": header({ NRRD0004: "NRRD00.01" }),
  "NRRD0001, against its version": header({ NRRD0004: "NRRD0001" }),
  "NRRD0006": header({ NRRD0004: "NRRD0006" }),
  "CRLF": header({}, "\r\n"),
  "a byte order mark": `\ufeff${header()}`,
  "no empty line at the end": header().trimEnd(),
  "capitals": header({
    "space": "Space: Left-Posterior-Superior",
    "space directions": "Space Directions: (0.5,0,0) (0,0.75,0) (0,0,2)",
  }),
  "names without blanks": header({
    "space directions": "spacedirections: (0.5,0,0) (0,0.75,0) (0,0,2)",
    "space origin": "spaceorigin: (-1,2,3.5)",
  }),
  "a tab behind the colon": header({ "sizes": "sizes:\t4 3 2" }),
  "blanks in vectors and behind values": header({
    "space directions": "space directions:  ( 0.5, 0 ,0)  (0, 0.75,0) (0,0, 2 )  ",
    "space origin": "space origin: ( -1, 2, 3.5 ) ",
  }),
  "vectors without blanks between": header({
    "space directions": "space directions: (0.5,0,0)(0,0.75,0)(0,0,2)",
  }),
  "all forms of numbers": header({
    "space directions": "space directions: (5E-1,-0,+0) (0.,.75,0e0) (0,0,2.000)",
  }),
  "the short name": header({ "space": "space: LPS" }),
  "sizes after space": header({ "sizes": undefined, "encoding": "sizes: 4 3 2" }),
  "no dimension": header({ "dimension": undefined }),
  "no kinds": header({ "kinds": undefined }),
  "comments and key/values": header({
    "type": "# space: RAS\ntype: short\nspace directions:=(9,9,9)\nkey: with colon:=value",
  }),
  "unknown fields": header({ "type": "type: short\nfavourite colour: green" }),
  "detached data": header({ "data": "data file: a b.raw" }),
  "a list of files": `${header().trimEnd()}\ndata file: LIST\nspace: RAS\nb.raw\n`,
  "a list of volumes behind": header({
    "dimension": "dimension: 4",
    "sizes": "sizes: 4 3 2 7",
    "space directions": "space directions: (0.5,0,0) (0,0.75,0) (0,0,2) none",
    "kinds": "kinds: domain domain domain list",
  }),
  "colours in front, without direction by NaN": header({
    "dimension": "dimension: 4",
    "sizes": "sizes: 3 4 3 2",
    "space directions": "space directions: (nan,NaN,nan) (0.5,0,0) (0,0.75,0) (0,0,2)",
    "kinds": "kinds: RGB-color domain domain domain",
  }),
  "a space with time": header({
    "dimension": "dimension: 4",
    "sizes": "sizes: 4 3 2 7",
    "space": "space: left-posterior-superior-time",
    "space directions": "space directions: (0.5,0,0,0) (0,0.75,0,0) (0,0,2,0) (0,0,0,1.5)",
    "kinds": "kinds: space space space time",
    "space origin": "space origin: (-1,2,3.5,0)",
  }),
};

for (const [name, text] of Object.entries(SAME)) {
  Deno.test(`NRRD: ${name}`, () => {
    deepEqual(geometry(text), [STEPS, [4, 3, 2], [-1, 2, 3.5], "LPS"]);
  });
}

Deno.test("NRRD: names of spaces", () => {
  const spaces = {
    "right-anterior-superior": "RAS",
    "RAS": "RAS",
    "rast": "RAS",
    "left-anterior-superior-time": "LAS",
    "left-posterior-superior": "LPS",
    // As teem and ITK take them, too.
    "right anterior superior": "RAS",
    "rightanteriorsuperior": "RAS",
    "Left Posterior Superior": "LPS",
    "leftanteriorsuperior": "LAS",
    "scanner-xyz": undefined,
    "3D-right-handed": undefined,
  };
  for (const [name, space] of Object.entries(spaces)) {
    equal(readHeader(header({ space: `space: ${name}` })).space, space, name);
  }
  equal(readHeader(header({ space: "space dimension: 3" })).space, undefined);
});

Deno.test("NRRD: spacings without directions lie along the axes, minima are edges of cells", () => {
  const spaced = (extra: string) =>
    header({
      "space": undefined,
      "space directions": `spacings: 0.5 0.75 2${extra}`,
      "space origin": undefined,
    });
  deepEqual(geometry(spaced("")), [STEPS, [4, 3, 2], undefined, undefined]);
  const mins = spaced("\naxis mins: -1.25 1.625 2.5");
  deepEqual(geometry(mins), [STEPS, [4, 3, 2], [-1, 2, 3.5], undefined]);
  const nodes = spaced("\naxismins: -1 2 3.5\ncenters: node node node");
  deepEqual(geometry(nodes), [STEPS, [4, 3, 2], [-1, 2, 3.5], undefined]);
  const list = header({
    "dimension": "dimension: 4",
    "sizes": "sizes: 7 4 3 2",
    "space": undefined,
    "space directions": "spacings: nan 0.5 0.75 2",
    "kinds": undefined,
  });
  deepEqual(geometry(list), [STEPS, [4, 3, 2], undefined, undefined]);
});

Deno.test("NRRD: each axis has its own centering", () => {
  const mixed = header({
    "space": undefined,
    "space directions": "spacings: 0.5 0.75 2\naxis mins: -1.25 2 2.5\ncenterings: cell node ???",
    "space origin": undefined,
  });
  deepEqual(geometry(mixed)[2], [-1, 2, 3.5]);
});

Deno.test("NRRD: of a field that comes twice the first is read", () => {
  equal(readHeader(header({ "type": "type: short\nsizes: 4 3 2" })).axes[0]!.size, 4);
});

Deno.test("NRRD: a picture of two axes, and a direction of zeros, have no third", () => {
  const flat = header({
    "dimension": "dimension: 2",
    "sizes": "sizes: 4 3",
    "space directions": "space directions: (0.5,0,0) (0,0.75,0)",
    "kinds": undefined,
  });
  deepEqual(geometry(flat)[0], STEPS.slice(0, 2));
  const zeros = header({ "space directions": "space directions: (0.5,0,0) (0,0.75,0) (0,0,0)" });
  deepEqual(geometry(zeros)[0], STEPS.slice(0, 2));
});

Deno.test("NRRD: what cannot be read is named by line or field, and not echoed", () => {
  const broken: Readonly<Record<string, readonly [string, string]>> = {
    "no magic": ["NIFTI\n", "NRRD0001"],
    "nothing": ["", "empty"],
    "junk": [header({ "type": "SECRET" }), "line 2"],
    "not a number": [header({ "space origin": "space origin: (SECRET,0,0)" }), "space origin"],
    "infinite": [
      header({ "space directions": "space directions: (inf,0,0) (0,1,0) (0,0,1)" }),
      "space directions",
    ],
    "half a NaN": [
      header({ "space directions": "space directions: (nan,0,0) (0,1,0) (0,0,1)" }),
      "space directions",
    ],
    "unclosed": [
      header({ "space directions": "space directions: (1,0,0) (0,1,0) (0,0,1" }),
      "space directions",
    ],
    "two numbers": [header({ "space origin": "space origin: (0,0)" }), "space origin"],
    "too few vectors": [
      header({ "space directions": "space directions: (1,0,0) (0,1,0)" }),
      "space directions",
    ],
    "no size": [header({ "sizes": "sizes: 4 0 2" }), "sizes"],
    "one axis": [
      header({ "space directions": "space directions: (1,0,0) none none" }),
      "axis lies in space",
    ],
    "no geometry": ["NRRD0001\ntype: short\n\n", "dimension"],
  };
  for (const [name, [text, told]] of Object.entries(broken)) {
    throws(() => readHeader(text), (error) => {
      ok(error instanceof HeaderError && error.code === "bad-header", name);
      ok(error.message.includes(told), `${name}: ${error.message}`);
      ok(!JSON.stringify([error.message, error.details]).includes("SECRET"), name);
      return true;
    });
  }
});

Deno.test("NRRD: bytes become text without loss, whatever their encoding", () => {
  const utf8 = new TextEncoder().encode(`\ufeff${header({ "content": "content: Łódź" })}`);
  equal(headerTextOf(utf8), `\ufeff${header({ "content": "content: Łódź" })}`);
  const latin1 = new Uint8Array([...new TextEncoder().encode("NRRD0004\n# "), 0xe9, 0x0a]);
  equal(headerTextOf(latin1), "NRRD0004\n# é\n");
});
