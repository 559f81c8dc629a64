import { HeaderError } from "../../lib/errors.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, nearAll, ok, throws } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { collect } from "../support/objects.ts";
import { makeReply, refusedWith, replyTo, theVolume } from "../support/reply.ts";

const STORAGE = "1.2.840.10008.5.1.4.1.1";
const picture: Values = { Rows: 3, Columns: 4, BitsAllocated: 8 };

function details(datasets: readonly Values[]): HeaderError["details"] {
  try {
    replyTo(datasets);
  } catch (error) {
    if (error instanceof HeaderError) return error.details;
    throw error;
  }
  throw new Error("not refused");
}

Deno.test("objects without pixels are named", () => {
  const names: [branch: string, name: string][] = [
    ["88.33", "structured report"],
    ["88.59", "key object selection"],
    ["11.1", "presentation state"],
    ["481.3", "RT structure set"],
    ["481.5", "RT plan"],
    ["66.1", "spatial registration"],
    ["104.1", "encapsulated document"],
    ["9.1.1", "waveform"],
    ["66", "raw data"],
    ["4.2", "MR spectroscopy"],
  ];
  for (const [branch, name] of names) {
    throws(
      () => replyTo([{ SOPClassUID: `${STORAGE}.${branch}` }]),
      refusedWith("unsupported-object", new RegExp(`^${name} objects have no image$`)),
    );
  }
  throws(
    () => replyTo([{ MediaStorageSOPClassUID: "1.2.840.10008.1.3.10" }]),
    refusedWith("unsupported-object", /^DICOMDIR /),
  );
});

Deno.test("an object without pixels takes no slice of the series with it", () => {
  const { volumes, skipped } = replyTo([
    sliceAt([0, 0, 0]),
    { SOPClassUID: `${STORAGE}.11.1`, ImagePositionPatient: [0, 0, 9] },
    sliceAt([0, 0, 2]),
  ]);
  deepEqual(volumes[0]!.sizes, [4, 3, 2]);
  deepEqual(skipped.map(({ given, reason }) => [given, reason]), [[1, "unsupported-object"]]);
});

Deno.test("projections say which spacing is whose", () => {
  const dx = { ...picture, SOPClassUID: `${STORAGE}.1.1`, ImagerPixelSpacing: [0.2, 0.15] };
  throws(() => replyTo([dx]), refusedWith("no-geometry", /^digital X-ray image .* projections/));
  deepEqual(details([dx]), {
    object: "digital X-ray image",
    pixelSizes: [{
      attribute: "ImagerPixelSpacing",
      spacing: [0.2, 0.15],
      holds: "at the detector",
    }],
    help:
      'if you know where it lies, plane={"orientation":"axial","spacing":[0.2,0.15]}, with your own values',
    skipped: details([dx]).skipped,
  });
  const holds = (values: Values): unknown =>
    (details([{ ...dx, ...values }]).pixelSizes as { holds: string }[]).at(-1)!.holds;
  // PS3.3 10.7.1.1: equal to the detector's, it was not calibrated; different, it was.
  equal(holds({ PixelSpacing: [0.2, 0.15] }), "at the detector");
  equal(holds({ PixelSpacing: [0.18, 0.14] }), "corrected or calibrated, how is not said");
  const fiducial = { PixelSpacing: [0.18, 0.14], PixelSpacingCalibrationType: "FIDUCIAL" };
  equal(holds(fiducial), "calibrated at an object of known size");
  const geometry = { PixelSpacing: [0.18, 0.14], PixelSpacingCalibrationType: "GEOMETRY" };
  equal(holds(geometry), "corrected for magnification at an assumed depth");
  const mammogram = { ...dx, EstimatedRadiographicMagnificationFactor: 1.07 };
  equal(details([mammogram]).estimatedMagnification, 1.07);
  const scanned = {
    ...picture,
    SOPClassUID: `${STORAGE}.7`,
    NominalScannedPixelSpacing: [0.3, 0.3],
  };
  throws(() => replyTo([scanned]), refusedWith("no-geometry"));
  const rtImage = { ...picture, SOPClassUID: `${STORAGE}.481.1`, ImagePlanePixelSpacing: [1, 1] };
  throws(() => replyTo([rtImage]), refusedWith("no-geometry", /^RT image /));
});

Deno.test("ultrasound regions are told with their units, and not taken for millimetres", () => {
  const scan: Values = {
    ...picture,
    SOPClassUID: `${STORAGE}.3.1`,
    NumberOfFrames: 40,
    SequenceOfUltrasoundRegions: [{
      RegionLocationMinX0: 10,
      RegionLocationMinY0: 20,
      RegionLocationMaxX1: 300,
      RegionLocationMaxY1: 200,
      PhysicalUnitsXDirection: 3,
      PhysicalUnitsYDirection: 4,
      PhysicalDeltaX: 0.02,
      PhysicalDeltaY: 0.005,
    }],
  };
  throws(() => replyTo([scan]), refusedWith("no-geometry", /^multi-frame ultrasound image /));
  deepEqual(details([scan]).ultrasoundRegions, [{
    pixels: [10, 20, 300, 200],
    x: { perPixel: 0.02, unit: "cm" },
    y: { perPixel: 0.005, unit: "s" },
  }]);
});

