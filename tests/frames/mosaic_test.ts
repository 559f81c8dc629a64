import type { DicomObject } from "../../lib/dicom/dataset.ts";
import type { UnplacedFrame } from "../../lib/frames/frame.ts";
import { mosaic } from "../../lib/frames/mosaic.ts";
import { pixelCentre } from "../../lib/geometry/plane.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, nearAll, ok, throws } from "../assert.ts";
import { cornersOf, setDistance } from "../support/corners.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { csaBytes } from "../support/csa_writer.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";

/** A CSA image header with what a mosaic needs. */
function csa(count: number | undefined, normal: readonly number[]): Uint8Array {
  return csaBytes("new", [
    {
      name: "NumberOfImagesInMosaic",
      vr: "US",
      multiplicity: 1,
      values: count === undefined ? [] : [String(count)],
    },
    {
      name: "SliceNormalVector",
      vr: "FD",
      multiplicity: 3,
      values: normal.map((value) => value.toFixed(8)),
    },
  ]);
}

/**
 * Three slices of 4 × 3 pixels, 2 mm wide and 3 mm high, in a picture of 8 × 6. A slice is
 * 8 × 9 mm, the picture 16 × 18 mm. Slices are centred at (2, −11, z): by the scanner's convention,
 * in which the centre is pixel (n/2, n/2), the first slice's first pixel is at (2 − 8/2, −11 − 9/2)
 * and the picture's at (2 − 16/2, −11 − 18/2).
 */
function threeTiles(others: Values = {}): DicomObject {
  return objectsOf([sliceAt([-6, -20, 5], {
    ImageType: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"],
    PixelSpacing: [3, 2],
    Rows: 6,
    Columns: 8,
    SliceThickness: 2,
    SpacingBetweenSlices: 2.5,
    SiemensCsaImageHeader: csa(3, [0, 0, -1]),
    ...others,
  })])[0]!;
}

const framesOf = (object: DicomObject) => mosaic.frames(object)!;

const positionsOf = (frames: readonly UnplacedFrame[]) => frames.map(({ plane }) => plane.position);

Deno.test("mosaic: tiles lie where a calculation by hand puts them", () => {
  const frames = framesOf(threeTiles());
  deepEqual(positionsOf(frames), [[-2, -15.5, 5], [-2, -15.5, 2.5], [-2, -15.5, 0]]);
  frames.forEach(({ plane, number, tile, attributes }, k) => {
    deepEqual([plane.columns, plane.rows, plane.columnSpacing, plane.rowSpacing], [4, 3, 2, 3]);
    equal(number, k);
    equal(tile, true);
    deepEqual(attributes.numbers("ImagePositionPatient"), plane.position);
    deepEqual([attributes.numbers("Columns"), attributes.numbers("Rows")], [[4], [3]]);
    deepEqual(attributes.numbers("SliceThickness"), [2]);
  });
});

Deno.test("mosaic: the sign of the CSA normal decides on which side the slices lie", () => {
  const up = framesOf(threeTiles({ SiemensCsaImageHeader: csa(3, [0, 0, 1]) }));
  deepEqual(positionsOf(up), [[-2, -15.5, 5], [-2, -15.5, 7.5], [-2, -15.5, 10]]);
});

Deno.test("mosaic: the slice count may stand in (0019,100A) alone, or a single slice need no normal", () => {
  const counted = { SiemensCsaImageHeader: csa(undefined, [0, 0, -1]) };
  equal(framesOf(threeTiles({ ...counted, SiemensNumberOfImagesInMosaic: 2 })).length, 2);
  const one = threeTiles({ SiemensCsaImageHeader: csa(1, []) });
  deepEqual(positionsOf(framesOf(one)), [[-6, -20, 5]]);
});

