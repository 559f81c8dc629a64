/**
 * What follows from the name of the output, where nobody says otherwise: options, and where the
 * samples are written.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { HeaderError } from "../lib/errors.ts";
import {
  type Beside,
  compressedExtension,
  extensionsOf,
  namesSamples,
} from "../lib/headers/named_format.ts";
import type { OptionName } from "../lib/options/table.ts";
import type { FoundArray, RawOption } from "../lib/options/types.ts";
import type { Format, ServiceRequest } from "../lib/service.ts";
import { type Command, UsageError } from "./arguments.ts";
import type { Disk } from "./read_files.ts";
import { isNpz } from "./samples.ts";
import { isOutside, type Target } from "./write.ts";

/** What is done for an output. */
export interface Plan {
  /** All options, in place of those that are stated. */
  readonly options: readonly RawOption[];
  /** Whether the header points at the DICOM files because of its name alone. */
  readonly impliesDicom: boolean;
  /** Where the samples are written: behind the header, or to a file beside it; nowhere. */
  readonly samples: "behind" | Beside | undefined;
  /** What is added to the names of files that are compressed as a whole, with their headers. */
  readonly compressed: string | undefined;
}

/** Slicer takes a file for a segmentation only if its name ends so. */
export const SEGMENTATION_NAME = /\.seg\.n(rrd|hdr)$/i;

/**
 * A NIfTI header does not name the file beside it, which has the header's own name: so any name will
 * do, and one that no reader takes for something else is best.
 */
const BESIDE = "samples";

/** Who says one of these has another array than the DICOM files have. */
const ANOTHER_ARRAY: readonly OptionName[] = ["as", "array", "npy", "type", "encoding", "data"];

/**
 * Plans an output.
 *
 * @throws {HeaderError} bad-option, bad-array
 * @throws {UsageError} when name and format contradict each other; when a header could not name its
 * array
 */
export function planOf(
  command: Command,
  request: ServiceRequest,
  target: Target,
  disk: Disk,
): Plan {
  const { array } = request.intake;
  const { headerOnly } = command;
  const { named, file = "" } = target;
  const stated = [...command.options, ...request.intake.options].map(([name]) => name);
  const says = (option: OptionName): boolean => stated.includes(option);
  // What it is to be decides where its samples go, not the other way round.
  const { format, header: { encoding } } = request.options("header", [
    ...command.options,
    ...(says("data") ? [] : [["data", "attached"] as const]),
  ]);
  checkName(command, target, format);

  const layout = target.kind === "folder" ? "behind" : named?.samples ?? "none";
  const beside = typeof layout === "object" ? layout : undefined;
  const implied: RawOption[] = [];
  if (array && SEGMENTATION_NAME.test(file) && !says("as")) implied.push(["as", "segmentation"]);
  if (!says("data")) {
    if (beside) implied.push(["data", BESIDE + beside.beside]);
    else if (array && namesSamples(format) && (layout !== "behind" || headerOnly)) {
      checkArrayPlace(array, command, target, disk);
    } else if (array) implied.push(["data", "attached"]);
    else if (layout === "named" && !headerOnly && !ANOTHER_ARRAY.some(says)) {
      implied.push(["data", "dicom"]);
    }
  }
  const whole = compressedExtension(format);
  const isCompressed = named?.gzip || target.kind === "folder" && encoding === "gzip";
  const compressed = isCompressed ? whole : undefined;
  const own = command.options.filter(([name]) => name !== "encoding" || compressed === undefined);
  if (compressed !== undefined) implied.push(["encoding", encoding === "gzip" ? "raw" : encoding]);
  const writes = !headerOnly && (layout === "behind" || beside !== undefined && !says("data"));
  return {
    options: [...own, ...implied],
    impliesDicom: implied.some(([, value]) => value === "dicom"),
    samples: !writes ? undefined : beside ?? "behind",
    compressed,
  };
}

/** A file in one format under the name of another would be opened by the wrong readers. */
function checkName({ output }: Command, { named, file }: Target, format: Format): void {
  if (!named || named.formats.includes(format)) return;
  const [extension = ""] = extensionsOf(format);
  throw new UsageError(
    `${file} has the name of another format than format=${format}: -o ${
      join(dirname(output!), named.stem + extension)
    }`,
  );
}

/** A header finds an array from its own folder on, and not in an archive. */
function checkArrayPlace(
  array: FoundArray,
  command: Command,
  target: Target,
  disk: Disk,
): void {
  const { file, archive } = array;
  const own = (extension: string): string => `${stemOf(array)}.${extension}`;
  if (archive) {
    throw new HeaderError(
      "bad-array",
      `the array ${file ?? "without a name"} lies in ${
        archive.file ?? "an archive"
      }, where no header can point at it`,
      {
        help: `-o ${own("nrrd")} writes header and array into one file${
          isNpz(archive.file) ? "" : ", for a .npy or .npz by itself"
        }`,
      },
    );
  }
  if (file === undefined || !isOutside(file)) return;
  const path = disk.paths.get(file) ?? file;
  throw new UsageError(
    `${path} lies outside of ${target.folder}, from which the header would have to name it; write the header beside it: -o ${
      join(dirname(path), own("nhdr"))
    }; or header and array into one file: -o ${nameIn(command, "nrrd", own("nrrd"))}`,
  );
}

/** The name of the output with another extension. */
export function nameIn(
  { output }: Command,
  extension: string,
  otherwise = `volume.${extension}`,
): string {
  return output === undefined || !/\.nhdr$/i.test(output)
    ? otherwise
    : output.replace(/[^.]*$/, extension);
}

/** `masks/liver.npy` → `liver`. */
export function stemOf({ file, archive }: FoundArray): string {
  return basename((archive ? archive.file : file) ?? "array").replace(/\.np[yz]$/i, "");
}
