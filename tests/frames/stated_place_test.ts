import { HeaderError } from "../../lib/errors.ts";
import { cross, unit, type Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, equal, match, nearAll, ok, throws } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { collect } from "../support/objects.ts";
import { fc } from "../support/property.ts";
import { liesAt, makeReply, refusedWith, replyTo, theVolume } from "../support/reply.ts";
import { asked, namedIn } from "../support/stated.ts";

const STORAGE = "1.2.840.10008.5.1.4.1.1";
const picture: Values = { Rows: 3, Columns: 4, BitsAllocated: 8 };
const ultrasound: Values = { ...picture, SOPClassUID: `${STORAGE}.6.1` };
const xray: Values = { ...picture, SOPClassUID: `${STORAGE}.1.1` };
const capture: Values = { ...picture, SOPClassUID: `${STORAGE}.7`, PixelSpacing: [0.5, 0.25] };

/** A region that is the whole of a picture, with 0.3 mm columns and 0.4 mm rows. */
const region: Values = {
  RegionSpatialFormat: 1,
  RegionLocationMinX0: 0,
  RegionLocationMinY0: 0,
  RegionLocationMaxX1: 3,
  RegionLocationMaxY1: 2,
  PhysicalUnitsXDirection: 3,
  PhysicalUnitsYDirection: 3,
  PhysicalDeltaX: 0.03,
  PhysicalDeltaY: 0.04,
};

const finding = (code: string, values: readonly Values[], options: Record<string, unknown>) =>
  theVolume(replyTo(values, asked(options))).findings.find((found) => found.code === code);

Deno.test("the words are the main planes as radiology shows them", () => {
  const directions = (plane: string) =>
    theVolume(replyTo([capture], asked({ plane, step: 2 }))).geometry.directions;
  // Columns 0.25 mm, rows 0.5 mm; feet and back are −z and +y of LPS.
  deepEqual(directions("axial"), [[0.25, 0, 0], [0, 0.5, 0], [0, 0, 2]]);
  deepEqual(directions("coronal"), [[0.25, 0, 0], [0, 0, -0.5], [0, 2, 0]]);
  deepEqual(directions("sagittal"), [[0, 0.25, 0], [0, 0, -0.5], [-2, 0, 0]]);
  deepEqual(directions("Axial"), directions("axial"));
  deepEqual(directions('{"orientation": "coronal"}'), directions("coronal"));
});

Deno.test("what is stated is said, with the numbers, in a finding and in the header", () => {
  const plane = { orientation: [0.8, 0.6, 0, 0, 0, -1], position: [1, -2, 3.5], spacing: [2, 3] };
  const volume = theVolume(replyTo([ultrasound], asked({ plane })));
  const { code: _, severity, message, ...numbers } = volume.findings.find(({ code }) =>
    code === "plane-stated"
  )!;
  deepEqual([severity, numbers], ["warning", plane]);
  for (const text of [message, volume.header]) {
    match(text, /orientation 0\.8\\0\.6\\0\\0\\0\\-1, position 1\\-2\\3\.5 mm \(LPS\)/);
    match(text, /pixel spacing 2\\3 mm are as stated by the caller \(plane=\)/);
  }
  liesAt(volume, [[1, -2, 3.5]]);
  const assumed = finding("plane-stated", [capture], { plane: "axial" })!;
  match(assumed.message, /stated by the caller \(plane=\); the position is taken as 0\\0\\0/);
  deepEqual([assumed["position"], assumed["positionAssumed"]], [[0, 0, 0], true]);
  equal(finding("plane-stated", [sliceAt([0, 0, 0])], {}), undefined);
});

