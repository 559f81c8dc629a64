/** The form `grid`: JSON about a made stack, by hand calculation. */

import type { HeaderError } from "../../lib/errors.ts";
import { MOST_FINER } from "../../lib/geometry/covering_grid.ts";
import { type GridReply, MOST_SLICES, MOST_VOXELS } from "../../lib/headers/grid_form.ts";
import type { HeaderOptions } from "../../lib/options/types.ts";
import { deepEqual, equal, near, nearAll, ok, throws } from "../assert.ts";
import { gridOf, gridPoint, mapped, volumesOf } from "../support/covering_grid.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { readSegments } from "../support/nrrd_segments.ts";
import { collect } from "../support/objects.ts";
import { fc } from "../support/property.ts";
import { refusedWith } from "../support/reply.ts";
import { makeSegmentation } from "../support/segmentation.ts";

type Options = Partial<HeaderOptions>;

function gridTo(datasets: readonly Values[], options: Options = {}): GridReply {
  const [volume, ...more] = volumesOf(objectsOf(datasets), options);
  equal(more.length, 0);
  return gridOf(volume!);
}

/** Four columns and three rows, 1 mm; each slice 0.5 mm farther along y, and 3 mm up. */
const tiltedAt = [0, 1, 2, 3, 4].map((k) => [10, 20 + 0.5 * k, 3 * k]);
const tilted = tiltedAt.map((position) => sliceAt(position));
const unevenAt = [0, 3, 6, 10, 12].map((z, k) => [10 - k, 20, z]);
const uneven = unevenAt.map((position) => sliceAt(position));
const ACCEPT: Options = { uneven: "accept" };

