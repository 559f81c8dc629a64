/** Names of data files that pass, read by every reader that is there: just that file, no other. */

import { isHeaderError } from "../../lib/errors.ts";
import { readOptions } from "../../lib/options/read.ts";
import { equal, match, ok, throws } from "../assert.ts";
import { concat } from "../support/dicom_writer.ts";
import { makeSeries } from "../support/series.ts";
import { pixelsOf } from "../support/truth.ts";
import { type File, inFolder, oblique, PLANE, reading, replyTo } from "./arrays.ts";
import { readAll, reportAbsentReaders } from "./readers.ts";
import { fingerprint } from "./voxels.ts";

reportAbsentReaders();

/** Marks that a shell, a URL, a pattern, a comment or another field could begin with. */
const MARKS = [..."!\"#$&'()*+,;<=>?@[]^_`{|}~"];

/** What is used as a name as it stands. */
const PLAIN = [
  ..."mask.raw|a b.raw|a b c|sub/folder/mask.raw|a b/c d|x LIST|list|skiplist.raw|LIST|LIST 2|LIST/x"
    .split("|"),
  ...".x|..x|...|a..b|a.|a..|a/..b|a/b..|./x|././x|a//b|a/./b|LISTEN.raw|SKIPLIST|SKIPLIST 2".split(
    "|",
  ),
  ...MARKS.flatMap((mark) => [`${mark}a`, `a${mark}`, `a ${mark} b`]),
  ..."~/x|~root/x|$HOME/x|${x}|$(id)|`id`|(a) b|time 12:30.raw|12:30.raw|x y:z|: a|a b:=c"
    .split(
      "|",
    ),
  ..."0|12|1 2|1 2 3|mask 1 2|1,2,3 4 5|nan|NaN|none|null|attached.raw|dicom.raw|raw|NRRD0004"
    .split("|"),
  ..."a.gz|a.nrrd|a.dcm|a.npy|CON|nul|aux.txt|a  b|a   b.raw".split("|"),
  "x".repeat(255),
  `${"y".repeat(100)}/`.repeat(9) + "z".repeat(100),
];

/** What VTK takes for a template, teem not; a line of a list may have it. */
const TEMPLATES_OF_VTK = [
  ..."mask.raw 0 3 1|mask.raw 0 3 1 2|1 2 3 4|m 1 2 0|m -1 2 3|m 1.5 2 3|m 5 1 1|a/b 1 2 3".split(
    "|",
  ),
  ..."my mask of liver.raw|a b c d|m 1 2 3.raw|x 1 2 3/y z|CT 3 1 2 brain.raw|a  b   c d e f".split(
    "|",
  ),
];
const PERCENT = [
  ..."%|50%.raw|a%20b.raw|%s|%n|%%|a%i.raw|a%03u|a%5.3f|a%*d|a%1$d|a%i.raw 0 2 1|a%03u 0 2 1".split(
    "|",
  ),
  ..."%s 0 2 1|%n 0 2 1|im%03d.raw|%d|%D".split("|"),
];

/** No name of a file below the header's folder. */
const NONE = [
  ...".|./|x/|x/.|a//|..|x/..|../x|/x|//x|x.nhdr|a/volume.NHDR|c:x|C:|a:|1:b|-|-x".split("|"),
  ..."http://x/y.raw|https://x|file:///tmp/x|file:x|ftp://x|data:,x|s3://b/k|ab:=c|urn:x|Z+a-1.2:x"
    .split("|"),
];

const SLICES = 4;

/** A folder for each name: the file with voxels that no other has, and the header's text. */
function writeHeader(folder: string, name: string, seed: number): { path: string; voxels: string } {
  const { header: options } = readOptions([["data", name], ["type", "uint8"], ["as", "labelmap"]]);
  const { header } = replyTo(STACK, options);
  const voxels = Uint8Array.from(
    { length: PLANE * SLICES },
    (_, n) => (n * 7 + (n >> 8) + seed * 3) % 251,
  );
  put(`${folder}/${seed}`, name, voxels);
  const path = `${folder}/${seed}/volume.nhdr`;
  Deno.writeTextFileSync(path, header);
  return { path, voxels: fingerprint(voxels) };
}

const STACK: File[] = makeSeries({ ...oblique, count: SLICES });

function put(folder: string, name: string, bytes: Uint8Array): void {
  const path = `${folder}/${name}`;
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  Deno.writeFileSync(path, bytes);
}