Deno.test("many frames behind one position are refused, one frame is read", () => {
  const capture = sliceAt([1, 2, 3], { SOPClassUID: `${STORAGE}.7.2` });
  theVolume(replyTo([capture]));
  throws(
    () => replyTo([{ ...capture, NumberOfFrames: 12 }]),
    refusedWith("no-geometry", /secondary capture has 12 frames/),
  );
  throws(() => replyTo([sliceAt([0, 0, 0], { NumberOfFrames: 2 })]), refusedWith("no-geometry"));
  throws(
    () => replyTo([sliceAt([0, 0, 0], { NumberOfFrames: 2.5 })]),
    refusedWith("bad-frame-count"),
  );
  throws(
    () => replyTo([sliceAt([0, 0, 0], { NumberOfFrames: 2e9 })]),
    refusedWith("limit-exceeded", /100000/),
  );
});

Deno.test("a slide is not a patient, whatever its attributes say", () => {
  const slide = sliceAt([0, 0, 0], { SOPClassUID: `${STORAGE}.77.1.6` });
  throws(() => replyTo([slide]), refusedWith("no-geometry", /^whole-slide .* not in the patient/));
  const tiled = { ...slide, NumberOfFrames: 2, PerFrameFunctionalGroupsSequence: [{}, {}] };
  throws(() => replyTo([tiled]), refusedWith("no-geometry", /^whole-slide /));
});

Deno.test("functional groups without positions do not make slices of projections", () => {
  const run: Values = {
    ...picture,
    SOPClassUID: `${STORAGE}.12.1.1`,
    NumberOfFrames: 2,
    PerFrameFunctionalGroupsSequence: [{}, {}],
  };
  throws(() => replyTo([run]), refusedWith("no-geometry", /^X-ray angiography image /));
  const tomosynthesis = { ...run, SOPClassUID: `${STORAGE}.13.1.3` };
  throws(() => replyTo([tomosynthesis]), refusedWith("no-geometry"));
});

Deno.test("an X-ray system's slices with a full plane are slices", () => {
  const slices = [0, 2, 4].map((z) => sliceAt([0, 0, z], { SOPClassUID: `${STORAGE}.12.1` }));
  deepEqual(theVolume(replyTo(slices)).sizes, [4, 3, 3]);
});

Deno.test("an unknown class is judged by its attributes", () => {
  const slices = [0, 2].map((z) => sliceAt([0, 0, z], { SOPClassUID: "1.2.3" }));
  deepEqual(theVolume(replyTo(slices)).sizes, [4, 3, 2]);
  throws(() => replyTo([{ ...picture, SOPClassUID: "constructor" }]), refusedWith("no-geometry"));
  throws(
    () => replyTo([{ ...picture, SOPClassUID: `${STORAGE}.toString` }]),
    refusedWith("no-geometry"),
  );
});

const corpus = corpusSets();

for (
  const { id, message, detail, value } of [
    {
      id: "us_modern_regions",
      message: /^ultrasound image /,
      detail: "ultrasoundRegions",
      value: 2,
    },
    { id: "dx_highdicom", message: /^digital X-ray image /, detail: "pixelSizes", value: 2 },
  ]
) {
  Deno.test({
    name: `corpus: ${id} has no place in the patient`,
    ignore: !corpus.some((set) => set.id === id),
    async fn() {
      const { objects, skipped } = collect(await corpusFiles(id));
      throws(() => makeReply(objects, skipped, DEFAULT_OPTIONS), (error) => {
        ok(refusedWith("no-geometry", message)(error));
        equal(((error as HeaderError).details[detail] as unknown[]).length, value);
        return true;
      });
    },
  });
}

Deno.test({
  name: "corpus: of a scout and a captured page, the scout has a plane",
  ignore: !corpus.some((set) => set.id === "ct_philips_summary_mixed"),
  async fn() {
    const { objects, skipped } = collect(await corpusFiles("ct_philips_summary_mixed"));
    const { volumes, refused, skipped: frameless } = makeReply(objects, skipped, DEFAULT_OPTIONS);
    // Three captures of one scout, at one position: however they are arranged, all of them count.
    const frames = volumes.map(({ sizes }) => {
      deepEqual(sizes.slice(0, 3), [512, 256, 1]);
      return sizes[3] ?? 1;
    });
    equal(frames.reduce((sum, count) => sum + count, 0), 3);
    deepEqual(refused, []);
    for (const { geometry: { directions, origin } } of volumes) {
      nearAll(origin, [0, -124.8, 916.5], 1e-12);
      deepEqual(directions.slice(0, 2), [[0, 0.9765625, 0], [0, 0, -0.9765625]]);
    }
    deepEqual(frameless.map(({ file, reason }) => [file, reason]), [
      ["I40", "no-geometry"],
      ["I50", "no-geometry"],
      ["I60", "no-geometry"],
    ]);
    ok(frameless.every(({ message }) => message.startsWith("secondary capture objects")));
  },
});
