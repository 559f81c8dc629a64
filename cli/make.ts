/**
 * Headers of what was read, with the samples that belong to them.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { HeaderError, isHeaderError } from "../lib/errors.ts";
import type { Frames } from "../lib/frames/mod.ts";
import { DistinctNames } from "../lib/headers/distinct_names.ts";
import type { FormFile } from "../lib/headers/forms.ts";
import { compressedExtension, holdsSamples, namesSamples } from "../lib/headers/named_format.ts";
import { listedWords } from "../lib/identity.ts";
import type { FormName } from "../lib/options/table.ts";
import type { HeaderOptions } from "../lib/options/types.ts";
import { type Headers, onlyVolume, type VolumeReply } from "../lib/reply.ts";
import type { Answer, Format, ServiceRequest } from "../lib/service.ts";
import { counted } from "../lib/text.ts";
import { headerIn } from "../lib/volume_forms.ts";
import { bytesOf, writtenHeader } from "../lib/written.ts";
import { type Command, UsageError } from "./arguments.ts";
import { nameIn, type Plan, planOf, SEGMENTATION_NAME, stemOf } from "./plan.ts";
import type { Disk } from "./read_files.ts";
import { gzipped, joined, samplesOf } from "./samples.ts";
import { explained, helped, summaryOf, tell, tellFindings, tellSkipped } from "./told.ts";
import { checkFolder, type Pieces, type Target } from "./write.ts";

/** What programs look for beside a NIfTI file of diffusion, which cannot hold it. */
const GRADIENTS = ["bval", "bvec"] as const;

type Described = Headers["volumes"][number];

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
  if (!request.intake.array) checkArrays(command, request);
  const plan = planOf(command, request, target, disk);
  const { answer, options } = answerOf(command, request, target, plan);
  const { reply, budget, format, forms, frames, volume } = answer;
  if (format === "json" || format === "zip") {
    const written = await writtenHeader(reply, format, forms, volume, budget);
    const name = await target.write(target.file ?? written.name, [bytesOf(written)]);
    if (command.output !== undefined) {
      tell(`wrote ${name}: ${counted(reply.volumes.length, "volume")}`);
    }
  } else {
    const made = { command, request, frames, target, disk, plan, options, format, forms };
    const making = new Making(made);
    const { array } = request.intake;
    const all = target.kind === "folder" && volume === undefined && !array;
    await making.write(all ? reply.volumes : [only(reply, volume)]);
  }
  tellSkipped(reply.skipped);
  for (const refusal of reply.refused) {
    tell(`no header for ${listedWords(refusal)}: ${explained(refusal)}`);
  }
}

/** The answer, by all options. */
function answerOf(
  command: Command,
  request: ServiceRequest,
  target: Target,
  plan: Plan,
): { readonly answer: Answer<Headers>; readonly options: HeaderOptions } {
  try {
    const options = request.options("header", plan.options).header;
    if (options.data === "dicom") checkFolder(request.intake.objects, target.folder);
    return { answer: request.header(plan.options), options };
  } catch (error) {
    if (!isHeaderError(error) || !plan.impliesDicom) throw error;
    if (!error.message.startsWith("a header cannot point at")) throw error;
    const complete = target.named?.formats[0] === "metaimage" ? "mha" : "nrrd";
    throw helped(
      error,
      `-o ${
        nameIn(command, complete)
      } writes header and pixels into one file, where the pixels are not compressed; --header-only the header alone`,
    );
  }
}

