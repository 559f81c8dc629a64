/**
 * teem's reading of the diffusion keys: it fits the tensor that the signals were made of, b-values,
 * lengths of gradients, directions and measurement frame included.
 */

import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, nearAll } from "../assert.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { runWell } from "../support/programs.ts";
import { makeReply, theVolume } from "../support/reply.ts";
import { skipped } from "../support/skip.ts";
import { turned, VENDORS, weightedSeries, type Weighting } from "../support/weighted_series.ts";

/** Diffusion in the patient, LPS, mm²/s: xx, xy, xz, yy, yz, zz, all different. */
const TENSOR = [1.5e-3, 2e-4, -3e-4, 7e-4, 1e-4, 5e-4] as const;
/** Of signals in single precision, in parts of the largest element. */
const FITTED = 1e-5;

/** Two shells and b = 0, none along an axis. */
const WEIGHTINGS: readonly Weighting[] = [
  { b: 0, gradient: [0, 0, 0] },
  ...([
    [1000, [2 / 7, 3 / 7, 6 / 7]],
    [1000, [-6 / 7, 2 / 7, 3 / 7]],
    [400, [3 / 7, -6 / 7, 2 / 7]],
    [1000, [2 / 3, 2 / 3, 1 / 3]],
    [2000, [-1 / 3, 2 / 3, 2 / 3]],
    [1000, [2 / 3, -1 / 3, 2 / 3]],
    [2000, [4 / 9, 1 / 9, -8 / 9]],
    [400, [8 / 9, 4 / 9, 1 / 9]],
  ] as const).map(([b, gradient]) => ({ b, gradient })),
];

/** Signal of a weighting: 1000 exp(−b gᵀDg). */
function signal({ b, gradient: [x, y, z] }: Weighting): number {
  const [xx, xy, xz, yy, yz, zz] = TENSOR;
  const along = xx * x * x + yy * y * y + zz * z * z + 2 * (xy * x * y + xz * x * z + yz * y * z);
  return 1000 * Math.exp(-b * along);
}

const names = ["teem-tend", "teem-unu"];
const missing = names.filter((name) => {
  try {
    return new Deno.Command(name, { args: ["about"], stdout: "null", stderr: "null" })
      .outputSync().code < 0;
  } catch {
    return true;
  }
});
if (missing.length > 0) skipped("diffusion in teem", `there is no ${missing.join(", no ")}`);
else {
  for (const space of ["LPS", "RAS"] as const) {
    for (const name of ["GE", "Philips, enhanced", "United Imaging"]) {
      Deno.test(`${name}, ${space}: teem fits the tensor that was written`, async () => {
        const vendor = VENDORS.find((other) => other.name === name)!;
        const axes = turned("coronal", [20, -15, 10]);
        const placed = { plane: "coronal", axes, phase: "ROW" } as const;
        const { files, volumeOf } = weightedSeries({ vendor, placed, weightings: WEIGHTINGS });
        const { objects } = collect(files);
        const options = { ...DEFAULT_OPTIONS, space, type: "float" as const };
        const { header, slices } = theVolume(makeReply(objects, [], options));
        const { sizes } = readNrrdGeometry(header);
        const signals = WEIGHTINGS.map((_, t) => {
          const { given, frame } = slices.find(({ index }) => index[1] === t)!;
          return signal(WEIGHTINGS[volumeOf(given, frame)]!);
        });
        const [xx, xy, xz, yy, yz, zz] = TENSOR;
        // teem's tensors stand in the measurement frame: here the header's space.
        const turn = space === "RAS" ? -1 : 1;
        const expected = [xx, xy, turn * xz, yy, turn * yz, zz];
        for (const found of await fit(header, sizes, signals)) {
          nearAll(found, expected, FITTED * xx, "tensor");
        }
      });
    }
  }
}

/** The tensors that teem fits to volumes of one value each. */
async function fit(
  header: string,
  sizes: readonly number[],
  signals: readonly number[],
): Promise<number[][]> {
  const [columns, rows, slices, volumes] = sizes as readonly [number, number, number, number];
  deepEqual(volumes, signals.length);
  const voxels = columns * rows * slices;
  const data = new Float32Array(signals.flatMap((value) => new Array<number>(voxels).fill(value)));
  const folder = await Deno.makeTempDir();
  try {
    const head = new TextEncoder().encode(header);
    const file = new Uint8Array(head.length + data.byteLength);
    file.set(head);
    file.set(new Uint8Array(data.buffer), head.length);
    const path = (name: string) => `${folder}/${name}.nrrd`;
    await Deno.writeFile(path("dwi"), file);
    // It wants the weightings along the first axis.
    await runWell("teem-unu", [
      "permute",
      "-p",
      "3",
      "0",
      "1",
      "2",
      "-i",
      path("dwi"),
      "-o",
      path("first"),
    ]);
    const known = ["-knownB0", "true", "-B", "kvp"];
    await runWell("teem-tend", ["estim", ...known, "-i", path("first"), "-o", path("tensor")]);
    // Confidence and six elements, voxel by voxel
    const shape = ["reshape", "-s", "7", String(voxels)];
    await runWell("teem-unu", [...shape, "-i", path("tensor"), "-o", path("list")]);
    const text = await runWell("teem-unu", ["save", "-f", "text", "-i", path("list")]);
    return text.trim().split("\n").map((line) => line.split(" ").slice(1).map(Number));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
