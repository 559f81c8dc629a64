/**
 * The header as text, and the same geometry for notebooks and the command line.
 *
 * @module
 */

import type { VolumeReply } from "../lib/mod.ts";
import type { FormName } from "../lib/options/table.ts";
import { button, byId, make } from "./dom.ts";
import type { OptionList } from "./protocol.ts";

/** Milliseconds for which a button says that it has copied. */
const COPIED_FOR = 1600;

/** Shows a header. */
export function showText(text: string): void {
  byId("header-text").replaceChildren(...text.split(/(?<=\n)/).flatMap(coloured));
}

/** Shows the geometry of a volume as lines of Python. */
export function showNotebook(volume: VolumeReply): void {
  byId("notebook-forms").replaceChildren(
    ...forms(volume).flatMap(([name, text]) => copyable(name, text)),
  );
}

/** What the commands make. */
export interface Wanted {
  readonly options: OptionList;
  /** File name of the array, if one is described. */
  readonly array: string | undefined;
  /** Of the file that is saved, without extension. */
  readonly stem: string;
  readonly format: FormName;
  /** What can be saved: the complete file first, the header alone last. */
  readonly names: readonly string[];
}

/** Shows the commands that make the same. */
export function showCommands(wanted: Wanted): void {
  byId("command").replaceChildren(
    ...copyable("With dcm2nhdr on this machine", localCommand(wanted)),
    ...copyable("The header from this service", curlCommand(wanted)),
  );
}

/** Name of a field: `sizes:`, `key:=` of NRRD, `NDims =` of MetaImage. */
const FIELD = /^(?:\w+ =|[^:<\n]+:=?)/;

/** Remarks are paler, field names stronger; together the characters stay what they are. */
function coloured(line: string): (Node | string)[] {
  if (line.startsWith("#") || line.startsWith("NRRD")) {
    return [make("span", { class: "remark" }, line)];
  }
  const field = FIELD.exec(line)?.[0] ?? "";
  return [make("span", { class: "field" }, field), line.slice(field.length)];
}

function forms(volume: VolumeReply): (readonly [name: string, text: string])[] {
  const { simpleitk: { origin, spacing, direction }, affineRAS } = volume.geometry;
  const pynrrd = [
    "import nrrd",
    `header = ${python(volume.pynrrd, 4)}`,
    `nrrd.write("${volume.name}.nrrd", array, header, index_order="C")`,
  ];
  const simpleItk = [
    "import SimpleITK as sitk",
    "image = sitk.GetImageFromArray(array)  # slices, rows, columns",
    `image.SetOrigin(${python(origin)})`,
    `image.SetSpacing(${python(spacing)})`,
    `image.SetDirection(${python(direction)})`,
  ];
  const nibabel = [
    "import nibabel, numpy",
    `affine = numpy.array(${python(affineRAS)})`,
    `nibabel.save(nibabel.Nifti1Image(array.transpose(2, 1, 0), affine), "${volume.name}.nii.gz")`,
  ];
  return [
    ["pynrrd", pynrrd.join("\n")],
    // Both take arrays of three axes as they are; with more, each has its own idea of them.
    ...(volume.sizes.length === 3
      ? [["SimpleITK", simpleItk.join("\n")], ["nibabel", nibabel.join("\n")]] as const
      : []),
  ];
}

/** JSON-like data as Python writes them. */
function python(value: unknown, indent = 0): string {
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value)) return `[${value.map((item) => python(item)).join(", ")}]`;
  if (typeof value === "object") {
    const margin = " ".repeat(indent);
    const items = Object.entries(value).map(([name, item]) =>
      `${margin}${JSON.stringify(name)}: ${python(item)},`
    );
    return `{\n${items.join("\n")}\n}`;
  }
  return typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
}

function localCommand({ options, array, stem, format, names }: Wanted): string {
  const all = format === "text" ? options : [...options, ["format", format] as const];
  const words = all.map(([name, value]) => ` --${name} ${shell(value)}`).join("");
  const nrrd = array === undefined ? `${stem}.nhdr` : `${stem}.nrrd`;
  const output = format === "text" ? nrrd : names[0]!;
  return `deno task -q header ${filesOf(array)}${words} -o ${shell(output)}`;
}

function curlCommand({ options, array, stem, format, names }: Wanted): string {
  // In a tar the array has no place of its own; beside the header it has. Of other formats the array
  // follows the header.
  const named = format !== "text"
    ? [...options, ["format", format] as const]
    : array === undefined || options.some(([name]) => name === "data")
    ? options
    : [...options, ["data", array] as const];
  const query = new URLSearchParams(named.map(([name, value]) => [name, value])).toString();
  const url = `${location.origin}/v1/header${query ? `?${query}` : ""}`;
  const output = format === "text" ? `${stem}.nhdr` : names.at(-1)!;
  return `tar -cf - ${filesOf(array)} | curl -sS --fail-with-body --data-binary @- ${
    shell(url)
  } > ${shell(output)}`;
}

function filesOf(array: string | undefined): string {
  return array === undefined ? "series/" : `series/ ${shell(array)}`;
}

/** A word of a command; in quotes where the shell would take it apart. */
function shell(word: string): string {
  return /^[\w./:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A text under a name, with a button that copies it. */
export function copyable(name: string, text: string): HTMLElement[] {
  const copies = button("Copy", () => copy(text, copies), { "aria-label": `Copy: ${name}` });
  return [
    make("div", { class: "form-head" }, make("span", {}, name), copies),
    make("pre", { tabindex: "0" }, text),
  ];
}

/** Copies a text and lets the button say so. */
export async function copy(text: string, button: HTMLElement): Promise<void> {
  // Browsers allow it to pages of https and of this machine.
  const said = await navigator.clipboard?.writeText(text).then(() => "Copied", () => undefined) ??
    "Not allowed here";
  const word = button.textContent;
  button.textContent = said;
  byId("status").textContent = said;
  setTimeout(() => button.textContent = word, COPIED_FOR);
}
