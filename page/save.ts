/**
 * What can be saved of a volume, under which name, and what there is to say about it.
 *
 * @module
 */

import type { VolumeReply } from "../lib/mod.ts";
import { compressedExtension } from "../lib/headers/named_format.ts";
import type { FormName } from "../lib/options/table.ts";
import { counted } from "../lib/text.ts";
import { PAGE_FORMATS } from "./formats.ts";
import type { DroppedArray, ImageOffer, OptionList, ShownForm } from "./protocol.ts";

/** A file that can be saved. */
export interface Savable {
  readonly name: string;
  /** What stands on its button. */
  readonly label: string;
  /** What it is, in a sentence or two. */
  readonly words: string;
  /** What follows the header; nothing for a header alone. */
  readonly data: DroppedArray | "pixels" | undefined;
}

/** What is known of the volume and of what was dropped with it. */
export interface Dropped {
  readonly volume: VolumeReply;
  /** All volumes of the reply. */
  readonly volumes: readonly VolumeReply[];
  readonly array: DroppedArray | undefined;
  readonly image: ImageOffer;
  readonly options: OptionList;
  /** The header in the format that was chosen; NRRD by default. */
  readonly chosen?: {
    readonly format: FormName;
    readonly form: Pick<ShownForm, "fileName" | "content">;
  };
}

/** Extensions of headers that name the file of the samples. */
const DETACHED = /\.(nhdr|hdr|mhd)$/;

/** The main file first; the second is the header alone, where that is another. */
export function savables(dropped: Dropped): readonly [main: Savable, ...Savable[]] {
  const { volume, array, image, options, chosen } = dropped;
  const { format, form } = chosen ??
    { format: "text", form: { fileName: volume.fileName, content: volume.header } };
  const stem = stemOf(dropped);
  const suffix = form.fileName.slice(volume.name.length);
  const { holds, title } = PAGE_FORMATS[format];
  if (holds === "all" || DETACHED.test(suffix)) {
    const name = stem + suffix;
    const words = holds === "all"
      ? `${title}, complete as it is. Nothing is uploaded.`
      : "A detached header: save it in the folder of the files that it names.";
    return [{ name, label: `Save ${name}`, words, data: undefined }];
  }
  const header: Savable = {
    name: `${stem}.header${typeof form.content === "string" ? ".txt" : suffix}`,
    label: "Save header",
    words:
      "The header alone is no complete file: no program opens it until the bytes of the array follow it.",
    data: undefined,
  };
  const name = stem + (compressedExtension(format) ?? suffix);
  if (array && isWritten(options)) {
    const words =
      `A complete file: the header and the values of ${array.name}. Nothing is uploaded.`;
    return [{ name, label: `Save ${name}`, words, data: array }, header];
  }
  if (!array && "bytes" in image) {
    const words = `The image itself: the header and the stored pixels of ${
      counted(image.files, "file")
    } (${
      megabytes(image.bytes)
    } MB), read in this browser. For your own array, drop its .npy or .npz.`;
    return [{ name, label: `Save image as ${name}`, words, data: "pixels" }, header];
  }
  const why = array
    ? "This encoding is not written here."
    : `The image itself cannot be saved here: ${
      "why" in image ? image.why : ""
    }. Drop your array (.npy or .npz) for a complete file.`;
  return [{ ...header, words: `${header.words} ${why}` }];
}

/** The name of a file made of it: that of the array, else the reply's. */
export function stemOf(
  { volume, volumes, array }: Pick<Dropped, "volume" | "volumes" | "array">,
): string {
  if (!array) return volume.name;
  return volumes.length > 1 ? `${array.stem}_${volume.index}` : array.stem;
}

/** Encodings that a browser writes. */
function isWritten(options: OptionList): boolean {
  return options.every(([name, value]) => name !== "encoding" || /^(raw|gzip|gz)$/.test(value));
}

function megabytes(bytes: number): string {
  return bytes < 1e5 ? "0.1" : (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
