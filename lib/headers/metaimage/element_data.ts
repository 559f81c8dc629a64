/**
 * `ElementDataFile` and `HeaderSize` of a MetaImage, as MetaIO reads them.
 *
 * @module
 */

import type { DataFiles } from "../../array/data_place.ts";
import type { DescribedArray } from "../../array/described_array.ts";
import { cannotHold } from "../cannot_hold.ts";

/** Where the samples are. */
export interface ElementData {
  /** Bytes before the samples of each file; -1 where they are its last bytes. */
  readonly skip?: number | undefined;
  /** Value of the last field; lines of names, if there are several. */
  readonly file: string;
}

/**
 * Where MetaIO finds the samples.
 *
 * @throws {HeaderError} format-cannot-hold for what it would not find
 */
export function elementData({ axes, data, encoding }: DescribedArray): ElementData {
  if (encoding !== "raw" && encoding !== "gzip") {
    throw cannotHold(
      "metaimage",
      `MetaImage has no encoding ${encoding}`,
      "encoding=raw or encoding=gzip",
    );
  }
  if (data === "attached") {
    // Without CompressedDataSize, which nobody knows before, readers take the wrong bytes.
    if (encoding === "raw") return { file: "LOCAL" };
    throw cannotHold(
      "metaimage",
      "before compressed samples MetaImage needs their number of bytes, which is not known",
      "encoding=raw, or data=NAME.zraw",
    );
  }
  const { byteSkip: skip } = data;
  if (skip !== undefined && skip < -1) {
    throw cannotHold(
      "metaimage",
      `the samples end ${
        -1 - skip
      } bytes before the ends of the files; MetaImage counts from the start, or has them last`,
      "data=attached, or data=volume.raw for the pixels in a separate file",
    );
  }
  if ("file" in data) {
    return { skip, file: /^local$/i.test(data.file) ? `./${data.file}` : data.file };
  }
  return { skip, file: [listOf(data, axes), ...data.files].join("\n") };
}

/** MetaIO does not count components among the dimensions, and does not read a part of the last one. */
function listOf({ axes: held }: DataFiles, axes: DescribedArray["axes"]): string {
  const dimensions = axes.filter(({ name }) => name !== "c").length;
  const perFile = axes.slice(0, held).filter(({ name }) => name !== "c").length;
  if (perFile === dimensions) {
    throw cannotHold(
      "metaimage",
      "each file holds a part of the last axis, or has a name with a % for numbers; MetaImage lists whole slices or volumes",
      "data=attached, or data=volume.raw for the pixels in a separate file",
    );
  }
  return perFile === dimensions - 1 ? "LIST" : `LIST ${perFile}`;
}
