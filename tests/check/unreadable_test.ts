/**
 * Headers that readers refuse: each is named with its readers, judged as far as it can be read, and
 * given back so that all read it. Who refuses what, the readers themselves say in tests/interop.
 */

import { fc } from "../support/property.ts";
import { checkReport } from "../../lib/check/report.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { type HeaderGeometry, headerOf } from "../support/corruptions.ts";
import { collect } from "../support/objects.ts";
import { makeSeries, OBLIQUE } from "../support/series.ts";
import { check, geometryOf, named, rightGeometry } from "./support.ts";

const { objects } = collect(makeSeries({ ...OBLIQUE, thickness: 2 }));
const right = rightGeometry(objects);
const RIGHT = headerOf(right);

const line = (name: string): string => new RegExp(`^${name}: .*\n`, "m").exec(RIGHT)![0];
const replaced = (name: string, by: string) => (text: string) => text.replace(line(name), by);
const added = (text: string) => (header: string) => header.replace(/\n\n$/, `\n${text}\n\n`);

/** Ways to a header that readers refuse, and what the diagnosis must say. */
const REFUSED: readonly [
  name: string,
  change: (header: string) => string,
  readers: string,
  told: RegExp,
][] = [
  ["spacings", added("spacings: 0.5 0.9 2"), "teem,ITK", /spacings must not stand beside/],
  ["contradicting spacings", added("spacings: 1 1 5"), "teem,ITK", /contradict/],
  ["units", added('units: "mm" "mm" "mm"'), "teem,ITK", /units must not stand beside/],
  ["axis mins", added("axis mins: 0 0 0"), "teem,ITK", /axis mins must not stand beside/],
  ["axis maxs", added("axismaxs: 9 9 9"), "teem,ITK", /axis maxs must not stand beside/],
  ["no endian", replaced("endian", ""), "teem,ITK,pynrrd", /endian is missing/],
  ["no type", replaced("type", ""), "teem,ITK,pynrrd", /type is missing/],
  ["no encoding", replaced("encoding", ""), "teem,ITK,pynrrd", /encoding is missing/],
  ["no sizes", replaced("sizes", ""), "teem,ITK,pynrrd", /sizes is missing/],
  ["no dimension", replaced("dimension", ""), "teem,ITK,pynrrd", /dimension is missing/],
  ["twice", added("kinds: domain domain domain"), "teem,ITK,pynrrd", /kinds stands .* second time/],
  [
    "directions first",
    (text) => text.replace(line("space"), "").replace(line("kinds"), line("kinds") + line("space")),
    "teem,ITK",
    /space must stand before space directions/,
  ],
  ["space dimension", added("space dimension: 3"), "teem,ITK", /space dimension must not stand/],
  ["bool", replaced("type", "type: bool\n"), "teem,ITK,pynrrd", /type must be a type that NRRD/],
  ["unknown field", added("favourite: green"), "teem,ITK", /no field of NRRD is called so/],
  ["no blank", replaced("kinds", "kinds:domain domain domain\n"), "teem,ITK", /blank must follow/],
  ["blank behind", replaced("type", "type: short \n"), "teem,ITK", /blank behind its value/],
  [
    "capitals",
    replaced("type", "Type: short\n"),
    "pynrrd",
    /type must be written in small letters/,
  ],
  ["version 6", (text) => text.replace("NRRD0004", "NRRD0006"), "ITK,pynrrd", /NRRD0006/],
  [
    "a blank line behind a list of files",
    (text) => `${text.trimEnd()}\ndata file: LIST\na\nb\nc\nd\ne\n\n`,
    "teem,ITK",
    /blank line .* counts as a name/,
  ],
  [
    "unquoted",
    added("space units: mm mm mm"),
    "teem,ITK",
    /space units must be "…" for each dimension of the space/,
  ],
];

for (const [name, change, readers, told] of REFUSED) {
  Deno.test(`unreadable: ${name}`, () => {
    const reply = check(objects, change(RIGHT));
    deepEqual([reply.status, reply.error < 1e-12], ["wrong", true]);
    deepEqual(named(reply), ["unreadable"]);
    equal((reply.diagnoses[0]!.readers as string[]).join(), readers);
    match(reply.diagnoses[0]!.message, told);
    ok(reply.right.changed.length > 0);
    const again = check(objects, reply.right.header);
    deepEqual([again.status, named(again)], ["ok", []]);
    // Lines that nobody refuses stay as they are.
    const lines = new Set(reply.right.header.split("\n"));
    const kept = RIGHT.split("\n").filter((text) => change(RIGHT).split("\n").includes(text));
    deepEqual(kept.filter((text) => !lines.has(text) && !text.startsWith("NRRD")), []);
  });
}

Deno.test("what all readers take is not called unreadable", () => {
  for (
    const text of [
      added("thicknesses: NaN NaN 3")(RIGHT),
      added('space units: "mm" "mm" "mm"')(RIGHT),
      added("centerings: cell cell cell")(RIGHT),
      added("spacings: nan nan nan")(RIGHT),
      added('units: "" "" ""')(RIGHT),
      added('labels: "x" "y" "z"')(RIGHT),
      added("favourite:=green")(RIGHT),
      added("old min: 0\nold max: 5\nnumber: 440")(RIGHT),
      RIGHT.replaceAll("\n", "\r\n"),
      RIGHT.replace("sizes: 11 8 5", "sizes: 11  8 5 "),
    ]
  ) {
    const reply = check(objects, text);
    deepEqual([reply.status, named(reply), reply.right.header], ["ok", [], text]);
  }
});

