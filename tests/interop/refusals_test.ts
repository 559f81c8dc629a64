/**
 * Headers that break rules of NRRD, alone and together: a check says `unreadable` exactly of those
 * that teem, ITK or pynrrd refuse, and names those that do.
 */

import { fc } from "../support/property.ts";
import { gzipSync } from "node:zlib";
import { readHeader } from "../../lib/headers/nrrd/read/geometry.ts";
import { refusalsOf } from "../../lib/headers/nrrd/read/refusals.ts";
import { repaired } from "../../lib/headers/nrrd/read/repair.ts";
import { deepEqual, ok } from "../assert.ts";
import { hasPython, reportAbsentReaders, runPython, teemRefuses } from "./readers.ts";

reportAbsentReaders();

/** A header by field, in the order of its lines; a field may hold several lines. */
type Header = ReadonlyMap<string, string>;

const SHORT: Header = new Map([
  ["magic", "NRRD0004"],
  ["type", "type: short"],
  ["dimension", "dimension: 3"],
  ["sizes", "sizes: 4 3 2"],
  ["space", "space: left-posterior-superior"],
  ["space directions", "space directions: (0.5,0,0) (0,0.75,0) (0,0,2)"],
  ["kinds", "kinds: domain domain domain"],
  ["endian", "endian: little"],
  ["encoding", "encoding: raw"],
  ["space origin", "space origin: (-1,2,3.5)"],
]);

const SEQUENCE: Header = new Map([
  ...SHORT,
  ["dimension", "dimension: 4"],
  ["sizes", "sizes: 4 3 2 2"],
  ["space directions", "space directions: (0.5,0,0) (0,0.75,0) (0,0,2) none"],
  ["kinds", "kinds: domain domain domain list"],
]);

const SPACINGS: Header = new Map([
  ...[...SHORT].filter(([name]) => !name.startsWith("space")),
  ["spacings", "spacings: 0.5 0.75 2"],
]);

const BYTES: Header = new Map(
  [...SHORT, ["type", "type: uint8"]].filter(([name]) => name !== "endian") as [string, string][],
);

const BASES: Readonly<Record<string, Header>> = { SHORT, SEQUENCE, SPACINGS, BYTES };

/** What can be done to a header; undefined where it does not apply. */
type Change = (header: Header) => Header | undefined;

const set = (field: string, text: string): Change => (header) =>
  header.has(field) ? new Map([...header, [field, text]]) : undefined;
const add = (text: string): Change => (header) => new Map([...header, [`+${text}`, text]]);
const without = (field: string): Change => (header) =>
  header.has(field) ? new Map([...header].filter(([name]) => name !== field)) : undefined;
const each = (change: (line: string) => string, ...fields: string[]): [string, Change][] =>
  fields.map((field) => [field, (header) => {
    const line = header.get(field);
    return line === undefined ? undefined : new Map([...header, [field, change(line)]]);
  }]);
const before = (field: string, other: string): Change => (header) => {
  const line = header.get(field);
  if (line === undefined || !header.has(other)) return undefined;
  return new Map(
    [...header].filter(([name]) => name !== field)
      .flatMap((entry) => entry[0] === other ? [[field, line] as const, entry] : [entry]),
  );
};

const FIELDS = [...SHORT.keys()].filter((name) => name !== "magic");
const named = (what: string, changes: [string, Change][]): [string, Change][] =>
  changes.map(([field, change]) => [`${what} ${field}`, change]);