Deno.test("any plane: the corners of the picture lie where the statement says", () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const direction = fc.tuple(part, part, part).filter((v) => Math.hypot(...v) > 0.1);
  const length = fc.double({ min: 0.01, max: 10, noNaN: true });
  const place = fc.double({ min: -500, max: 500, noNaN: true });
  const planes = fc.record({
    towards: direction,
    about: direction,
    position: fc.tuple(place, place, place),
    spacing: fc.tuple(length, length),
  }).filter(({ towards, about }) => Math.hypot(...cross(unit(towards), unit(about))) > 0.1);
  fc.assert(fc.property(planes, ({ towards, about, position, spacing }) => {
    const row = unit(towards);
    const column = unit(cross(cross(row, about), row));
    const plane = { orientation: [...row, ...column], position, spacing };
    const { geometry } = theVolume(replyTo([ultrasound], asked({ plane })));
    for (const [i, j] of [[0, 0], [3, 0], [0, 2], [3, 2]] as const) {
      const stated = position.map((p, c) =>
        p + i * spacing[1] * row[c]! + j * spacing[0] * column[c]!
      );
      const said = geometry.origin.map((p, c) =>
        p + i * geometry.directions[0][c]! + j * geometry.directions[1][c]!
      );
      nearAll(said, stated as unknown as Vector, 1e-9);
    }
  }));
});

Deno.test("a plane that DICOM has is never replaced, whatever is stated", () => {
  for (const plane of ["axial", "coronal", { position: [0, 0, 0] }, { spacing: [1, 1] }]) {
    throws(
      () => replyTo([sliceAt([7, 8, 9])], asked({ plane })),
      refusedWith("bad-option", /DICOM says where the object lies, at 7\\8\\9 mm/),
    );
  }
  // One of two: the other has what the caller states.
  const { volumes, skipped } = replyTo([sliceAt([7, 8, 9]), capture], asked({ plane: "axial" }));
  deepEqual([volumes.length, skipped.map(({ reason }) => reason)], [1, ["bad-option"]]);
});

Deno.test("parts that DICOM has are its own; stated as well, they have to agree", () => {
  const tilted: Values = { ...ultrasound, ImageOrientationPatient: [0, 1, 0, 0, 0, -1] };
  const rest = { position: [1, 2, 3], spacing: [1, 2] };
  const volume = theVolume(replyTo([tilted], asked({ plane: rest })));
  deepEqual(volume.geometry.directions.slice(0, 2), [[0, 2, 0], [0, 0, -1]]);
  const { code: _, severity: __, message, ...numbers } = volume.findings
    .find(({ code }) => code === "plane-stated")!;
  deepEqual(numbers, rest);
  match(message, /^position 1\\2\\3 mm \(LPS\) and pixel spacing 1\\2 mm are as stated/);
  const same = { ...rest, orientation: [0, 1, 0, 0, 1e-6, -1] };
  deepEqual(theVolume(replyTo([tilted], asked({ plane: same }))).header, volume.header);

  const refusals: [Values, unknown, RegExp][] = [
    [
      tilted,
      { ...rest, orientation: "axial" },
      /orientation 1\\0\\0\\0\\1\\0, but .* 0\\1\\0\\0\\0\\-1/,
    ],
    [
      { ...picture, ImagePositionPatient: [1, 2, 3] },
      { orientation: "axial", position: [1, 2, 4], spacing: [1, 1] },
      /position 1\\2\\4, but DICOM says 1\\2\\3/,
    ],
    [
      capture,
      { orientation: "axial", spacing: [0.25, 0.5] },
      /spacing 0\.25\\0\.5, .* 0\.5\\0\.25/,
    ],
  ];
  for (const [values, plane, message] of refusals) {
    throws(() => replyTo([values], asked({ plane })), refusedWith("bad-option", message));
  }
});

Deno.test("what DICOM says badly is a fault, and nothing to be replaced", () => {
  const plane = { orientation: "axial", position: [0, 0, 0], spacing: [1, 1] };
  for (
    const [values, code] of [
      [{ ...ultrasound, PixelSpacing: [0, 0] }, "bad-spacing"],
      [{ ...ultrasound, ImageOrientationPatient: [1, 0, 0, 1, 0, 0] }, "bad-orientation"],
      [{ ...ultrasound, ImagePositionPatient: [1, 2] }, "bad-position"],
      [{ ...ultrasound, Rows: 0 }, "bad-matrix"],
    ] as const
  ) throws(() => replyTo([values], asked({ plane })), refusedWith(code));
});