Deno.test("a tilt: the grid in the words of SimpleITK, nibabel and NRRD", () => {
  const grid = gridTo(tilted);
  equal(grid.kind, "shear");
  // Rows from 20 to 22 and from 22 to 24.
  deepEqual(grid.sizes, [4, 5, 5]);
  deepEqual([grid.origin, grid.spacing], [[10, 20, 0], [1, 1, 3]]);
  deepEqual(grid.direction, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  deepEqual(grid.affineRAS, [[-1, 0, 0, -10], [0, -1, 0, -20], [0, 0, 3, 0], [0, 0, 0, 1]]);
  deepEqual([grid.maxError, grid.smallestGap], [0, 3]);
  // A row lower in the array for every two slices.
  deepEqual(grid.map, {
    axes: "xyz",
    matrix: [[1, 0, 0, 0], [0, 1, -0.5, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
  });
  deepEqual(grid.numpy, {
    axes: "zyx",
    matrix: [[1, 0, 0, 0], [-0.5, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
    shape: [5, 5, 4],
    indices: [0, 1, 2],
  });
  const { axes, shape, type, dtype, header } = grid.resampled;
  deepEqual([axes, shape, type, dtype], ["zyx", [5, 5, 4], "float", "float32"]);
  const written = readNrrdGeometry(header);
  deepEqual([written.sizes, written.origin], [[4, 5, 5], [10, 20, 0]]);
  deepEqual(written.directions, [[1, 0, 0], [0, 1, 0], [0, 0, 3]]);
  deepEqual([written.type, written.endian, written.encoding], ["float", "little", "raw"]);
  equal(written.dataFile, undefined);
});

Deno.test("what was said of the slices as they were is not said of the grid", () => {
  const thick = tiltedAt.map((position) => sliceAt(position, { SliceThickness: 5 }));
  const [volume] = volumesOf(objectsOf(thick));
  const codes = volume!.findings.map(({ code }) => code);
  ok(codes.includes("sheared") && codes.includes("thickness-is-not-spacing"));
  ok(volume!.header.includes("thicknesses:"));
  const { header } = gridOf(volume!).resampled;
  equal(/sheared|thickness/.test(header), false);
  // A grid that is the stack keeps all of it.
  const regular = [0, 3, 6].map((z) => sliceAt([0, 0, z], { SliceThickness: 5 }));
  const same = gridTo(regular).resampled.header;
  ok(/# thickness-is-not-spacing/.test(same) && /^thicknesses: NaN NaN 5$/m.test(same));
});

Deno.test("a regular stack: its own geometry, in the header's space", () => {
  const regular = [30, 27, 24].map((z) => sliceAt([1, 2, z]));
  const [volume] = volumesOf(objectsOf(regular), { order: "given", space: "RAS" });
  const grid = gridOf(volume!);
  equal(grid.kind, "identity");
  const { simpleitk, affineRAS } = volume!.geometry;
  const { origin, spacing, direction } = grid;
  deepEqual({ origin, spacing, direction }, simpleitk);
  deepEqual(grid.affineRAS, affineRAS);
  deepEqual(direction, [1, 0, 0, 0, 1, 0, 0, 0, -1]);
  ok(grid.resampled.header.includes("space: right-anterior-superior\n"));
  deepEqual(readNrrdGeometry(grid.resampled.header).origin, [1, 2, 30]);
});

Deno.test("tilt=orthogonal: the map has the shear that the header lacks", () => {
  const { kind, map, resampled } = gridTo(tilted, { tilt: "orthogonal" });
  equal(kind, "shear");
  equal(resampled.header.includes("shear"), false);
  deepEqual(map, gridTo(tilted).map);
});

Deno.test("uneven slices: offsets slice by slice, by their own positions", () => {
  throws(() => gridTo(uneven), refusedWith("irregular-spacing"));
  const grid = gridTo(uneven, ACCEPT);
  equal(grid.kind, "uneven");
  // Gaps 3, 3, 4, 2, of which 2 is below 3: 12 mm in six; columns from 6 to 13.
  deepEqual([grid.sizes, grid.spacing], [[8, 3, 7], [1, 1, 2]]);
  deepEqual([grid.origin, grid.smallestGap, grid.maxError], [[6, 20, 0], 2, 0]);
  const slices = [0, 2 / 3, 4 / 3, 2, 2.5, 3, 4];
  grid.map.offsets!.forEach((offset, k) => {
    nearAll(offset, [slices[k]! - 4, 0, slices[k]!], 1e-12);
    nearAll(grid.numpy.offsets![k]!, [slices[k]!, 0, slices[k]! - 4], 1e-12);
  });
  deepEqual(grid.map.matrix, [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]);
  deepEqual(grid.numpy.matrix, [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]);
  equal(/uneven/.test(grid.resampled.header), false);
});

Deno.test("uneven=split: a grid for each block, which is the block", () => {
  const [first, second] = [0, 3, 6, 20, 24, 28].map((z) => sliceAt([0, 0, z])).reduce(
    (parts, slice, k) => (parts[k < 3 ? 0 : 1]!.push(slice), parts),
    [[], []] as Values[][],
  );
  const volumes = volumesOf(objectsOf([...first!, ...second!]), { uneven: "split" });
  deepEqual(volumes.map((volume) => gridOf(volume).kind), ["identity", "identity"]);
});

Deno.test("uneven=fill: the empty slice and what would be interpolated from it are told", () => {
  const even = gridTo([0, 3, 9, 12].map((z) => sliceAt([0, 0, z])), { uneven: "fill" });
  deepEqual([even.kind, even.sizes], ["identity", [4, 3, 5]]);
  deepEqual(even.empty, { slices: [2], gridSlices: [2] });
  const jittered = [0, 3.06, 6, 12, 15.0123].map((z) => sliceAt([0, 0, z]));
  const grid = gridTo(jittered, { uneven: "fill" });
  equal(grid.kind, "uneven");
  deepEqual(grid.empty!.slices, [3]);
  deepEqual(
    grid.empty!.gridSlices,
    [...grid.map.offsets!.keys()].filter((k) => Math.abs(grid.map.offsets![k]![2]! - 3) < 1),
  );
  ok(grid.empty!.gridSlices.length > 0);
  equal(gridTo(tilted).empty, undefined);
});

Deno.test("planes of a segmentation without segments are not missing", () => {
  const frames = [0, 3, 12].map((z) => [[0, z / 3, z], 1] as const);
  const { objects } = collect([
    makeSegmentation({ frames: frames.map(([[x, y, z], n]) => [[x!, y!, z!], n]) }),
  ]);
  const grid = gridOf(volumesOf(objects)[0]!);
  deepEqual([grid.kind, grid.sizes, grid.empty], ["shear", [8, 10, 5], undefined]);
  equal(grid.resampled.type, "unsigned char");
  // Slicer clips segments to their extents: those of the grid.
  deepEqual(readSegments(grid.resampled.header)[0]!.extent, [0, 7, 0, 9, 0, 4]);
});

const SPATIAL = ["zyx", "zxy", "yzx", "yxz", "xzy", "xyz"] as const;

Deno.test("the map ends in the order of the caller's array, whatever it is", () => {
  for (const [slices, options] of [[tilted, {}], [uneven, ACCEPT]] as const) {
    const usual = gridTo(slices, options);
    fc.assert(
      fc.property(
        fc.constantFrom(...SPATIAL),
        fc.tuple(...usual.sizes.map((size) => fc.integer({ min: 0, max: size - 1 }))),
        fc.boolean(),
        (array, index, fortranOrder) => {
          const sizes: Record<string, number> = { x: 4, y: 3, z: 5 };
          const shape = [...array].map((name) => sizes[name]!);
          // 3, 4 and 5 indices: no two orders fit one shape.
          const npy = { shape, dtype: "<i2", fortranOrder };
          const grid = gridTo(slices, { ...options, array, npy, data: { file: "a.raw" } });
          const own = mapped(usual.map, index, index[2]!);
          const expected = (axes: string) => [...axes].map((name) => own["xyz".indexOf(name)]!);
          const fastest = [...array].reverse().join("");
          deepEqual(grid.map.axes, fortranOrder ? array : fastest);
          nearAll(mapped(grid.map, index, index[2]!), expected(grid.map.axes), 1e-12);
          deepEqual([grid.numpy.axes, grid.numpy.indices], [array, [0, 1, 2]]);
          nearAll(mapped(grid.numpy, index.toReversed(), index[2]!), expected(array), 1e-12);
          // The grid and what is resampled to it have the usual order.
          deepEqual([grid.sizes, grid.origin], [usual.sizes, usual.origin]);
          deepEqual(grid.resampled, usual.resampled);
        },
      ),
      { numRuns: 30 },
    );
  }
});

Deno.test("an array from the top down: its own first slice is the grid's", () => {
  const grid = gridTo(uneven.toReversed(), { ...ACCEPT, order: "given" });
  deepEqual([grid.origin, grid.direction[8]], [[6, 20, 12], -1]);
  for (const k of [0, 3, 6]) {
    const [i, j, s] = mapped(grid.map, [2, 1, k], k);
    // By the planes: slice s of the array is the (4 − s)th of those sent.
    const at = unevenAt[4 - Math.round(s!)]!;
    near(s!, Math.round(s!), 1e-12);
    nearAll([at[0]! + i!, at[1]! + j!, at[2]!], gridPoint(grid, [2, 1, k]), 1e-9);
  }
});

Deno.test("volumes and components: one map for all, their indices told apart", () => {
  const series = [1, 2].flatMap((TemporalPositionIdentifier) =>
    tiltedAt.map((position) => sliceAt(position, { TemporalPositionIdentifier }))
  );
  const usual = gridTo(series);
  deepEqual([usual.numpy.axes, usual.numpy.indices], ["zyx", [1, 2, 3]]);
  deepEqual(usual.numpy.shape, [5, 5, 4]);
  deepEqual([usual.resampled.axes, usual.resampled.shape], ["tzyx", [2, 5, 5, 4]]);
  deepEqual(usual.map, gridTo(tilted).map);
  const { sizes, kinds } = readNrrdGeometry(usual.resampled.header);
  deepEqual([sizes, kinds.at(-1)], [[4, 5, 5, 2], "list"]);

  const within = gridTo(series, { array: "ytxz" });
  deepEqual([within.numpy.axes, within.numpy.indices], ["yxz", [0, 2, 3]]);
  equal(within.resampled.axes, "tzyx");
  const last = gridTo(series, { array: "zyxt" });
  deepEqual([last.numpy.indices, last.resampled.axes], [[0, 1, 2], "zyxt"]);
  deepEqual(last.resampled.shape, [5, 5, 4, 2]);
});

Deno.test("labels and colours keep their type, everything else becomes float", () => {
  const typeOf = (options: Options, slices = tilted) => gridTo(slices, options).resampled.type;
  equal(typeOf({ as: "labelmap", type: "uint16" }), "unsigned short");
  equal(typeOf({ as: "segmentation", segments: [{ labelValue: 1 }] }), "unsigned char");
  equal(typeOf({ type: "double" }), "float");
  const rgb = tiltedAt.map((position) =>
    sliceAt(position, {
      SamplesPerPixel: 3,
      PhotometricInterpretation: "RGB",
      BitsAllocated: 8,
      PixelRepresentation: 0,
    })
  );
  const { resampled, numpy } = gridTo(rgb);
  deepEqual([resampled.type, resampled.axes], ["unsigned char", "zyxc"]);
  deepEqual(numpy.indices, [0, 1, 2]);
  ok(resampled.header.includes("kinds: RGB-color domain domain domain\n"));
});

Deno.test("the resampled samples follow their header, wherever those of the array are", () => {
  for (
    const options of [{ data: { file: "a.raw.gz" }, encoding: "gzip" }, { endian: "big" }] as const
  ) {
    const { encoding, endian, dataFile } = readNrrdGeometry(
      gridTo(tilted, options).resampled.header,
    );
    deepEqual([encoding, endian, dataFile], ["raw", "little", undefined]);
  }
});

Deno.test("a grid far larger than the array is refused, with both numbers and what helps", () => {
  // 19 mm along the rows for each millimetre of height, in pixels of 1 mm: 3 + 19 × 11 rows for three.
  const flat = Array.from({ length: 12 }, (_, k) => sliceAt([0, 19 * k, k]));
  const message = /4 × 212 × 12 voxels, 70\.667 times .* at most 64 times/;
  throws(() => gridTo(flat), refusedWith("format-cannot-hold", message));
  throws(
    () => gridTo(flat),
    (error) => (error as HeaderError).details.help!.includes("format=text"),
  );
  ok(volumesOf(objectsOf(flat))[0]!.header.startsWith("NRRD"));
  deepEqual(gridTo(flat.slice(0, 10)).sizes, [4, 174, 10]);
  equal(MOST_VOXELS, 64);
});

Deno.test("so is one of more slices than anybody has; the blocks of the stack are not", () => {
  const many = Array.from(
    { length: MOST_SLICES / MOST_FINER + 1 },
    (_, k) => sliceAt([0, 0, k < 2 ? 0.01 * k : k]),
  );
  throws(
    () => gridTo(many, ACCEPT),
    (error) => (error as HeaderError).details.help!.includes("uneven=split"),
  );
  const blocks = volumesOf(objectsOf(many), { uneven: "split" });
  ok(blocks.every((block) => gridOf(block).kind === "identity"));
});
