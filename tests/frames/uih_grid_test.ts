import type { DicomObject } from "../../lib/dicom/dataset.ts";
import { uihGrid } from "../../lib/frames/uih_grid.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, ok, throws } from "../assert.ts";
import { cornersOf, setDistance } from "../support/corners.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";

/** Five slices of 4 × 3 pixels: three tiles across, two down. */
function fiveTiles(others: Values = {}): DicomObject {
  return objectsOf([sliceAt([], {
    ImageType: ["ORIGINAL", "PRIMARY", "M", "VFRAME"],
    Columns: 12,
    Rows: 6,
    AcquisitionTime: "120000",
    EchoTime: 70,
    UihNumberOfSlicesInGrid: 5,
    UihGridSequence: items(5),
    ...others,
  })])[0]!;
}

function items(count: number): Values[] {
  return Array.from({ length: count }, (_, k) => ({
    ImagePositionPatient: [1, 2, 3 * k],
    AcquisitionTime: `12000${k}`,
  }));
}

const framesOf = (object: DicomObject) => uihGrid.frames(object)!;

Deno.test("united imaging grid: tiles have their items' position and times", () => {
  const frames = framesOf(fiveTiles());
  frames.forEach(({ plane, number, tile, attributes }, k) => {
    deepEqual(plane.position, [1, 2, 3 * k]);
    deepEqual([plane.columns, plane.rows], [4, 3]);
    deepEqual([attributes.numbers("Columns"), attributes.numbers("Rows")], [[4], [3]]);
    deepEqual(attributes.strings("AcquisitionTime"), [`12000${k}`]);
    deepEqual(attributes.numbers("EchoTime"), [70]);
    equal(number, k);
    equal(tile, true);
  });
  equal(frames.length, 5);
});

Deno.test("united imaging grid: refused where the header does not say enough", () => {
  const cases: readonly (readonly [Values, string, RegExp])[] = [
    [{ UihGridSequence: [] }, "no-geometry", /\(0065,1051\) is absent/],
    [{ UihGridSequence: items(4) }, "no-geometry", /5 slices .* places 4/],
    [{ UihGridSequence: [...items(4), {}] }, "no-geometry", /Image Position/],
    [
      { UihGridSequence: [...items(4), {}], ImagePositionPatient: [9, 9, 9] },
      "no-geometry",
      /Image Position/,
    ],
    [{ ImageOrientationPatient: [] }, "no-geometry", /Image Orientation/],
    [{ Columns: 10 }, "bad-matrix", /10 × 6 pixels .* 3 × 2 tiles/],
  ];
  for (const [values, code, message] of cases) {
    throws(() => framesOf(fiveTiles(values)), { code, message });
  }
});

/** Expected corners are printed with 4 decimals: off by at most half of the last, three times. */
const PRINTED_CORNERS = 1e-4;

for (const { id, kinds, shape, corners_lps: corners, diffusion } of corpusSets()) {
  if (!kinds.includes("vendor-grid")) continue;

  Deno.test(`${id}: every grid makes a volume with the corners that others find`, async () => {
    for (const file of await corpusFiles(id)) {
      const { objects, skipped } = collect([file]);
      const { volumes } = makeReply(objects, skipped, DEFAULT_OPTIONS);
      equal(volumes.length, 1);
      deepEqual(volumes[0]!.sizes, shape.slice(0, 3));
      const found = cornersOf(readNrrdGeometry(volumes[0]!.header));
      const off = setDistance(found, corners!);
      ok(off <= PRINTED_CORNERS, `${file.name}: ${off} mm off`);
    }
  });

  Deno.test(`${id}: b-values are those that others find`, async () => {
    const { objects } = collect(await corpusFiles(id));
    const found = objects.map((object) => framesOf(object)[0]!.attributes.numbers("UihBValue")[0]!);
    equal(found.length, diffusion!.b.length);
    found.forEach((b, k) => ok(Math.abs(b - diffusion!.b[k]!) < 1e-3, `${b}`));
  });
}
