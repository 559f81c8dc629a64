/**
 * Whether a header describes the array that was named, and the files that were sent.
 *
 * @module
 */

import type { Fault, ReadVolume } from "./read_volume.ts";
import { type Extents, extentsOf, type Request, type SentArray, USUAL } from "./request.ts";
import type { World } from "./world.ts";

/** Orders in which libraries hand out arrays, with room for volumes. */
const READINGS: readonly string[] = [
  ...["zyx", "yxz", "xyz"].flatMap((spatial) => [spatial, `t${spatial}`, `${spatial}t`]),
  "ztyx",
];

/** Faults of the array's axes, and of where its samples are said to lie. */
export function judgeArray(world: World, request: Request, volume: ReadVolume): Fault[] {
  return [
    ...(request.array ? judgeAxes(world, request.array, volume) : judgeUsual(request, volume)),
    ...(request.query.data === "dicom" ? judgeFiles(request, volume) : []),
  ];
}

function judgeAxes(world: World, array: SentArray, read: ReadVolume): Fault[] {
  const extents = extentsOf(world)!;
  const found = lettersOf(read);
  const long = (letters: string) =>
    [...letters].filter((name) => extents[name as keyof Extents] > 1).join("");
  const inMemory = (letters: string) =>
    long(array.fortran ? letters : [...letters].reverse().join(""));
  if (array.stated) {
    if (long(found) === inMemory(array.letters)) return [];
    return [{
      kind: "wrong-axes",
      what: `${array.letters} was stated, the header has ${found} (fastest first)`,
    }];
  }
  const shape = array.shape ?? [...USUAL[0]!].map((name) => extents[name as keyof Extents]);
  const sizes = (letters: string) =>
    [...letters].map((name) => extents[name as keyof Extents]).join();
  const exact = READINGS.filter((letters) => sizes(letters) === shape.join());
  // An index of size 1 may be one too many, or have been left out.
  const nearly = READINGS.filter((letters) =>
    sizes(long(letters)) === shape.filter((size) => size !== 1).join()
  );
  const readings = [...new Set((exact.length > 0 ? exact : nearly).map(inMemory))];
  if (!readings.includes(long(found))) {
    return [{ kind: "array-misread", what: `(${shape}) is read as ${found} (fastest first)` }];
  }
  const told = read.volume.findings.some(({ code }) => code === "array-ambiguous");
  if (readings.length === 1 || told) return [];
  return [{ kind: "array-guessed", what: `(${shape}) may be ${readings.join(" or ")}; not told` }];
}

/** Nobody said anything: columns, rows, slices, and volumes behind them. */
function judgeUsual({ query }: Request, read: ReadVolume): Fault[] {
  const found = lettersOf(read).replace("c", "");
  // Layers of labels stand first; frames of one slice together where they were sent so.
  const layered = read.volume.segments !== undefined || query.as === "segmentation";
  const usual = layered
    ? /^t?xyz$/
    : query.order === undefined || query.order === "position"
    ? /^xyzt?$/
    : /^xy(z|zt|tz)$/;
  if (usual.test(found)) return [];
  return [{ kind: "wrong-axes", what: `the header has ${found} (fastest first)` }];
}

/** Axes of a header by name, fastest first. */
function lettersOf({ header, axes }: ReadVolume): string {
  const [x, y, z] = axes.map((axis) => header.spatialAxes[axis]);
  return header.kinds.map((kind, axis) => {
    if (axis === x) return "x";
    if (axis === y) return "y";
    if (axis === z) return "z";
    return kind === "list" ? "t" : "c";
  }).join("");
}

/** The files in the order of the array, and where in them the pixels begin. */
function judgeFiles({ names, pixelsAt }: Request, { header, placed, axes }: ReadVolume): Fault[] {
  const starts = new Set(placed.map(({ slice }) => pixelsAt?.[slice.given]));
  // Pixel Data of an odd length have a byte of padding behind them (PS3.5 8.1.1).
  const files = new Set(placed.map(({ slice }) => slice.given)).size;
  const bytes = header.sizes.reduce((product, size) => product * size, header.sampleBytes) / files;
  const fromEnd = -1 - bytes % 2;
  if (header.byteSkip !== fromEnd && (starts.size !== 1 || !starts.has(header.byteSkip))) {
    const first = placed[0]!.slice;
    const alone = new Set(placed.map(({ slice }) => slice.given)).size === 1 && first.frame > 0;
    if (!alone) return [{ kind: "wrong-skip", what: `byte skip ${header.byteSkip}` }];
  }
  if (header.text.list.length !== placed.length) return [];
  const lists = header.kinds.indexOf("list");
  const zFirst = lists < 0 || lists > header.spatialAxes[axes[2]]!;
  const inOrder = [...placed].sort((a, b) =>
    zFirst ? a.t - b.t || a.k - b.k : a.k - b.k || a.t - b.t
  );
  const expected = inOrder.map(({ slice }) => names![slice.given]);
  if (expected.every((name, n) => header.text.list[n] === name)) return [];
  return [{ kind: "wrong-files", what: "the LIST is in another order than the slices" }];
}
