/**
 * Headers of what was read, with what belongs behind them.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { HeaderError, isHeaderError } from "../lib/errors.ts";
import { listedWords } from "../lib/identity.ts";
import { bytesPerSample, type SampleType } from "../lib/array/sample_type.ts";
import type { OptionName } from "../lib/options/table.ts";
import type { FoundArray, HeaderOptions, RawOption } from "../lib/options/types.ts";
import { counted } from "../lib/text.ts";
import { type Headers, onlyVolume, type VolumeReply } from "../lib/reply.ts";
import type { ServiceRequest } from "../lib/service.ts";
import { storedImage } from "../lib/stored_image.ts";
import { bytesOf, writtenHeader } from "../lib/written.ts";
import { type Command, UsageError } from "./arguments.ts";
import { imageValues, npyValues, npzValues, type Values } from "./behind.ts";
import type { Disk } from "./read_files.ts";
import { explained, summaryOf, tell, tellFindings, tellSkipped } from "./told.ts";
import { checkFolder, isOutside, type Pieces, type Target } from "./write.ts";

/** Slicer takes a file for a segmentation only if its name ends so. */
const SEGMENTATION_NAME = /\.seg\.n(rrd|hdr)$/i;

/**
 * Makes the headers and writes them.
 *
 * @throws {HeaderError} when none can be made, or not the one that was asked for
 * @throws {UsageError} when it cannot be written
 */
export async function make(
  command: Command,
  request: ServiceRequest,
  target: Target,
  disk: Disk,
): Promise<void> {
  const making = new Making(command, request, target, disk);
  const { reply, budget, format, forms, volume } = making.answer;
  if (format !== "text") {
    const written = writtenHeader(reply, format, forms, volume, budget);
    const name = await target.write(written.name, [bytesOf(written)]);
    if (command.output !== undefined) {
      tell(`wrote ${name}: ${counted(reply.volumes.length, "volume")}`);
    }
  } else {
    const all = target.form === "folder" && volume === undefined && !making.array;
    for (const one of all ? reply.volumes : [only(reply, volume)]) await making.write(one.reply());
  }
  tellSkipped(reply.skipped);
  for (const refusal of reply.refused) {
    tell(`no header for ${listedWords(refusal)}: ${explained(refusal)}`);
  }
}

/** The one volume that is asked for; of several, what tells them apart. */
function only(reply: Headers, volume: number | undefined): Headers["volumes"][number] {
  try {
    return onlyVolume(reply, volume);
  } catch (error) {
    if (!isHeaderError(error, "several-volumes")) throw error;
    throw helped(
      error,
      `-o out/ (a folder, with the slash) writes all of them; or ${error.details.help}`,
    );
  }
}

class Making {
  readonly array: FoundArray | undefined;
  readonly answer: ReturnType<ServiceRequest["header"]>;
  readonly #command: Command;
  readonly #request: ServiceRequest;
  readonly #target: Target;
  readonly #disk: Disk;
  readonly #options: HeaderOptions;

