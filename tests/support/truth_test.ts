import { deepEqual, equal, nearAll, throws } from "../assert.ts";
import { SEED_FIRST, SEED_LAST, seedSeries } from "./cases.ts";
import { writeDicom } from "./dicom_writer.ts";
import { readNrrdGeometry } from "./nrrd_geometry.ts";
import { makeSeries } from "./series.ts";
import { corners, planesOf, sliceErrors } from "./truth.ts";

const header = (lines: Record<string, string>): string =>
  "NRRD0004\n" +
  Object.entries({
    "type": "short",
    "dimension": "3",
    "sizes": "3 2 2",
    "space": "left-posterior-superior",
    "space directions": "(0.5,0,0) (0,0.9,0) (0,0.25,2)",
    "kinds": "domain domain domain",
    "endian": "little",
    "encoding": "raw",
    "space origin": "(1,2,3)",
    ...lines,
  }).map(([name, value]) => `${name}: ${value}\n`).join("") + "\n";

/** Two slices 2 mm apart along z; 0.5 mm between columns, 0.9 mm between rows. */
const series = () =>
  makeSeries({
    columns: 3,
    rows: 2,
    pixelSpacing: [0.9, 0.5],
    positions: [[1, 2, 3], [1, 2.25, 5]],
  });

Deno.test("corner pixels lie where PS3.3 C.7.6.2.1.1 puts them", () => {
  const [plane] = planesOf(series()[0]!.bytes);
  deepEqual(corners(plane!).map(({ i, j, lps }) => [i, j, ...lps]), [
    [0, 0, 1, 2, 3],
    [0, 1, 1, 2.9, 3],
    [2, 0, 2, 2, 3],
    [2, 1, 2, 2.9, 3],
  ]);
});

Deno.test("frames of an enhanced object have planes of their own, shared ones or the object's", () => {
  const bytes = writeDicom({
    SOPInstanceUID: "1.2",
    Rows: 1,
    Columns: 1,
    PixelSpacing: [9, 9],
    SharedFunctionalGroupsSequence: [{
      PixelMeasuresSequence: [{ PixelSpacing: [2, 3] }],
      PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
    }],
    PerFrameFunctionalGroupsSequence: {
      items: [
        { PlanePositionSequence: [{ ImagePositionPatient: [1, 2, 3] }] },
        {
          PlanePositionSequence: [{ ImagePositionPatient: [4, 5, 6] }],
          PlaneOrientationSequence: [{ ImageOrientationPatient: [0, 1, 0, 1, 0, 0] }],
        },
      ],
    },
  }, { transferSyntax: "implicit" });
  const [first, second] = planesOf(bytes);
  deepEqual([first!.position, first!.columnStep, first!.rowStep], [[1, 2, 3], [3, 0, 0], [
    0,
    2,
    0,
  ]]);
  deepEqual([second!.frame, second!.position, second!.columnStep], [1, [4, 5, 6], [0, 3, 0]]);
  equal(planesOf(writeDicom({ Rows: 1, Columns: 1 })).length, 0);
});

Deno.test("a true header has no error, and a wrong one has the distance of its worst corner", () => {
  const planes = series().flatMap(({ bytes }) => planesOf(bytes));
  const errors = (lines: Record<string, string>) =>
    sliceErrors(readNrrdGeometry(header(lines)), planes);
  nearAll(errors({}), [0, 0], 1e-15);
  nearAll(errors({ "space origin": "(1,2,7)" }), [4, 4], 1e-15);
  nearAll(errors({ "space directions": "(0.5,0,0) (0,0.9,0) (0,0,2)" }), [0, 0.25], 1e-15);
  // Two columns and one row away, by 0.4 mm each: hypot(0.8, 0.4).
  nearAll(
    errors({ "space directions": "(0.9,0,0) (0,0.5,0) (0,0.25,2)" }),
    [Math.hypot(0.8, 0.4), Math.hypot(0.8, 0.4)],
    1e-15,
  );
  nearAll(
    errors({
      "space": "right-anterior-superior",
      "space directions": "(-0.5,0,0) (0,-0.9,0) (0,-0.25,2)",
      "space origin": "(-1,-2,3)",
    }),
    [0, 0],
    1e-15,
  );
  throws(() => errors({ sizes: "2 3 2" }), /3 × 2/);
  throws(() => errors({ sizes: "3 2 3" }), /3 slices, but 2 planes/);
});

Deno.test("a list stands before or behind the slices, and a colour stands aside", () => {
  const [a, b] = series().flatMap(({ bytes }) => planesOf(bytes)) as [never, never];
  const directions = "(0.5,0,0) (0,0.9,0)";
  const errors = (lines: Record<string, string>, planes: never[]) =>
    sliceErrors(readNrrdGeometry(header({ dimension: "4", ...lines })), planes);
  const last = {
    "sizes": "3 2 2 3",
    "space directions": `${directions} (0,0.25,2) none`,
    "kinds": "domain domain domain list",
  };
  nearAll(errors(last, [a, b, a, b, a, b]), [0, 0, 0, 0, 0, 0], 1e-15);
  const third = {
    "sizes": "3 2 3 2",
    "space directions": `${directions} none (0,0.25,2)`,
    "kinds": "domain domain list domain",
  };
  nearAll(errors(third, [a, a, a, b, b, b]), [0, 0, 0, 0, 0, 0], 1e-15);
  const planar = { ...third, "kinds": "domain domain RGB-color domain" };
  nearAll(errors(planar, [a, b]), [0, 0], 1e-15);
});

Deno.test("the seed series is the one of the question", () => {
  const planes = seedSeries().flatMap(({ bytes }) => planesOf(bytes));
  equal(planes.length, 160);
  deepEqual(planes[0]!.position, SEED_FIRST);
  deepEqual(planes[159]!.position, SEED_LAST);
  deepEqual([planes[159]!.instanceNumber, planes[159]!.columns], [160, 448]);
  nearAll(planes[0]!.columnStep, [
    0.8030317194426736,
    -1.6481522690352184e-10,
    0.029445837245459842,
  ], 1e-16);
  // 159 gaps of 1.1 mm.
  const step = SEED_LAST.map((c, n) => (c - SEED_FIRST[n]!) / 159);
  planes.forEach(({ position }, k) =>
    nearAll(position, SEED_FIRST.map((c, n) => c + k * step[n]!), 1e-11)
  );
});