/** The one volume that is asked for; of several, what tells them apart. */
function only(reply: Headers, volume: number | undefined): Described {
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

/** What is known before the first volume is written. */
interface Made {
  readonly command: Command;
  readonly request: ServiceRequest;
  readonly frames: Frames;
  readonly target: Target;
  readonly disk: Disk;
  readonly plan: Plan;
  readonly options: HeaderOptions;
  readonly format: Exclude<Format, "json" | "zip">;
  /** Further formats. */
  readonly forms: readonly FormName[];
}

/** A header and the name of its file. */
interface NamedForm {
  readonly format: FormName;
  readonly name: string;
  readonly form: FormFile;
}

class Making {
  readonly #made: Made;

  constructor(made: Made) {
    this.#made = made;
  }

  /** Writes volumes; of several, those that the format can hold. */
  async write(volumes: readonly Described[]): Promise<void> {
    let written = 0;
    let refused: HeaderError | undefined;
    for (const volume of volumes) {
      const files = this.#filesOf(volume);
      if (files instanceof HeaderError) {
        refused ??= files;
        if (volumes.length > 1) {
          tell(`no header for ${listedWords(volume.reply())}: ${explained(files)}`);
        }
      } else {
        await this.#writeVolume(volume.reply(), files);
        written++;
      }
    }
    if (written === 0 && refused) throw refused;
  }

  /** The header in all formats asked for, the first one first; or why one of them cannot hold it. */
  #filesOf(volume: Described): readonly NamedForm[] | HeaderError {
    const { format, forms, target } = this.#made;
    const distinct = new DistinctNames();
    const named = (name: FormName): NamedForm => {
      const form = headerIn(volume, name);
      return { format: name, name: distinct.of(this.#nameOf(form, name, volume), name), form };
    };
    try {
      const further = target.kind === "standard output" ? [] : forms;
      const asked = [...new Set([format, ...further])].map(named);
      return [...asked, ...this.#gradientsOf(volume, named)];
    } catch (error) {
      if (!isHeaderError(error, "format-cannot-hold")) throw error;
      return target.named?.samples === "behind" ? this.#packed(error) : error;
    }
  }

  /** Where files are compressed as a whole, their name says so. */
  #packed(error: HeaderError): HeaderError {
    const { target: { named }, format, options: { encoding }, command: { output } } = this.#made;
    const whole = compressedExtension(format);
    if (whole === undefined || encoding !== "gzip") return error;
    return helped(error, `-o ${join(dirname(output!), named!.stem + whole)}`);
  }

  /** Beside a NIfTI image of diffusion: its b-values and gradients. */
  #gradientsOf(volume: Described, named: (name: FormName) => NamedForm): NamedForm[] {
    const { format, forms, plan, target } = this.#made;
    const isNifti = format === "nifti" || format === "nifti2";
    if (!isNifti || !plan.samples || target.kind === "standard output") return [];
    if (volume.reply(undefined, []).axis4?.b === undefined) return [];
    try {
      return GRADIENTS.filter((name) => !forms.includes(name)).map(named);
    } catch (error) {
      if (!isHeaderError(error, "format-cannot-hold")) throw error;
      tell(`note: no ${GRADIENTS.map((name) => `.${name}`).join(" and ")}: ${error.message}`);
      return [];
    }
  }

  #nameOf({ fileName }: FormFile, name: FormName, volume: Described): string {
    const { target: { file, named }, request: { intake: { array } }, plan, format } = this.#made;
    if (file !== undefined && name === format) return file;
    const stem = file === undefined
      ? array ? stemOf(array) : volume.name
      : named?.stem.replace(/\.seg$/i, "") ?? file;
    const compressed = name === format && plan.compressed;
    return stem + (compressed || fileName.slice(volume.name.length));
  }

  /** Writes a volume, and says so. */
  async #writeVolume(volume: VolumeReply, files: readonly NamedForm[]): Promise<void> {
    const { target, plan, command, format } = this.#made;
    const [{ name, form }] = files as [NamedForm];
    const beside = typeof plan.samples === "object"
      ? (target.named?.stem ?? name) + plan.samples.beside
      : undefined;
    const names = files.map(({ name }) => name);
    await target.checkFree(beside === undefined ? names : [beside, ...names]);
    if (beside !== undefined) await target.write(beside, await this.#samplesOf(volume));
    const paths: string[] = [];
    for (const file of files) {
      paths.push(await target.write(file.name, await this.#contentOf(file, volume)));
    }
    const findings = form.findings.filter(({ code }) => !beside || code !== "named-as-data");
    // The lines of a NRRD header have them.
    if (command.output === undefined) return format === "text" ? undefined : tellFindings(findings);
    const [path, ...others] = paths;
    tell(`wrote ${path}: ${summaryOf(volume)}${this.#whereDataAre(beside)}`);
    for (const other of others) tell(`wrote ${other}`);
    if (
      format === "text" && volume.segments && target.file && !SEGMENTATION_NAME.test(target.file)
    ) {
      tell("note: Slicer takes it for a segmentation only if its name ends in .seg.nrrd");
    }
    tellFindings(findings);
  }

  /** A file: the header, and the samples if they belong behind it. */
  async #contentOf({ form, format }: NamedForm, volume: VolumeReply): Promise<Pieces> {
    const { plan } = this.#made;
    const utf8 = new TextEncoder();
    const { content, end = "" } = form;
    const header = [typeof content === "string" ? utf8.encode(content) : content];
    const whole = this.#isWhole && holdsSamples(format)
      ? joined(header, await this.#samplesOf(volume), [utf8.encode(end)])
      : header;
    return plan.compressed && format === this.#made.format ? gzipped(whole) : whole;
  }

  /** Whether header and samples are one file. */
  get #isWhole(): boolean {
    const { plan, options } = this.#made;
    return plan.samples === "behind" && options.data === "attached";
  }

  #whereDataAre(beside: string | undefined): string {
    const { options: { data }, format } = this.#made;
    if (beside !== undefined) return `; the data are in ${beside}`;
    if (this.#isWhole || !holdsSamples(format) && !namesSamples(format)) return "";
    if (data === "attached") return "; the header alone, its array belongs behind it";
    return `; the data are in ${data === "dicom" ? "the DICOM files" : data.file}`;
  }

  /** Samples in the encoding that the header says. */
  async #samplesOf(volume: VolumeReply): Promise<Pieces> {
    const { request, frames, disk, options } = this.#made;
    const { encoding } = options;
    if (encoding !== "raw" && encoding !== "gzip") {
      throw new UsageError(
        `encoding=${encoding} is not written here: raw or gzip, or --header-only`,
      );
    }
    const samples = await samplesOf(volume, request.intake.array, frames, disk, options);
    return encoding === "raw" ? samples : gzipped(samples);
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