  constructor(command: Command, request: ServiceRequest, target: Target, disk: Disk) {
    this.array = request.intake.array;
    if (!this.array) checkArrays(command, request);
    this.#command = command;
    this.#request = request;
    this.#target = target;
    this.#disk = disk;
    const implied = this.#implied();
    const stated = [...command.options, ...implied];
    try {
      this.#options = request.options("header", stated).header;
      if (this.#options.data === "dicom") checkFolder(request.intake.objects, target.folder);
      this.answer = request.header(stated);
    } catch (error) {
      if (!isHeaderError(error) || !implied.some(([, value]) => value === "dicom")) throw error;
      if (!error.message.startsWith("a header cannot point at")) throw error;
      throw helped(
        error,
        `-o ${
          nameIn(command, "nrrd")
        } writes header and pixels into one file, where the pixels are not compressed; --header-only the header alone`,
      );
    }
  }

  /** Options that follow from the name of the output, where nobody says otherwise. */
  #implied(): RawOption[] {
    const { form, file = "" } = this.#target;
    const implied: RawOption[] = [];
    if (this.array) {
      if (SEGMENTATION_NAME.test(file) && !this.#says("as")) implied.push(["as", "segmentation"]);
      if (!this.#says("data")) {
        if (this.#isWhole) implied.push(["data", "attached"]);
        else this.#checkArrayPlace(this.array);
      }
    } else if (form === "nhdr" && !this.#command.headerOnly) {
      const another: readonly OptionName[] = ["as", "array", "npy", "type", "encoding", "data"];
      if (!another.some((name) => this.#says(name))) implied.push(["data", "dicom"]);
    }
    return implied;
  }

  /** Whether header and data are to be one file. */
  get #isWhole(): boolean {
    const { form } = this.#target;
    return (form === "nrrd" || form === "folder") && !this.#command.headerOnly;
  }

  /** Whether an option is stated. */
  #says(option: OptionName): boolean {
    return [...this.#command.options, ...this.#request.intake.options]
      .some(([name]) => name === option);
  }

  /** A header finds an array from its own folder on, and not in an archive. */
  #checkArrayPlace({ file, archive }: FoundArray): void {
    if (archive) {
      throw new HeaderError(
        "bad-array",
        `the array ${file ?? "without a name"} lies in ${
          archive.file ?? "an archive"
        }, where no header can point at it`,
        {
          help: `-o ${this.#ownName("nrrd")} writes header and array into one file${
            isNpz(archive.file) ? "" : ", for a .npy or .npz by itself"
          }`,
        },
      );
    }
    if (file === undefined || !isOutside(file)) return;
    const path = this.#disk.paths.get(file) ?? file;
    throw new UsageError(
      `${path} lies outside of ${this.#target.folder}, from which the header would have to name it; write the header beside it: -o ${
        join(dirname(path), this.#ownName("nhdr"))
      }; or header and array into one file: -o ${
        nameIn(this.#command, "nrrd", this.#ownName("nrrd"))
      }`,
    );
  }

  /** Writes a volume, and says so. */
  async write(volume: VolumeReply): Promise<void> {
    const header = new TextEncoder().encode(volume.header);
    const isWhole = this.#isWhole && this.#options.data === "attached";
    const behind = isWhole ? await this.#behind(volume) : [];
    const name = this.array
      ? volume.fileName.replace(volume.name, stemOf(this.array))
      : volume.fileName;
    const path = await this.#target.write(name, joined(header, behind));
    if (this.#command.output === undefined) return;
    tell(`wrote ${path}: ${summaryOf(volume)}${isWhole ? "" : `; ${this.#whereDataAre}`}`);
    if (volume.segments && this.#target.file && !SEGMENTATION_NAME.test(this.#target.file)) {
      tell("note: Slicer takes it for a segmentation only if its name ends in .seg.nrrd");
    }
    tellFindings(volume);
  }

  get #whereDataAre(): string {
    const { data } = this.#options;
    if (data === "attached") return "the header alone, its array belongs behind it";
    return `the data are in ${data === "dicom" ? "the DICOM files" : data.file}`;
  }

  /** What belongs behind a header. */
  async #behind(volume: VolumeReply): Promise<Pieces> {
    const { encoding } = this.#options;
    if (encoding !== "raw" && encoding !== "gzip") {
      throw new UsageError(
        `encoding=${encoding} is not written here: raw or gzip, or --header-only`,
      );
    }
    const values = this.array ? await this.#values(this.array, volume) : this.#image(volume);
    return encoding === "raw" ? values : gzipped(values);
  }

  async #values({ array, file, archive }: FoundArray, volume: VolumeReply): Promise<Pieces> {
    const length = volume.sizes.reduce((product, size) => product * size, 1) *
      bytesPerSample(volume.type as SampleType);
    const values: Values = { offset: array.offset!, length };
    const path = this.#disk.paths.get((archive ? archive.file : file) ?? "");
    if (path === undefined || archive && !isNpz(archive.file)) {
      const where = archive ? archive.file ?? "an archive" : "standard input";
      throw new UsageError(
        `the array in ${where} cannot be written behind its header; take the .npy as a file, or --header-only`,
      );
    }
    return archive ? npzValues(path, file ?? "", values) : await npyValues(path, values);
  }

  #image(volume: VolumeReply): Pieces {
    const { objects } = this.#disk;
    try {
      const image = storedImage(volume, this.answer.frames.frames, this.#options);
      const elsewhere = image.frames.some((frame) => frame && !objects.has(frame.object));
      if (!elsewhere) return imageValues(image, objects);
      throw new HeaderError("byte-offset-unknown", "the pixels lie in no files of their own");
    } catch (error) {
      if (!isHeaderError(error)) throw error;
      const decompressed = error.code === "compressed-pixels"
        ? "decompressed copies of the files (gdcmconv --raw); or "
        : "";
      throw helped(
        error,
        `${decompressed}the array as .npy beside the series; or --header-only, and the bytes appended by yourself`,
      );
    }
  }

  /** A name for the array's own file. */
  #ownName(extension: string): string {
    return `${this.array ? stemOf(this.array) : "volume"}.${extension}`;
  }
}

/** An array that was named is meant: without it the header would be another one. */
function checkArrays({ paths }: Command, { intake }: ServiceRequest): void {
  const named = paths.find((path) => /\.np[yz]$/i.test(path));
  if (named === undefined) return;
  const why = intake.skipped.find(({ file }) => /\.np[yz]$/i.test(file ?? ""))?.message;
  throw new HeaderError(
    "bad-array",
    `${named} has no array that can be read${why === undefined ? "" : `: ${why}`}`,
  );
}

function helped({ code, message, details }: HeaderError, help: string): HeaderError {
  return new HeaderError(code, message, { ...details, help });
}

/** The name of the output with another extension. */
function nameIn({ output }: Command, extension: string, otherwise = `volume.${extension}`): string {
  return output === undefined || !/\.nhdr$/i.test(output)
    ? otherwise
    : output.replace(/[^.]*$/, extension);
}

function isNpz(file: string | undefined): boolean {
  return /\.npz$/i.test(file ?? "");
}

/** `masks/liver.npy` → `liver`. */
function stemOf({ file, archive }: FoundArray): string {
  return basename((archive ? archive.file : file) ?? "array").replace(/\.np[yz]$/i, "");
}

async function* joined(header: Uint8Array, behind: Pieces): AsyncIterable<Uint8Array> {
  yield header;
  yield* behind;
}

function gzipped(pieces: Pieces): AsyncIterable<Uint8Array> {
  return ReadableStream.from(pieces as AsyncIterable<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new CompressionStream("gzip"));
}
