import { deepEqual, equal, throws } from "../assert.ts";
import { readNrrdGeometry } from "./nrrd_geometry.ts";

const GOOD = `NRRD0004
# a comment
type: short
dimension: 4
sizes: 3 2 4 5
space: right-anterior-superior
space directions: (0.5,0,0) (0,-0.9,0) (0,0.25,2e-7) none
kinds: domain domain domain list
labels: "" "" "" "time"
units: "" "" "" "s"
endian: little
encoding: raw
space units: "mm" "mm" "mm"
space origin: (1,-2,3)
axis 3 index values:=0 1 2 3 4
data file: volume.raw

`;

Deno.test("a header in the common dialect is read, in LPS", () => {
  const header = readNrrdGeometry(GOOD);
  deepEqual(header.sizes, [3, 2, 4, 5]);
  deepEqual(header.directions, [[-0.5, 0, 0], [0, 0.9, 0], [0, -0.25, 2e-7]]);
  deepEqual(header.origin, [-1, 2, 3]);
  deepEqual([header.space, header.endian, header.dataFile], ["RAS", "little", "volume.raw"]);
  equal(header.text.keyValues.get("axis 3 index values"), "0 1 2 3 4");
});

Deno.test("a LIST has as many names as slices, and no empty line", () => {
  const list = (names: string) => GOOD.replace("volume.raw\n\n", "LIST 3\n" + names);
  equal(readNrrdGeometry(list("a\nb c\nd/e\nf\ng\n")).text.list.length, 5);
  throws(() => readNrrdGeometry(list("a\nb\nc\nd\ne\n\n")), /one LF/);
  throws(() => readNrrdGeometry(list("a\nb\nc\nd\ne")), /one LF/);
  throws(() => readNrrdGeometry(list("a\nb\nc\nd\n")), /5 names/);
  throws(() => readNrrdGeometry(list("a\nb\nc\nd \ne\n")), /clean names/);
});

// Each of these is misread or refused by a reader in use.
for (
  const [what, from, to] of [
    ["CRLF", "type: short\n", "type: short\r\n"],
    ["a byte order mark", "NRRD", "\ufeffNRRD"],
    ["NRRD0006", "NRRD0004", "NRRD0006"],
    ["NRRD0005 without a measurement frame", "NRRD0004", "NRRD0005"],
    ["no empty line at the end", "volume.raw\n\n", "volume.raw\n"],
    ["two empty lines at the end", "volume.raw\n\n", "volume.raw\n\n\n"],
    ["a trailing blank", "type: short", "type: short "],
    ["a tab", "type: short", "type:\tshort"],
    ["capitals", "type: short", "Type: short"],
    ["an unknown type", "type: short", "type: float32"],
    ["a field twice", "encoding: raw", "encoding: raw\nencoding: raw"],
    ["an unknown field", "encoding: raw", "encoding: raw\ncentering: cell"],
    ["spacings beside directions", "kinds:", "spacings: 1 1 1 nan\nkinds:"],
    ["sizes before dimension", "dimension: 4\nsizes: 3 2 4 5", "sizes: 3 2 4 5\ndimension: 4"],
    ["space before sizes", /(sizes.*\n)(space:.*\n)/, "$2$1"],
    ["data file before a key", /(axis 3.*\n)(data file.*\n)/, "$2$1"],
    ["a short space name", "right-anterior-superior", "RAS"],
    ["LAS", "right-anterior-superior", "left-anterior-superior"],
    ["blanks in a vector", "(1,-2,3)", "(1, -2, 3)"],
    ["minus zero", "(1,-2,3)", "(1,-0,3)"],
    ["more digits than needed", "(1,-2,3)", "(1,-2.0,3)"],
    ["NaN", "(1,-2,3)", "(1,-2,NaN)"],
    ["a zero direction", "(0,0.25,2e-7)", "(0,0,0)"],
    ["none on a spatial axis", "(0,0.25,2e-7)", "none"],
    ["time as fourth axis", "domain list", "domain time"],
    ["no kind for an axis", "domain list", "list"],
    ["a colour of five", "domain list", "domain RGB-color"],
    ["units on a spatial axis", 'units: "" "" "" "s"', 'units: "mm" "" "" "s"'],
    ["units without quotes", '"mm" "mm" "mm"', "mm mm mm"],
    ["a size of zero", "3 2 4 5", "3 2 4 0"],
    ["too few sizes", "3 2 4 5", "3 2 4"],
    ["16 bits without endian", "endian: little\n", ""],
    ["a key that is a field", "axis 3 index values:=", "type:="],
    ["a key with a colon", "axis 3 index values:=", "axis: 3:="],
    ["a key twice", /(axis 3.*\n)/, "$1$1"],
    ["an unknown escape", "0 1 2 3 4", "0 1 \\t 3 4"],
    ["letters beyond ASCII", "a comment", "ein Kommentär"],
    ["a template as name", "volume.raw", "50%done.raw"],
    ["an absolute name", "volume.raw", "/volume.raw"],
    ["a name above the folder", "volume.raw", "../volume.raw"],
    ["a drive letter", "volume.raw", "c:volume.raw"],
    ["a name like LIST", "volume.raw", "LIST.raw"],
  ] as [string, string | RegExp, string][]
) {
  Deno.test(`refused: ${what}`, () => {
    const bad = GOOD.replace(from, to);
    equal(bad !== GOOD, true);
    throws(() => readNrrdGeometry(bad), /rule broken/);
  });
}
