/** What tests of packages share: an empty folder, the programs of npm, and the task to do. */

import { equal, near, nearAll } from "../assert.ts";
import { node, type Outcome, run } from "../support/programs.ts";
import { readNifti } from "../support/nifti.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { withSeriesFolder } from "../support/series_folder.ts";

/** The folder with npm's tools, as `.ci/run` installs them. */
const runtimes = Deno.env.get("DCM2NHDR_RUNTIMES") || undefined;

/** A program that npm installed there. */
export function tool(name: string): string {
  return `${runtimes}/node_modules/.bin/${name}`;
}

/** Programs of npm find the Node of the tests first. */
export const NODE_FIRST = {
  PATH: `${runtimes}/node_modules/.bin:${Deno.env.get("PATH")}`,
  npm_config_update_notifier: "false",
};

/** Why npm's tools cannot be used, in a few words; undefined if they can. */
export async function lacksTools(names: readonly string[]): Promise<string | undefined> {
  if (runtimes === undefined) return "DCM2NHDR_RUNTIMES is not set";
  for (const name of names) {
    const { success } = await run("test", ["-x", tool(name)]);
    if (!success) return `${name} is not in DCM2NHDR_RUNTIMES`;
  }
  return node === undefined ? "there is no Node" : undefined;
}

/** Why nothing can be installed from npm; undefined if it can. */
export async function lacksRegistry(): Promise<string | undefined> {
  const { success } = await run("npm", ["ping", "--fetch-retries=0", "--fetch-timeout=5000"])
    .catch((): Outcome => ({ success: false, stdout: "", stderr: "" }));
  return success ? undefined : "npm's registry cannot be reached";
}

const SLICE = 256 * 256;

/** The mask's values: its first five slices are 1, of 20 of 256 × 256. */
export const MASK: Uint8Array = new Uint8Array(20 * SLICE).fill(1, 0, 5 * SLICE);

/** A temporary folder with the 20 slices in `series/` and `mask.npy`, while `use` runs. */
export async function withTask(use: (folder: string) => Promise<void>): Promise<void> {
  await withSeriesFolder(async (folder) => {
    await Deno.remove(`${folder}/single`, { recursive: true });
    const npy = writeNpy({ shape: [20, 256, 256], data: MASK });
    await Deno.writeFile(`${folder}/mask.npy`, npy);
    await use(folder);
  });
}

/**
 * ImagePositionPatient of the first and the last file, by pydicom. The positions between them are
 * rounded, and drift by 0.06 mm from the slice normal.
 */
const FIRST = [-110.5, -78.3063, -72.7575] as const;
const LAST = [-110.5, -96.2063, 59.0425] as const;

/** The drift, and the half of a digit that the positions have. SliceThickness would be 37 mm off. */
const ROUNDING = 0.1;

/** Says that a file is the mask where the DICOM files have their slices. */
export async function checkTaskDone(file: string): Promise<void> {
  const bytes = await Deno.readFile(file);
  const { origin, step, values } = file.endsWith(".nii.gz")
    ? await niftiPlaces(bytes)
    : nrrdPlaces(bytes);
  nearAll(origin, FIRST, ROUNDING, "the first slice");
  const last = origin.map((first, axis) => first + 19 * step[axis]!);
  nearAll(last, LAST, ROUNDING, "the last slice");
  near(Math.hypot(...step), 7.0005, 1e-3);
  equal(values.length, MASK.length);
  equal(values.every((value, at) => value === MASK[at]), true, "the values behind the header");
}

interface Places {
  readonly origin: readonly number[];
  readonly step: readonly number[];
  readonly values: Uint8Array;
}

function nrrdPlaces(bytes: Uint8Array): Places {
  const text = new TextDecoder("latin1").decode(bytes);
  const end = text.indexOf("\n\n") + 2;
  const { origin, directions } = readNrrdGeometry(text.slice(0, end));
  return { origin, step: directions[2], values: bytes.subarray(end) };
}

async function niftiPlaces(packed: Uint8Array<ArrayBuffer>): Promise<Places> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  // nifti1.h: 348 bytes and four flags; the samples follow where there is no extension.
  const { sform: [, , step, origin], numbers } = readNifti(bytes.subarray(0, 352));
  return { origin, step, values: bytes.subarray(numbers("vox_offset")[0]) };
}