Deno.test("the size at a detector is not taken for that in the patient", () => {
  const detector = { ...xray, ImagerPixelSpacing: [0.2, 0.15] };
  throws(
    () => replyTo([detector], asked({ plane: "coronal" })),
    refusedWith("no-geometry", /ImagerPixelSpacing is 0\.2\\0\.15 mm at the detector/),
  );
  // PS3.3 10.7.1.1: the same number under Pixel Spacing was not corrected either.
  throws(
    () => replyTo([{ ...detector, PixelSpacing: [0.2, 0.15] }], asked({ plane: "coronal" })),
    refusedWith("no-geometry"),
  );
  const portal = { ...picture, SOPClassUID: `${STORAGE}.481.1`, ImagePlanePixelSpacing: [1, 1] };
  throws(() => replyTo([portal], asked({ plane: "coronal" })), refusedWith("no-geometry"));
  const stated = { orientation: "coronal", spacing: [0.18, 0.13] };
  const { directions } = theVolume(replyTo([detector], asked({ plane: stated }))).geometry;
  deepEqual(directions.slice(0, 2), [[0.13, 0, 0], [0, 0, -0.18]]);

  const calibrated = { PixelSpacing: [0.18, 0.14], PixelSpacingCalibrationType: "FIDUCIAL" };
  const found = finding("plane-stated", [{ ...detector, ...calibrated }], { plane: "coronal" })!;
  match(found.message, /0\.18\\0\.14 mm is from Pixel Spacing .*calibrated at an object of known/);
  deepEqual(found["spacing"], undefined);
});

Deno.test("the size on scanned film is taken, and told", () => {
  const film = { ...picture, SOPClassUID: `${STORAGE}.7`, NominalScannedPixelSpacing: [0.3, 0.2] };
  const { geometry, findings } = theVolume(replyTo([film], asked({ plane: "axial" })));
  deepEqual(geometry.directions.slice(0, 2), [[0.2, 0, 0], [0, 0.3, 0]]);
  ok(findings.some(({ code }) => code === "nominal-spacing"));
});

Deno.test("one ultrasound region of the whole image gives its spacing, any other none", () => {
  const scan = (...regions: Values[]) => ({ ...ultrasound, SequenceOfUltrasoundRegions: regions });
  const volume = theVolume(replyTo([scan(region)], asked({ plane: "axial" })));
  nearAll(volume.geometry.directions.slice(0, 2).flat(), [0.3, 0, 0, 0, 0.4, 0], 1e-12);
  match(volume.header, /pixel spacing 0\.4\\0\.3 mm is from its one ultrasound region/);
  for (
    const others of [
      [region, region],
      [{ ...region, RegionSpatialFormat: 3 }],
      [{ ...region, PhysicalUnitsYDirection: 4 }],
      [{ ...region, RegionLocationMinY0: 1 }],
      [{ ...region, RegionLocationMaxX1: 2 }],
      [{ ...region, PhysicalDeltaX: -0.03 }],
      [{ ...region, PhysicalDeltaY: 0 }],
    ]
  ) {
    throws(
      () => replyTo([scan(...others)], asked({ plane: "axial" })),
      (error: HeaderError) => {
        refusedWith("no-geometry", /no pixel spacing/)(error);
        equal((error.details.ultrasoundRegions as unknown[]).length, others.length);
        return true;
      },
    );
  }
});

Deno.test("what is no image, and what lies on a glass slide, gets no plane from anybody", () => {
  const options = asked({ plane: { orientation: "axial", spacing: [1, 1] }, step: 1 });
  for (
    const [branch, code] of [["77.1.6", "no-geometry"], ["88.33", "unsupported-object"]] as const
  ) {
    const object = { ...picture, SOPClassUID: `${STORAGE}.${branch}` };
    for (const given of [undefined, options]) {
      throws(() => replyTo([object], given), (error: HeaderError) => {
        refusedWith(code)(error);
        equal(error.details.help, undefined);
        return true;
      });
    }
  }
});

const nuclear: Values = {
  ...picture,
  SOPClassUID: `${STORAGE}.20`,
  ImageType: ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"],
  NumberOfFrames: 3,
  PixelSpacing: [4, 5],
};
const detector: Values = {
  ImagePositionPatient: [-10, -20, 30],
  ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
};

