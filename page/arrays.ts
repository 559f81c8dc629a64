/**
 * Numpy arrays among the files that were dropped, whether they lie in archives or not.
 *
 * @module
 */

import { HeaderError } from "../lib/errors.ts";
import { numpyType } from "../lib/array/npy.ts";
import { bytesPerSample } from "../lib/array/sample_type.ts";
import type { FoundArray, NumpyArray } from "../lib/options/types.ts";
import type { DroppedArray, NamedFile } from "./protocol.ts";
import { unpack } from "./unpacking.ts";

/**
 * The arrays with their samples.
 *
 * @param found What was read of them, in the order of the files
 * @param files The files that were dropped
 * @throws {HeaderError} bad-array for one that ends early; bad-archive
 */
export async function droppedArrays(
  found: readonly FoundArray[],
  files: readonly NamedFile[],
): Promise<DroppedArray[]> {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const archives = Map.groupBy(found, ({ archive }) => archive?.file);
  const arrays: DroppedArray[] = [];
  for (const [archive, inside] of archives) {
    const blobs = archive === undefined
      ? inside.map(({ file }) => byPath.get(file ?? ""))
      : await contents(byPath.get(archive)!, inside);
    const alone = archive !== undefined && /\.npz$/i.test(archive) && inside.length === 1;
    for (const [k, { array, file = "array.npy" }] of inside.entries()) {
      const entry = baseName(file);
      const names = alone
        ? { name: baseName(archive), stem: stemOf(archive) }
        : archive === undefined
        ? { name: entry, stem: stemOf(entry) }
        : { name: `${stemOf(entry)} in ${baseName(archive)}`, stem: stemOf(entry) };
      arrays.push(withSamples(names, array, blobs[k]));
    }
  }
  return arrays;
}

async function contents(
  archive: Blob,
  inside: readonly FoundArray[],
): Promise<(Blob | undefined)[]> {
  const names = new Set(inside.map(({ file }) => file));
  const unpacked = await unpack(archive, (name) => names.has(name));
  // One name twice: both come in the order in which they were found.
  return inside.map(({ file }) => {
    const at = unpacked.findIndex(({ name }) => name === file);
    return at < 0 ? undefined : unpacked.splice(at, 1)[0]!.content;
  });
}

function withSamples(
  names: Pick<DroppedArray, "name" | "stem">,
  { shape, dtype, fortranOrder, offset = 0 }: NumpyArray,
  file: Blob | undefined,
): DroppedArray {
  const byteLength = bytesOf(shape, dtype);
  const present = (file?.size ?? 0) - offset;
  if (!file || byteLength !== undefined && present < byteLength) {
    throw new HeaderError(
      "bad-array",
      `the values of ${names.name} end early: it has ${present} bytes of them, its shape needs ${byteLength}`,
    );
  }
  return { ...names, shape, dtype, fortranOrder, offset, byteLength, file };
}

/** Bytes of all values; undefined for a dtype that NRRD does not have, which its header tells. */
function bytesOf(shape: readonly number[], dtype: string): number | undefined {
  try {
    const { type, complex } = numpyType(dtype);
    return shape.reduce((product, size) => product * size, 1) * bytesPerSample(type) *
      (complex ? 2 : 1);
  } catch {
    return undefined;
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function stemOf(path: string): string {
  return baseName(path).replace(/\.np[yz]$/i, "") || "array";
}