const CHANGES: Readonly<Record<string, Change>> = Object.fromEntries([
  ["nothing", (header: Header) => header],
  ...FIELDS.filter((field) => field !== "sizes").map((field) =>
    [`without ${field}`, without(field)] as const
  ),
  ...FIELDS.map((field) =>
    [`twice ${field}`, (header: Header) => {
      const line = header.get(field);
      return line === undefined ? undefined : new Map([...header, [`+${field}`, line]]);
    }] as const
  ),
  ...named("blank behind", each((line) => `${line} `, ...FIELDS)),
  ...named("no blank in", each((line) => line.replace(": ", ":"), ...FIELDS)),
  ...named("tab in", each((line) => line.replace(": ", ":\t"), ...FIELDS)),
  ...named("capital", each((line) => line[0]!.toUpperCase() + line.slice(1), ...FIELDS)),
  ...named(
    "loud",
    each(
      (line) => line.replace(/: .*/, (value) => value.toUpperCase()),
      "type",
      "space",
      "kinds",
      "endian",
      "encoding",
    ),
  ),
  ...named("underscore in", each((line) => line.replace(" ", "_"), "space directions")),
  ...named("joined", each((line) => line.replace(" ", ""), "space directions", "space origin")),
  ...["bool", "float16", "float32", "char", "unsigned long", "block", "int16", "short int"]
    .map((type) => [`type ${type}`, set("type", `type: ${type}`)] as const),
  ...["zip", "hex", "zrl", "bzip2"]
    .map((encoding) => [`encoding ${encoding}`, set("encoding", `encoding: ${encoding}`)] as const),
  ...["big", "le"].map((endian) =>
    [`endian ${endian}`, set("endian", `endian: ${endian}`)] as const
  ),
  ...["NRRD0001", "NRRD0005", "NRRD0006", "NRRD00.01"]
    .map((magic) => [magic, set("magic", magic)] as const),
  ...[
    "spacings: 0.5 0.75 2",
    "spacings: 1 1 5",
    "spacings: nan nan nan",
    "spacings: nan nan nan 2.5",
    "axis mins: 0 0 0",
    "axis mins: nan nan nan",
    "axismaxs: 9 9 9",
    "thicknesses: NaN NaN 3",
    "thicknesses: 1 1 -1",
    'units: "mm" "mm" "mm"',
    'units: "" "" ""',
    'units: "" "" "" "s"',
    "units: mm mm mm",
    'labels: "x" "y" "z"',
    "labels: x y z",
    'space units: "mm" "mm" "mm"',
    'space units: "um" "um" "um"',
    'space units: "mm" "mm"',
    "space units: mm mm mm",
    "space dimension: 3",
    "measurement frame: (1,0,0) (0,1,0) (0,0,1)",
    "measurement frame: (1, 0, 0) (0,1,0) (0,0,1)",
    "measurement frame: (1,0,0) (0,1,0)",
    "centerings: cell cell node",
    "centers: cell cell cell",
    "centerings: pixel cell cell",
    "centerings: CELL Node ???",
    "centerings: cell cell NONE",
    "favourite: green",
    "favourite:green",
    "favourite:=green",
    "favourite:=a: b",
    "a: b:=c",
    "type:=x",
    "spacings:=x",
    "# comment: here",
    "content: a: b ",
    "sample units: HU",
    "old min: 0",
    "old min: x",
    "min: x",
    "number: 5",
    "number: x",
    "block size: 4",
    "line skip: 0",
    "byte skip: 0",
    "byte skip: x",
  ].map((text) => [text, add(text)] as const),
  // A key in front of the field of its name: pynrrd takes the first, teem and ITK the field.
  ["key before a field", add("spacings:=x\nspacings: nan nan nan 2.5")],
  ["loud none", set("kinds", "kinds: domain domain domain NONE")],
  ["key twice", add("favourite:=green\nfavourite:=red")],
  ["directions before space", before("space directions", "space")],
  ["origin before space", before("space origin", "space")],
  ["space before dimension", before("space", "dimension")],
  ["sizes before dimension", before("sizes", "dimension")],
  ["kinds before dimension", before("kinds", "dimension")],
  ["kinds before sizes", before("kinds", "sizes")],
  ...["RAI", "scanner-xyz", "LPS", "lps", "LPST", "3D-right-handed"]
    .map((space) => [`space ${space}`, set("space", `space: ${space}`)] as const),
  ["space by number", set("space", "space dimension: 3")],
  ...["domain domain domain time", "domain domain domain none", "domain domain domain vector"]
    .map((kinds) => [kinds, set("kinds", `kinds: ${kinds}`)] as const),
  ...["domain domain list", "domain domain depth", "space space space", "??? ??? ???"]
    .map((kinds) => [kinds, set("kinds", `kinds: ${kinds}`)] as const),
  [
    "blanks in vectors",
    set("space directions", "space directions: (0.5, 0, 0) (0, 0.75, 0) (0, 0, 2)"),
  ],
  ["origin with blanks", set("space origin", "space origin: (-1, 2, 3.5)")],
  ["a spacing of zero", set("spacings", "spacings: 0.5 0 2")],
  [
    "in one plane",
    set("space directions", "space directions: (0.5,0,0) (0,0.75,0) (0,2,0)"),
  ],
  [
    "NaN for none",
    set("space directions", "space directions: (0.5,0,0) (0,0.75,0) (0,0,2) (nan,nan,nan)"),
  ],
]);

/** Headers that break more than one rule. */
const SEVERAL = 300;

/** Some that have no effect on a header. */
const HARMLESS = new Set(["nothing"]);

function textOf(header: Header): string {
  return `${[...header.values()].join("\n")}\n\n`;
}