Deno.test("geometry is judged beside what cannot be read, and both are put right", () => {
  const some = fc.uniqueArray(fc.constantFrom(...REFUSED.keys()), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(some, fc.constantFrom("reversed", "space", "none"), (chosen, mistake) => {
    const [i, j, k] = right.directions;
    const wrong: Record<string, HeaderGeometry> = {
      reversed: { ...right, directions: [i, j, [-k[0], -k[1], -k[2]]] },
      space: { ...right, space: "right-anterior-superior" },
      none: right,
    };
    let text = headerOf(wrong[mistake]!);
    // Behind a list of files every line is a name: it comes last.
    const isList = (n: number) => REFUSED[n]![0].includes("list of files");
    for (const n of chosen.toSorted((a, b) => Number(isList(a)) - Number(isList(b)))) {
      const before = text;
      text = REFUSED[n]![1](text);
      if (text === before) return;
    }
    const reply = check(objects, text, { order: "position" });
    equal(reply.status, "wrong");
    ok(named(reply).includes("unreadable"));
    const codes = { reversed: "slice-axis-reversed", space: "space-confused", none: undefined };
    const code = codes[mistake as keyof typeof codes];
    if (code !== undefined && !chosen.some((n) => REFUSED[n]![0] === "directions first")) {
      ok(named(reply).includes(code), text);
    }
    const again = check(objects, reply.right.header, { order: "position" });
    deepEqual([again.status, named(again)], ["ok", []], `${text}\n${reply.right.header}`);
  }));
});

Deno.test("a page of text says who refuses the header, not that it is right", () => {
  const report = checkReport(check(objects, added("spacings: 0.5 0.9 2")(RIGHT)));
  match(report, /^The header is refused by readers, .*: its corners are up to \S+ mm off\.$/m);
  match(report, /^- unreadable: teem and ITK refuse the header: spacings .* \(line 13\)\.$/m);
  match(report, /^The right header \(spacings\):$/m);
});

Deno.test("a header of nothing but wrong lines is told in few, and put right as a whole", () => {
  const many = Array.from({ length: 2000 }, (_, n) => `favourite ${n}: green`).join("\n");
  const reply = check(objects, added(many)(RIGHT));
  deepEqual([reply.diagnoses.length, reply.diagnoses.at(-1)!.further], [21, 1980]);
  deepEqual([check(objects, reply.right.header).status, reply.right.changed], ["ok", ["key"]]);
});

Deno.test("nothing of a header is repeated that is no word of NRRD's", () => {
  const text = added("SECRET: SECRET")(RIGHT).replace("type: short", "type: SECRET");
  const { diagnoses } = check(objects, text);
  equal(diagnoses.length, 2);
  ok(!JSON.stringify(diagnoses).includes("SECRET"));
});

Deno.test("units that are not millimetres are told, and move nothing", () => {
  for (const unit of ["um", "cm", "m", "inch", "pixel"]) {
    const text = added(`space units: "${unit}" "${unit}" "${unit}"`)(RIGHT);
    const reply = check(objects, text);
    deepEqual([reply.status, named(reply), reply.error < 1e-12], [
      "ok",
      ["units-contradict"],
      true,
    ]);
    deepEqual(reply.right.changed, ["space units"]);
    equal(reply.right.header, added('space units: "mm" "mm" "mm"')(RIGHT));
  }
  for (const unit of ["mm", "MM", "millimetre", "millimeters", ""]) {
    const text = added(`space units: "${unit}" "${unit}" "${unit}"`)(RIGHT);
    deepEqual(named(check(objects, text)), [], unit);
  }
});

Deno.test("slices first in sizes and lengths, directions along columns, rows, slices", () => {
  const positive = fc.integer({ min: 2, max: 40 }).map((n) => n / 8);
  const count = fc.integer({ min: 3, max: 12 });
  fc.assert(fc.property(
    fc.tuple(positive, positive, positive).filter(([x, , z]) => Math.abs(x - z) > 0.2),
    fc.tuple(count, count, count).filter(([x, , z]) => x !== z),
    ([x, y, z], [columns, rows, slices]) => {
      const sent = collect(makeSeries({
        columns,
        rows,
        count: slices,
        pixelSpacing: [y, x],
        first: [10, 20, 30],
        step: [0, 0, z],
        thickness: z,
      })).objects;
      const reply = check(sent, {
        space: "left-posterior-superior",
        directions: [[z, 0, 0], [0, y, 0], [0, 0, x]],
        origin: [10, 20, 30],
        sizes: [slices, rows, columns],
      });
      deepEqual([reply.status, named(reply)], ["wrong", ["axes-transposed"]]);
      match(reply.diagnoses[0]!.message, /slices first/);
      const { sizes, directions, origin } = geometryOf(reply.right.header);
      deepEqual([sizes, origin], [[slices, rows, columns], [10, 20, 30]]);
      deepEqual(directions, [[0, 0, z], [0, y, 0], [x, 0, 0]]);
      equal(check(sent, reply.right.header).status, "ok");
    },
  ));
});
