import { gzipSync, zipSync } from "fflate";
import { HeaderError } from "../../lib/errors.ts";
import { Intake } from "../../lib/intake/intake.ts";
import { droppedArrays } from "../../page/arrays.ts";
import { arrayWords } from "../../page/array_words.ts";
import type { DroppedArray } from "../../page/protocol.ts";
import { read } from "../../page/reading.ts";
import { PAGE_LIMITS } from "../../page/unpacking.ts";
import { deepEqual, equal, rejects } from "../assert.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { makeSeries } from "../support/series.ts";
import { tarBytes } from "../support/tar_writer.ts";

const values = Uint8Array.from({ length: 24 }, (_, k) => k);
const mask = writeNpy({ shape: [4, 3, 2], data: values });
const wide = writeNpy({ shape: [3, 2, 2], descr: ">i2", version: 2, data: values });

/** The arrays of files, and how many objects there are beside them. */
async function drop(
  files: Readonly<Record<string, Uint8Array>>,
): Promise<{ arrays: DroppedArray[]; objects: number }> {
  const named = Object.entries(files).map(([path, bytes]) => ({
    path,
    file: new File([bytes.slice()], path),
  }));
  const intake = new Intake(PAGE_LIMITS);
  await read({ from: "files", files: named }, intake, () => {});
  const arrays = await droppedArrays(intake.takeArrays(), named);
  equal(intake.array, undefined);
  return { arrays, objects: intake.objects.length };
}

async function samplesOf({ file, offset, byteLength }: DroppedArray): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(offset, offset + byteLength!).arrayBuffer());
}

Deno.test("arrays are found alone, in .npz and beside a series in archives, with their values", async () => {
  const [slice] = makeSeries({ count: 1 });
  const deflated = zipSync({ "arr_0.npy": mask });
  const stored = zipSync({ "arr_0.npy": [mask, { level: 0 }] });
  const cases = [
    [{ "sub/mask.npy": mask }, "mask.npy", "mask"],
    [{ "array": mask }, "array", "array"],
    [{ "sub/liver.npz": deflated }, "liver.npz", "liver"],
    [{ "liver.npz": stored }, "liver.npz", "liver"],
    [{ "all.tar": tarBytes([{ name: "a/mask.npy", bytes: mask }]) }, "mask in all.tar", "mask"],
    [
      { "all.tgz": gzipSync(tarBytes([{ name: "mask.npy", bytes: mask }])) },
      "mask in all.tgz",
      "mask",
    ],
  ] as const;
  for (const [files, name, stem] of cases) {
    const { arrays: [array, ...others], objects } = await drop({
      ...files,
      "1.dcm": slice!.bytes,
    });
    deepEqual([array!.name, array!.stem, others.length, objects], [name, stem, 0, 1]);
    deepEqual(await samplesOf(array!), values, name);
    equal(arrayWords(array!), "4 × 3 × 2, uint8");
  }
});

Deno.test("of several arrays each has its own name and values", async () => {
  const { arrays } = await drop({
    "masks.npz": zipSync({ "liver.npy": mask, "spleen.npy": wide }),
    "x.npy": wide,
  });
  deepEqual(arrays.map(({ name }) => name).sort(), [
    "liver in masks.npz",
    "spleen in masks.npz",
    "x.npy",
  ]);
  for (const array of arrays) deepEqual(await samplesOf(array), values);
  equal(arrayWords(arrays.find(({ stem }) => stem === "x")!), "3 × 2 × 2, int16, big-endian");
});

Deno.test("a mask that deflates like a bomb is still a mask", async () => {
  const blank = writeNpy({ shape: [300, 512, 512], data: new Uint8Array(300 * 512 * 512) });
  const packed = zipSync({ "arr_0.npy": blank });
  const { arrays: [array] } = await drop({ "blank.npz": packed });
  equal(array!.file.size, blank.length);
});

Deno.test("an array that ends early is refused, with both numbers", async () => {
  const short = writeNpy({ shape: [4, 3, 2], data: values.slice(1) });
  for (const files of [{ "m.npy": short }, { "m.npz": zipSync({ "arr_0.npy": short }) }]) {
    await rejects(() => drop(files as Record<string, Uint8Array>), (error) => {
      return error instanceof HeaderError && error.code === "bad-array" &&
        /it has 23 bytes of them, its shape needs 24/.test(error.message);
    });
  }
});