/** Zeros behind a header, as many as it says. */
function withData(text: string): Uint8Array<ArrayBuffer> {
  const find = (pattern: RegExp, or: string) => pattern.exec(text)?.[1]?.toLowerCase() ?? or;
  const count = find(/^_?sizes:[ \t]*([\d ]+?)[ \t]*$/im, "4 3 2").split(" ")
    .reduce((product, size) => product * Number(size), 1);
  const type = find(/^type:[ \t]*(.*?)[ \t]*$/im, "short");
  const zeros = new Uint8Array(count * sampleBytes(type));
  const encoding = find(/^encoding:[ \t]*(\w+)/im, "raw");
  const data = encoding === "hex"
    ? new TextEncoder().encode("00".repeat(zeros.length))
    : encoding === "gzip"
    ? gzipSync(zeros)
    : encoding === "bzip2"
    ? Uint8Array.from(atob(BZIP2[zeros.length] ?? ""), (c) => c.charCodeAt(0))
    : zeros;
  return new Uint8Array([...new TextEncoder().encode(text), ...data]);
}

/** Zeros as Python's bz2 packs them, by their number: Deno has no packer of that kind. */
const BZIP2: Readonly<Record<number, string>> = {
  24: "QlpoOTFBWSZTWQRTg8UAAABgAEAABAAgACEAgoMXckU4UJAEU4PF",
  48: "QlpoOTFBWSZTWanNEU8AAABQAEAAAAQgACEAgoMXckU4UJCpzRFP",
  96: "QlpoOTFBWSZTWXWmL10AAABCAEAAAAQgACEAgoMXckU4UJB1pi9d",
};

function sampleBytes(type: string): number {
  if (/^(uint8|bool|(un)?(signed )?char)$/.test(type)) return 1;
  return /double|64|long/.test(type) ? 8 : /float|32/.test(type) ? 4 : 2;
}

/** Every change alone, to every header; and some of them together. */
function headers(): Map<string, string> {
  const texts = new Map<string, string>();
  const put = (base: string, names: readonly string[]) => {
    let header: Header | undefined = BASES[base];
    for (const name of names) header = header && CHANGES[name]!(header);
    if (header) texts.set([base, ...names].join(" + "), textOf(header));
  };
  for (const base of Object.keys(BASES)) for (const name of Object.keys(CHANGES)) put(base, [name]);
  const several = fc.tuple(
    fc.constantFrom(...Object.keys(BASES)),
    fc.uniqueArray(fc.constantFrom(...Object.keys(CHANGES).filter((name) => !HARMLESS.has(name))), {
      minLength: 2,
      maxLength: 3,
    }),
  );
  for (const [base, names] of fc.sample(several, SEVERAL)) put(base, names);
  return texts;
}

Deno.test({
  name: "a header is called unreadable exactly by those readers that refuse it",
  ignore: !hasPython,
  fn: async () => {
    const said = new Map<string, { text: string; readers: string[] }>();
    for (const [name, text] of headers()) {
      try {
        const refusals = refusalsOf(readHeader(text));
        const readers = refusals.flatMap(({ readers }) => readers);
        said.set(name, { text, readers: [...new Set(readers)].sort() });
      } catch {
        // Refused as a whole: there is no geometry that could be judged.
      }
    }
    ok(said.size > 500);
    const names = [...said.keys()];
    const asked = await ask(names.map((name) => said.get(name)!.text));
    const wrong = names.flatMap((name, n) => {
      const { readers } = said.get(name)!;
      const expected = asked.known.includes("teem") ? readers : readers.filter((r) => r !== "teem");
      return asked.refused[n]!.join() === expected.join()
        ? []
        : [{ name, said: readers.join(), refused: asked.refused[n]!.join() }];
    });
    deepEqual(wrong, []);
    ok(asked.refused.filter((readers) => readers.length === 0).length > 100);
  },
});

Deno.test({
  name: "a header that was put right is read by teem, ITK and pynrrd",
  ignore: !hasPython,
  fn: async () => {
    const texts: [string, string][] = [];
    for (const [name, text] of headers()) {
      // Data that are encoded in another way are not put right by a header.
      if (/encoding (zip|hex|zrl|bzip2)|in one plane/.test(name)) continue;
      try {
        const { header } = repaired(readHeader(text), {
          type: name.startsWith("BYTES") ? "uint8" : "short",
          space: "LPS",
          sizes: name.startsWith("SEQUENCE") ? [4, 3, 2, 2] : [4, 3, 2],
        });
        if (refusalsOf(header).length === 0) texts.push([name, header.lines.join("")]);
        else ok(/LPST|byte skip|dimension/.test(name), name);
      } catch {
        // As above.
      }
    }
    ok(texts.length > 500);
    const { refused } = await ask(texts.map(([, text]) => text));
    deepEqual(texts.flatMap(([name, text], n) => refused[n]!.length > 0 ? [[name, text]] : []), []);
  },
});