Deno.test("every reader reads just the file that data= names", async (t) => {
  ok(PLAIN.length > 100);
  await inFolder(async (folder) => {
    const written = PLAIN.map((name, k) => ({ name, ...writeHeader(folder, name, k) }));
    const answers = await readAll(written.map(({ path }) => path));
    for (const reader of answers.keys()) {
      await t.step(reader, () => {
        for (const { name, path, voxels } of written) {
          equal(reading(answers, reader, path).voxels, voxels, name);
        }
      });
    }
  });
});

Deno.test("what is a template or no file at all to a reader is refused as data=", () => {
  for (const name of [...TEMPLATES_OF_VTK, ...PERCENT, ...NONE]) {
    throws(
      () => readOptions([["data", name]]),
      (error) => isHeaderError(error, "header-injection") && error.details.help !== undefined,
      name,
    );
  }
});

Deno.test("a .npy may have a name of many words: VTK stops at its byte skip", async (t) => {
  await inFolder(async (folder) => {
    const offset = 128;
    const names = ["liver mask of today.npy", "mask 0 3 1 2.npy", "1 2 3 4.npy", "m 1 2 0.npy"];
    const written = names.map((name, k) => {
      const shape = [SLICES, oblique.rows!, oblique.columns!];
      const npy = JSON.stringify({ shape, dtype: "uint8", offset, file: name });
      const { header } = readOptions([["npy", npy], ["order", "given"]]);
      const voxels = Uint8Array.from({ length: PLANE * SLICES }, (_, n) => (n * 7 + k) % 251);
      put(`${folder}/${k}`, name, concat([new Uint8Array(offset), voxels]));
      const path = `${folder}/${k}/volume.nhdr`;
      Deno.writeTextFileSync(path, replyTo(STACK, header).header);
      throws(() => readOptions([["data", name]]), undefined, name);
      return { name, path, voxels: fingerprint(voxels) };
    });
    const answers = await readAll(written.map(({ path }) => path));
    for (const reader of answers.keys()) {
      await t.step(reader, () => {
        for (const { name, path, voxels } of written) {
          if (reader !== "VTK") equal(reading(answers, reader, path).voxels, voxels, name);
          // An error that it says, not the end of the process.
          else match(JSON.stringify(answers.get(reader)!.get(path)), /ValueError: no voxels/);
        }
      });
    }
  });
});

/** What reads lists of files that have headers of their own. */
const READ_LISTS = ["teem", "SimpleITK", "ITK-wasm"];

Deno.test("a list of DICOM files has each of these names, and templates too", async (t) => {
  // One folder has them all, so that none may be another's folder or the same file.
  const beside = (name: string) =>
    !/^\.\/|\/\.\/|\/\//.test(name) && name !== "LIST" && name !== "~";
  const names = [...PLAIN, ...TEMPLATES_OF_VTK, ...PERCENT].filter(beside);
  const files: File[] = makeSeries({
    ...oblique,
    count: names.length,
    attributes: (k) => ({ SOPInstanceUID: `2.25.${1000 + k}`, InstanceNumber: k + 1 }),
    pixels: (k) => Uint8Array.from({ length: 2 * PLANE }, (_, n) => (n * 7 + k * 31) % 251),
  }).map(({ bytes }, k) => ({ name: names[k]!, bytes }));
  await inFolder(async (folder) => {
    for (const { name, bytes } of files) put(folder, name, bytes);
    const path = `${folder}/volume.nhdr`;
    const { header, slices } = replyTo(files, { data: "dicom" });
    Deno.writeTextFileSync(path, header);
    const voxels = fingerprint(concat(slices.map(({ given }) => pixelsOf(files[given]!.bytes))));
    const answers = await readAll([path]);
    for (const reader of READ_LISTS.filter((name) => answers.has(name))) {
      await t.step(reader, () => equal(reading(answers, reader, path).voxels, voxels));
    }
    const vtk = answers.get("VTK")?.get(path);
    if (vtk) match(JSON.stringify(vtk), /ValueError: no voxels/);
  });
});

Deno.test("names that are no file's are refused for the files of a list", () => {
  for (const name of NONE) {
    const files = STACK.map((file, k) => k === 2 ? { ...file, name } : file);
    throws(
      () => replyTo(files, { data: "dicom" }),
      (error) =>
        isHeaderError(error, "header-injection") && /data=attached/.test(error.details.help ?? ""),
      name,
    );
  }
});
