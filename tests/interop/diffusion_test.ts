/**
 * Gradients beside dcm2niix's, volume by volume: every vendor in every plane, straight and oblique,
 * with phase along rows and along columns.
 */

import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { equal, ok } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { makeReply, theVolume } from "../support/reply.ts";
import type { Triple } from "../support/series.ts";
import { skipped } from "../support/skip.ts";
import { readDiffusion } from "../support/slicer_keys.ts";
import {
  degreesBetween,
  type Placed,
  STRAIGHT,
  turned,
  TWO_SHELLS,
  type Vendor,
  VENDORS,
  type WeightedSeries,
  weightedSeries,
} from "../support/weighted_series.ts";

/** Degrees that six printed digits leave open, and Canon's three. */
const PRINTED = 0.1;
/** Straight, and turned about all axes; slices along the normal, and against it. */
const SITUATIONS: readonly Placed[] = (["axial", "sagittal", "coronal"] as const).flatMap((plane) =>
  (["ROW", "COL"] as const).flatMap((phase) =>
    [STRAIGHT[plane], turned(plane, [20, -15, 10])].map((axes) => ({ plane, axes, phase }))
  )
);

/**
 * Where dcm2niix does not give the gradient that was written, because it reads the comments of Canon
 * as it reads GE's elements. Canon's enhanced objects of the same protocols (dcm_qa_canon_61) have
 * the standard attribute, in the patient, which decides: in sagittal planes with phase along rows
 * it is the comment as it stands, and along columns there are series with either sign of the slice
 * component, of which dcm2niix has one.
 */
function differs({ name }: Vendor, { plane, phase }: Placed): boolean {
  if (!name.startsWith("Canon, comments")) return false;
  if (phase === "ROW") return plane !== "coronal";
  return plane === "coronal" || name.includes("along");
}

const lacks = pythonLacks(["dcm2niix"]);
if (lacks !== undefined) skipped("diffusion beside dcm2niix", lacks);
else {
  for (const vendor of VENDORS) {
    Deno.test(`${vendor.name}: dcm2niix reads the same gradients`, async () => {
      const dcm2niix = await programOf("dcm2niix");
      for (const [n, placed] of SITUATIONS.entries()) {
        const step = n % 4 < 2 ? 2.5 : -2.5;
        const series = weightedSeries({ vendor, placed, weightings: TWO_SHELLS, step });
        const theirs = await convert(dcm2niix, series);
        equal(theirs.size, TWO_SHELLS.length);
        const ours = headerOf(series);
        let worst = 0;
        for (const [v, { b, gradient }] of theirs) {
          const what = `${placed.plane} ${placed.phase} ${
            n % 2 ? "oblique" : "straight"
          }: volume ${v}`;
          equal(Math.round(b), TWO_SHELLS[v]!.b, what);
          if (b === 0) continue;
          worst = Math.max(worst, degreesBetween(gradient, TWO_SHELLS[v]!.gradient));
          if (!ours || differs(vendor, placed)) continue;
          const degrees = degreesBetween(gradient, ours.get(v)!);
          ok(degrees <= PRINTED, `${what}: ${degrees} degrees`);
        }
        const what = `${placed.plane} ${placed.phase}: dcm2niix is ${worst} degrees off`;
        ok(worst > PRINTED === differs(vendor, placed), what);
      }
    });
  }
}

/** The gradients of the service's header, LPS, by written volume; undefined without a claim. */
function headerOf(
  { files, volumeOf }: WeightedSeries,
): Map<number, Triple | undefined> | undefined {
  const { objects, skipped } = collect(files);
  const { header, slices } = theVolume(makeReply(objects, skipped, DEFAULT_OPTIONS));
  if (!header.includes("DWMRI")) return undefined;
  const read = readDiffusion(header);
  return new Map(
    slices.map(({ given, frame, index }) => [volumeOf(given, frame), read[index[1]!]!.gradient]),
  );
}

/** A program that comes as a Python package, by its path. */
async function programOf(module: string): Promise<string> {
  return (await runWell(python!, ["-c", `import ${module}; print(${module}.bin)`])).trim();
}

/**
 * What dcm2niix makes of a series: b-value and gradient, LPS, by the volume that its voxels tell.
 *
 * Its gradients are FSL's: along the axes of the image in the NIfTI file, whose first is turned round
 * where these are right-handed in RAS.
 */
async function convert(
  program: string,
  { files }: WeightedSeries,
): Promise<Map<number, { b: number; gradient: Triple }>> {
  const folder = await Deno.makeTempDir();
  try {
    for (const { name, bytes } of files) await Deno.writeFile(`${folder}/${name}`, bytes);
    await runWell(program, ["-b", "n", "-z", "n", "-f", "series", folder]);
    const image = nifti(await Deno.readFile(`${folder}/series.nii`));
    const [bval] = await numbersOf(`${folder}/series.bval`);
    const [x, y, z] = await numbersOf(`${folder}/series.bvec`);
    const [i, j, k] = image.axes;
    const flip = determinant(image.axes) > 0 ? -1 : 1;
    return new Map(image.volumes.map((value, t) => {
      const at = (c: 0 | 1 | 2) => flip * x![t]! * i[c] + y![t]! * j[c] + z![t]! * k[c];
      return [value - 1, { b: bval![t]!, gradient: [-at(0), -at(1), at(2)] }];
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function numbersOf(path: string): Promise<number[][]> {
  const text = await Deno.readTextFile(path);
  return text.trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number));
}

/** Of a NIfTI-1 file of 16-bit integers: unit vectors of its axes, RAS, and each volume's value. */
function nifti(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [, columns, rows, slices, volumes] = Array.from(
    { length: 5 },
    (_, n) => view.getInt16(40 + 2 * n, true),
  ) as [number, number, number, number, number];
  const start = view.getFloat32(108, true);
  const axis = (c: number): Triple => {
    const [x, y, z] = [0, 1, 2].map((r) =>
      view.getFloat32(280 + 16 * r + 4 * c, true)
    ) as unknown as Triple;
    const size = Math.hypot(x, y, z);
    return [x / size, y / size, z / size];
  };
  const size = columns * rows * slices;
  return {
    axes: [axis(0), axis(1), axis(2)] as const,
    volumes: Array.from({ length: volumes }, (_, t) => {
      const values = new Set(
        Array.from({ length: size }, (_, n) => view.getInt16(start + 2 * (size * t + n), true)),
      );
      equal(values.size, 1, "a volume that mixes weightings");
      return [...values][0]!;
    }),
  };
}

function determinant([a, b, c]: readonly [Triple, Triple, Triple]): number {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) +
    a[2] * (b[0] * c[1] - b[1] * c[0]);
}