Deno.test({
  name: "minima and centerings, mixed: the origin is SimpleITK's",
  ignore: !hasPython,
  fn: async () => {
    const centering = fc.constantFrom("cell", "node", "none", "???");
    const number = fc.integer({ min: -400, max: 400 }).map((n) => n / 8);
    const cases = fc.sample(
      fc.tuple(
        fc.tuple(centering, centering, centering),
        fc.tuple(number, number, number),
        fc.boolean(),
      ),
      40,
    ).map(([centerings, mins, said]) =>
      textOf(
        new Map([
          ...SPACINGS,
          ["axis mins", `axis mins: ${mins.join(" ")}`],
          ...said ? [["centerings", `centerings: ${centerings.join(" ")}`] as const] : [],
        ]),
      )
    );
    const { origins } = await ask(cases);
    deepEqual(cases.map((text) => readHeader(text).origin?.map((v) => v + 0)), origins);
  },
});

Deno.test({
  name: "lists of data files: what is no name, and too many or too few",
  ignore: !hasPython,
  fn: async () => {
    const cases: Record<string, [type: string, names: string]> = {
      "right": ["LIST", "a.raw\nb.raw\n"],
      "by two axes": ["LIST 2", "a.raw\nb.raw\n"],
      "CRLF": ["LIST", "a.raw\r\nb.raw\r\n"],
      "blank line": ["LIST", "a.raw\nb.raw\n\n"],
      "two blank lines": ["LIST", "a.raw\nb.raw\n\n\n"],
      "comment": ["LIST", "a.raw\n# the next\nb.raw\n"],
      "too few": ["LIST", "a.raw\n"],
      "too many": ["LIST", "a.raw\nb.raw\na.raw\n"],
    };
    const folder = await Deno.makeTempDir();
    try {
      const data = new Uint8Array(24);
      for (const name of ["a.raw", "b.raw"]) Deno.writeFileSync(`${folder}/${name}`, data);
      const said: Record<string, string> = {};
      for (const [name, [list, names]] of Object.entries(cases)) {
        const text = `${[...SHORT.values()].join("\n")}\ndata file: ${list}\n${names}`;
        const header = readHeader(text);
        const readers = refusalsOf(header).flatMap(({ readers }) => readers);
        said[`${name}.nhdr`] = [...new Set(readers)].sort().join();
        Deno.writeTextFileSync(`${folder}/${name}.nhdr`, text);
        const mended = repaired(header, { type: "short", space: "LPS", sizes: [4, 3, 2] });
        if (!name.startsWith("too")) deepEqual(refusalsOf(mended.header), []);
      }
      const answers = await runPython("refuse_nrrd.py", [folder]) as Record<
        string,
        { refused: string[] }
      >;
      for (const [name, readers] of Object.entries(said)) {
        // pynrrd takes no lists at all; that is not told.
        const refused = answers[name]!.refused.filter((reader) => reader !== "pynrrd");
        const teem = await teemRefuses(`${folder}/${name}`);
        if (teem) refused.push("teem");
        deepEqual(
          refused.join(),
          teem === undefined ? readers.replace(",teem", "") : readers,
          name,
        );
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** The readers' own answers. */
async function ask(texts: readonly string[]) {
  const folder = await Deno.makeTempDir();
  try {
    const paths = texts.map((_, n) => `${String(n).padStart(5, "0")}.nrrd`);
    texts.forEach((text, n) => Deno.writeFileSync(`${folder}/${paths[n]}`, withData(text)));
    const answers = await runPython("refuse_nrrd.py", [folder]) as Record<
      string,
      { refused: string[]; origin: number[] | null }
    >;
    const refused = await Promise.all(paths.map(async (path) => {
      const teem = await teemRefuses(`${folder}/${path}`);
      return [...answers[path]!.refused, ...teem ? ["teem"] : []].sort();
    }));
    const known = await teemRefuses(`${folder}/${paths[0]}`) === undefined
      ? ["ITK", "pynrrd"]
      : ["ITK", "pynrrd", "teem"];
    const origins = paths.map((path) => answers[path]!.origin?.map((v) => v + 0));
    return { refused, known, origins };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