Deno.test("NM: a step where there is no spacing, a plane where no detector has one", () => {
  const placed = { ...nuclear, DetectorInformationSequence: [detector] };
  const down = theVolume(replyTo([placed], asked({ step: -3, order: "given" })));
  liesAt(down, [[-10, -20, 30], [-10, -20, 27], [-10, -20, 24]]);
  ok(down.findings.some(({ code }) => code === "step-stated"));
  const plane = { orientation: "axial", position: [1, 2, 3] };
  liesAt(theVolume(replyTo([nuclear], asked({ plane, step: 3 }))), [[1, 2, 3], [1, 2, 6], [
    1,
    2,
    9,
  ]]);
  // Its own spacing holds, with its sign; the statement has to agree.
  const spaced = { ...nuclear, SpacingBetweenSlices: -3 };
  liesAt(theVolume(replyTo([spaced], asked({ plane }))), [[1, 2, -3], [1, 2, 0], [1, 2, 3]]);
  throws(
    () => replyTo([spaced], asked({ plane, step: 4 })),
    refusedWith("bad-option", /states 4 mm.* 3 mm apart/),
  );
});

Deno.test("NM: frames of no stated type may be called slices, views of a detector may not", () => {
  const plane = "coronal";
  const untyped = { ...nuclear, ImageType: ["DERIVED", "SECONDARY"] };
  liesAt(
    theVolume(replyTo([untyped], asked({ plane, step: 3 }))),
    [[0, 0, 0], [0, 3, 0], [0, 6, 0]],
  );
  throws(() => replyTo([untyped], asked({ plane })), refusedWith("no-geometry"));
  const views = { ...nuclear, ImageType: ["ORIGINAL", "PRIMARY", "TOMO", "EMISSION"] };
  throws(() => replyTo([views], asked({ plane, step: 3 })), refusedWith("no-geometry", /TOMO/));
  const single = { ...views, NumberOfFrames: 1 };
  deepEqual(theVolume(replyTo([single], asked({ plane }))).sizes, [4, 3, 1]);
});

Deno.test("RT dose: a step where there are no offsets, and never against them", () => {
  const dose = sliceAt([1, 2, 3], { SOPClassUID: `${STORAGE}.481.2`, NumberOfFrames: 3 });
  liesAt(theVolume(replyTo([dose], asked({ step: 2 }))), [[1, 2, 3], [1, 2, 5], [1, 2, 7]]);
  const offsets = { ...dose, GridFrameOffsetVector: [0, 2.5, 5] };
  throws(
    () => replyTo([offsets], asked({ step: 2 })),
    refusedWith("bad-option", /2 mm, .* 2\.5 mm apart/),
  );
  liesAt(theVolume(replyTo([offsets], asked({ step: 2.5 }))), [[1, 2, 3], [1, 2, 5.5], [1, 2, 8]]);
});

Deno.test("functional groups without positions: the frames of a run lie where they are stated", () => {
  const run: Values = {
    ...picture,
    SOPClassUID: `${STORAGE}.7.4`,
    NumberOfFrames: 2,
    SharedFunctionalGroupsSequence: [{ PixelMeasuresSequence: [{ PixelSpacing: [0.5, 0.5] }] }],
    PerFrameFunctionalGroupsSequence: [{}, {}],
  };
  throws(() => replyTo([run]), refusedWith("no-geometry", /^secondary capture /));
  const { geometry } = theVolume(replyTo([run], asked({ plane: "axial", step: 4 })));
  deepEqual(geometry.directions, [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 4]]);
});

