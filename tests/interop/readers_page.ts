// deno-lint-ignore-file no-console
/**
 * Measures every reader that is here and writes `docs/readers.md`.
 *
 *     deno task readers
 *
 * @module
 */

import { READER_FAULTS } from "../../lib/headers/reader_faults.ts";
import type { FormName } from "../../lib/options/table.ts";
import { filled, table } from "../../docs/words.ts";
import { corpusSets } from "../support/corpus.ts";
import { ABSENT } from "./landing.ts";
import { type Matrix, measure, type Row } from "./reader_matrix.ts";

/** Formats as people call them. */
const FORMATS: Readonly<Partial<Record<FormName, string>>> = {
  text: "NRRD",
  nifti: "NIfTI-1",
  nifti2: "NIfTI-2",
  metaimage: "MetaImage",
  vtk: "VTK XML image data",
};

/** Packages of the readers, as `requirements.txt` and `.ci/run` pin them. */
const PACKAGES: Readonly<Record<string, string>> = {
  "SimpleITK": "simpleitk",
  "VTK": "vtk",
  "MONAI": "monai",
  "NiiVue": "@niivue/niivue",
  "vtk.js": "@kitware/vtk.js",
};

const ABOUT =
  "A header is right for nothing if the program that reads the file makes something else of it. For this page every series of the corpus, with voxels that have values of their own behind its headers, is read by other people's readers, and each marked voxel has to land where DICOM's own planes have that pixel: within what the reply tells of an uneven stack, and single precision for NIfTI-1 and for readers that keep no more. Where DICOM spells out no plane for each frame (mosaics, grids of dose), the place is that of the header, which other tests hold against other tools. Some arrays have their axes in other orders (`array=yxz`, `xyz`, `zxy`).";

/** The page for what was measured. */
export async function readersPage({ series, files, rows, unheld }: Matrix): Promise<string> {
  const versions = await pinnedVersions();
  const line = (row: Row): string[] => {
    const faults = READER_FAULTS.filter(({ reader, formats, fromSource }) =>
      reader === row.reader && formats.includes(row.format) && !fromSource
    );
    const what = faults.map(({ does, instead }) => `${does}; instead: ${instead}`);
    return [
      FORMATS[row.format]!,
      `${row.reader} ${versions(row.reader)}`,
      String(row.right),
      String(row.refused),
      String(row.misread),
      what.join("<br>") || "nothing",
    ];
  };
  const source = READER_FAULTS.filter(({ fromSource }) => fromSource).map((
    { reader, formats, does, instead },
  ) =>
    `- ${reader}, ${
      formats.map((format) => FORMATS[format]).join(", ")
    }: ${does}; instead: ${instead}`
  );
  const held = [...unheld].map(([format, count]) => `${FORMATS[format]} ${count}`).join(", ");
  return `# Which reader takes what

${filled(ABOUT)}

${
    filled(
      `${series} series, ${files} files. Arrays that a format cannot hold (an error says so, with what to do): ${
        held || "none"
      }. The finding \`readers-fail\` tells of those faults below that the described array meets.`,
    )
  }

${
    table([
      ["format", "reader", "right", "refused", "misread", "what it loses"],
      ...[...rows].sort(byFormat).map(line),
    ])
  }

**refused**: the reader says that it cannot read the file. **misread**: it says nothing, and voxels are
elsewhere, in another volume, or gone.

MONAI's readers were not run as a whole: the arithmetic of its affine was taken out of its source, so that
no torch is needed. PyVista reads through VTK, Slicer and ITK as SimpleITK does. teem, ITK-wasm and
slicerio are held against voxels and directions of every type in \`tests/interop/nrrd_test.ts\`.

Read in the source, not run:

${source.join("\n")}

This page is written by \`deno task readers\`; the tests make it again and fail where it has changed.
`;
}

function byFormat(a: Row, b: Row): number {
  const names = Object.keys(FORMATS);
  return names.indexOf(a.format) - names.indexOf(b.format) || a.reader.localeCompare(b.reader);
}

async function pinnedVersions(): Promise<(reader: string) => string> {
  const root = new URL("../../", import.meta.url);
  const pins = await Deno.readTextFile(new URL("tests/interop/requirements.txt", root)) +
    await Deno.readTextFile(new URL(".ci/alone.lock", root));
  const run = await Deno.readTextFile(new URL(".ci/run", root));
  return (reader) => {
    const name = (PACKAGES[reader] ?? reader).replace(/[.]/g, "\\.");
    const [, version] = new RegExp(`^${name}==(\\S+)`, "m").exec(pins) ??
      new RegExp(`(?:^|\\s)${name}@(\\S+)`).exec(run) ?? [];
    if (version === undefined) throw new Error(`no version of ${reader} is pinned`);
    return version;
  };
}

if (import.meta.main) {
  const absent = Object.values(ABSENT).find((why) => why !== undefined);
  if (absent !== undefined) throw new Error(absent);
  const matrix = await measure(corpusSets());
  for (const line of matrix.unexpected) console.error(line);
  await Deno.writeTextFile(
    new URL("../../docs/readers.md", import.meta.url),
    await readersPage(matrix),
  );
  Deno.exit(matrix.unexpected.length === 0 ? 0 : 1);
}
