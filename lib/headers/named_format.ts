/**
 * What the name of a file asks for: a format, and where the samples go.
 *
 * @module
 */

import { type Choice, FORM_NAMES, type FormName } from "../options/table.ts";

/** What belongs to files with an extension. */
export interface NamedFormat {
  /** Formats of such files: the first, unless one of the others is asked for. */
  readonly formats: readonly [Choice<"format">, ...Choice<"format">[]];
  /**
   * Where their samples are: behind the header in the same file; in a file beside it of the same name
   * and another extension; in files that the header names; nowhere, since there is no image in them.
   */
  readonly samples: "behind" | Beside | "named" | "none";
  /** Whether the file is compressed as a whole, its header too. */
  readonly gzip?: boolean;
}

/** Extension of the file that has the samples. */
export interface Beside {
  readonly beside: string;
}

/** Of files that are no JSON, by extension. */
const OWN_EXTENSIONS: Readonly<Record<string, NamedFormat>> = {
  ".nrrd": { formats: ["text"], samples: "behind" },
  ".nhdr": { formats: ["text"], samples: "named" },
  ".nii": { formats: ["nifti", "nifti2"], samples: "behind" },
  // nifti1.h knows no compression; readers inflate the whole file.
  ".nii.gz": { formats: ["nifti", "nifti2"], samples: "behind", gzip: true },
  ".hdr": { formats: ["nifti", "nifti2"], samples: { beside: ".img" } },
  ".mha": { formats: ["metaimage"], samples: "behind" },
  ".mhd": { formats: ["metaimage"], samples: "named" },
  ".vti": { formats: ["vtk"], samples: "behind" },
  ".bval": { formats: ["bval"], samples: "none" },
  ".bvec": { formats: ["bvec"], samples: "none" },
  ".b": { formats: ["mrtrix"], samples: "none" },
  ".grad": { formats: ["mrtrix"], samples: "none" },
  ".zip": { formats: ["zip"], samples: "none" },
};

/** Formats that have no extension of their own are JSON for a program. */
const JSON_NAMES: readonly FormName[] = FORM_NAMES.filter((name) =>
  !Object.values(OWN_EXTENSIONS).some(({ formats }) => formats.includes(name))
);

/** By extension, lower case; of several that fit, the longest. */
const EXTENSIONS: Readonly<Record<string, NamedFormat>> = {
  ...OWN_EXTENSIONS,
  ".json": { formats: ["json", ...JSON_NAMES], samples: "none" },
  ...Object.fromEntries(
    JSON_NAMES.map((name): [string, NamedFormat] => [
      `.${name}.json`,
      { formats: [name], samples: "none" },
    ]),
  ),
};

/** A file name, taken apart. */
export interface FormatOfName extends NamedFormat {
  /** The name without its extension. */
  readonly stem: string;
}

/** What a file name asks for; undefined where its extension says nothing. */
export function formatOfName(fileName: string): FormatOfName | undefined {
  const lower = fileName.toLowerCase();
  const [extension] = Object.keys(EXTENSIONS).filter((end) => lower.endsWith(end))
    .sort((a, b) => b.length - a.length);
  if (extension === undefined) return undefined;
  return { ...EXTENSIONS[extension]!, stem: fileName.slice(0, -extension.length) };
}

/** Extensions of files in a format, the usual one first; none of a format that has one of its own. */
export function extensionsOf(format: Choice<"format">): string[] {
  return Object.keys(EXTENSIONS).filter((end) => EXTENSIONS[end]!.formats.includes(format));
}

/** Whether files of a format can have the samples behind the header. */
export function holdsSamples(format: Choice<"format">): boolean {
  return Object.values(EXTENSIONS)
    .some(({ formats, samples }) => samples === "behind" && formats.includes(format));
}

/** Whether a header in a format names the files that have the samples; a reply with such headers too. */
export function namesSamples(format: Choice<"format">): boolean {
  return format === "json" || format === "zip" ||
    Object.values(EXTENSIONS)
      .some(({ formats, samples }) => samples === "named" && formats.includes(format));
}

/** Extension of files in a format that are compressed as a whole; undefined where there are none. */
export function compressedExtension(format: Choice<"format">): string | undefined {
  return extensionsOf(format).find((end) => EXTENSIONS[end]!.gzip);
}