Deno.test("mosaic: refused where the header does not say enough", () => {
  const cases: readonly (readonly [Values, string, RegExp])[] = [
    [{ SiemensCsaImageHeader: csa(undefined, [0, 0, 1]) }, "no-geometry", /its number of slices/],
    [{ SiemensCsaImageHeader: csa(3, []) }, "no-geometry", /which side/],
    [{ SiemensCsaImageHeader: csa(3, [0, 0, 0]) }, "no-geometry", /which side/],
    [{ SiemensCsaImageHeader: new Uint8Array(8) }, "no-geometry", /its number of slices/],
    [{ SpacingBetweenSlices: [] }, "no-geometry", /its slice spacing/],
    [{ SiemensCsaImageHeader: csa(3, [0, 0.1, 0.995]) }, "bad-orientation", /0\.1\d* rad/],
    [{ SiemensCsaImageHeader: csa(3, [1, 0, 0]) }, "bad-orientation", /1\.57 rad/],
    [{ SiemensCsaImageHeader: csa(5, [0, 0, 1]) }, "bad-matrix", /3 × 3 tiles/],
    [{ SiemensCsaImageHeader: csa(4e9, [0, 0, 1]) }, "limit-exceeded", /10000/],
    [{ ImagePositionPatient: [] }, "no-geometry", /Image Position/],
  ];
  for (const [values, code, message] of cases) {
    throws(() => framesOf(threeTiles(values)), { code, message });
  }
});

/** Expected corners are printed with 4 decimals: off by at most half of the last, three times. */
const PRINTED_CORNERS = 1e-4;
/** The protocol has 10 digits, Spacing Between Slices about 8: times the number of slices. */
const PRINTED_CENTRES = 1e-5;

for (const { id, kinds, shape, corners_lps: corners, diffusion } of corpusSets()) {
  if (!kinds.includes("mosaic")) continue;
  const [columns, rows, slices] = shape as [number, number, number];

  Deno.test(`${id}: every tile lies where the scanner's protocol has its slice`, async () => {
    for (const file of await corpusFiles(id)) {
      const frames = framesOf(collect([file]).objects[0]!);
      const centres = protocolCentres(file.bytes, slices);
      equal(frames.length, slices);
      frames.forEach(({ plane }, k) => {
        const centre = pixelCentre(plane, plane.columns / 2, plane.rows / 2);
        nearAll(centre, centres[k]!, PRINTED_CENTRES, `${file.name}, tile ${k}`);
      });
    }
  });

  Deno.test(`${id}: one mosaic makes one volume, with the corners that others find`, async () => {
    for (const order of ["position", "given"] as const) {
      const [file] = await corpusFiles(id);
      const { objects, skipped } = collect([file!]);
      const { volumes } = makeReply(objects, skipped, { ...DEFAULT_OPTIONS, order });
      equal(volumes.length, 1);
      deepEqual(volumes[0]!.sizes, [columns, rows, slices]);
      const found = cornersOf(readNrrdGeometry(volumes[0]!.header));
      const off = setDistance(found, corners!);
      ok(off <= PRINTED_CORNERS, `order=${order}: ${off} mm off`);
    }
  });

  if (diffusion === undefined) continue;
  Deno.test(`${id}: b-values and gradients are those that others find`, async () => {
    const { objects } = collect(await corpusFiles(id));
    const found = objects.map((object) => {
      const { attributes } = framesOf(object)[0]!;
      return {
        b: attributes.numbers("SiemensBValue")[0]!,
        gradient: attributes.numbers("SiemensDiffusionGradientDirection"),
      };
    });
    deepEqual(found.map(({ b }) => b), diffusion.b);
    found.forEach(({ b, gradient }, k) => {
      if (b === 0) return;
      const expected = diffusion.gradients_lps[k]!;
      const cosine = gradient.reduce((sum, value, c) => sum + value * expected[c]!, 0);
      ok(Math.abs(cosine) > 1 - 1e-5, `${gradient} is not ${expected}`);
    });
  });
}

/**
 * Centres of the slices in the order of the protocol, which stands as text in another private
 * element, (0029,1020): `sSliceArray.asSlice[0].sPosition.dTra = -16.2`, zeros left out. Behind it
 * there may be scraps of other protocols.
 */
function protocolCentres(bytes: Uint8Array, slices: number): number[][] {
  const text = new TextDecoder("latin1").decode(bytes);
  const lines = text.matchAll(
    /sSliceArray\.asSlice\[(\d+)\]\.sPosition\.(d\w+)\s*=\s*([-+\d.e]+)/g,
  );
  const values = new Map<string, number>();
  for (const [, slice, axis, value] of lines) {
    const key = `${slice} ${axis}`;
    if (!values.has(key)) values.set(key, Number(value));
  }
  ok(values.size >= slices, `${values.size} numbers for ${slices} slices`);
  return Array.from(
    { length: slices },
    (_, k) => ["dSag", "dCor", "dTra"].map((axis) => values.get(`${k} ${axis}`) ?? 0),
  );
}