Deno.test("every refusal for lack of a place says what helps, and that does", () => {
  const objects: Record<string, Values> = {
    ultrasound,
    "ultrasound, many frames": { ...ultrasound, NumberOfFrames: 5 },
    "a region": { ...ultrasound, SequenceOfUltrasoundRegions: [region] },
    "a region beside text": {
      ...ultrasound,
      SequenceOfUltrasoundRegions: [{ ...region, RegionLocationMinX0: 2 }],
    },
    capture,
    "many captures": { ...capture, NumberOfFrames: 3 },
    "many captures of one place": sliceAt([1, 2, 3], {
      SOPClassUID: `${STORAGE}.7.2`,
      NumberOfFrames: 3,
    }),
    xray: { ...xray, ImagerPixelSpacing: [0.2, 0.15] },
    "a slice that lost its position": sliceAt([], { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] }),
    "a slice without pixel spacing": sliceAt([1, 2, 3], { PixelSpacing: [] }),
    "no class": picture,
    nuclear,
    "NM with a detector": { ...nuclear, DetectorInformationSequence: [detector] },
    "NM without a type": { ...nuclear, ImageType: [] },
    "NM, one view": { ...nuclear, NumberOfFrames: 1, ImageType: ["ORIGINAL", "PRIMARY", "STATIC"] },
    "RT dose": sliceAt([1, 2, 3], { SOPClassUID: `${STORAGE}.481.2`, NumberOfFrames: 3 }),
  };
  for (const [name, values] of Object.entries(objects)) {
    const refusal = (options: Record<string, unknown>): HeaderError => {
      try {
        replyTo([values], asked(options));
      } catch (error) {
        if (error instanceof HeaderError) return error;
        throw error;
      }
      throw new Error(`${name} is not refused`);
    };
    const help = namedIn(refusal({}).details.help ?? "");
    ok(Object.keys(help).length > 0, name);
    theVolume(replyTo([values], asked(help)));
  }
  // Half of it is refused again, with the other half.
  const half = { plane: "axial" };
  throws(() => replyTo([ultrasound], asked(half)), (error: HeaderError) => {
    theVolume(replyTo([ultrasound], asked({ ...half, ...namedIn(error.details.help!) })));
    return error.code === "no-geometry";
  });
});

Deno.test("where no statement helps either, none is advised", () => {
  for (
    const values of [
      { ...ultrasound, Rows: 0 },
      { ...ultrasound, PixelSpacing: [0, 0] },
      { ...ultrasound, NumberOfFrames: 2.5 },
      { ...nuclear, ImageType: ["ORIGINAL", "PRIMARY", "TOMO", "EMISSION"] },
    ]
  ) {
    throws(() => replyTo([values]), (error: HeaderError) => {
      refusedWith("no-geometry")(error);
      equal(error.details.help, undefined);
      return true;
    });
  }
});

const corpus = corpusSets();

for (const id of ["us_modern_regions", "dx_highdicom"]) {
  Deno.test({
    name: `corpus: ${id} lies where the caller says, and without that nowhere`,
    ignore: !corpus.some((set) => set.id === id),
    async fn() {
      const { objects, skipped } = collect(await corpusFiles(id));
      throws(() => makeReply(objects, skipped, asked({})), (error: HeaderError) => {
        refusedWith("no-geometry")(error);
        theVolume(makeReply(objects, skipped, asked(namedIn(error.details.help!))));
        return true;
      });
      const plane = { orientation: "coronal", position: [-5, 6, 7], spacing: [0.25, 0.5] };
      const { geometry, sizes } = theVolume(makeReply(objects, skipped, asked({ plane, step: 3 })));
      const [{ dataset }] = objects as [(typeof objects)[0]];
      deepEqual(sizes, [...dataset.numbers("Columns"), ...dataset.numbers("Rows"), 1]);
      deepEqual(geometry.origin, [-5, 6, 7]);
      deepEqual(geometry.directions, [[0.5, 0, 0], [0, 0, -0.25], [0, 3, 0]]);
    },
  });
}

Deno.test({
  name: "corpus: captured pages beside a scout are read by a statement, the scout is not moved",
  ignore: !corpus.some((set) => set.id === "ct_philips_summary_mixed"),
  async fn() {
    const { objects, skipped } = collect(await corpusFiles("ct_philips_summary_mixed"));
    const plane = { orientation: "axial", spacing: [1, 1] };
    const { volumes, skipped: left } = makeReply(objects, skipped, asked({ plane, step: 5 }));
    deepEqual(new Set(left.map(({ reason }) => reason)), new Set(["bad-option"]));
    ok(volumes.every(({ findings }) => findings.some(({ code }) => code === "plane-stated")));
    equal(volumes.reduce((sum, { slices }) => sum + slices.length, 0), 3);
  },
});
