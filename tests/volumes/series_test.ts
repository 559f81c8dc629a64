/** Volumes and refusals say which series they are of, and nothing that may be about a person. */

import { isHeaderError } from "../../lib/errors.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { onlyVolume, type Reply } from "../../lib/reply.ts";
import { deepEqual, equal, match, throws } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { collect } from "../support/objects.ts";
import { makeReply, refusedWith, replyTo, theVolume } from "../support/reply.ts";
import { makeSeries } from "../support/series.ts";

/** Directions of rows and columns. */
const AXIAL = [1, 0, 0, 0, 1, 0];
const SAGITTAL = [0, 1, 0, 0, 0, -1];
const CORONAL = [1, 0, 0, 0, 0, -1];

/** Slices along an axis of LPS, 2 mm apart. */
const along = (axis: number, count: number, others: Values): Values[] =>
  Array.from({ length: count }, (_, k) => {
    const position = [0, 0, 0];
    position[axis] = 2 * k;
    return sliceAt(position, others);
  });

const told = ({ volumes }: Reply) =>
  volumes.map(({ name, words, series }) => [name, words, series]);

Deno.test("a localizer of three planes: one series, three volumes", () => {
  const ids = {
    StudyInstanceUID: "1.2.1",
    SeriesInstanceUID: "1.2.2",
    FrameOfReferenceUID: "1.2.3",
    Modality: "MR",
    SeriesNumber: 1,
    SeriesDescription: "localizer of J. Doe",
  };
  const reply = replyTo([
    ...along(2, 3, { ...ids, ImageOrientationPatient: AXIAL }),
    ...along(0, 5, { ...ids, ImageOrientationPatient: SAGITTAL }),
    ...along(1, 1, { ...ids, ImageOrientationPatient: CORONAL }),
  ]);
  const series = {
    studyInstanceUID: "1.2.1",
    seriesInstanceUID: "1.2.2",
    frameOfReferenceUID: "1.2.3",
    modality: "MR",
    seriesNumber: 1,
  };
  deepEqual(told(reply), [
    ["series_1_0", "MR, series 1, axial, 3 slices, slice spacing 2 mm", {
      ...series,
      plane: "axial",
    }],
    ["series_1_1", "MR, series 1, sagittal, 5 slices, slice spacing 2 mm", {
      ...series,
      plane: "sagittal",
    }],
    ["series_1_2", "MR, series 1, coronal, 1 slice", { ...series, plane: "coronal" }],
  ]);
  deepEqual(reply.volumes.map(({ fileName }) => fileName), [
    "series_1_0.nrrd",
    "series_1_1.nrrd",
    "series_1_2.nrrd",
  ]);
});

Deno.test("two modalities in one frame of reference; one series has no number", () => {
  const shared = { StudyInstanceUID: "1.2.1", FrameOfReferenceUID: "1.2.3" };
  const reply = replyTo([
    ...along(2, 4, { ...shared, SeriesInstanceUID: "1.2.7", Modality: "CT", SeriesNumber: 301 }),
    ...along(2, 2, { ...shared, SeriesInstanceUID: "1.2.8", Modality: "PT", SeriesNumber: 4 }),
    ...along(2, 3, { ...shared, SeriesInstanceUID: "1.2.9", Modality: "PT" }),
  ]);
  deepEqual(told(reply).map(([name, words]) => [name, words]), [
    ["series_301", "CT, series 301, axial, 4 slices, slice spacing 2 mm"],
    ["series_4", "PT, series 4, axial, 2 slices, slice spacing 2 mm"],
    ["volume_2", "PT, axial, 3 slices, slice spacing 2 mm"],
  ]);
  deepEqual(
    reply.volumes.map(({ series }) => [series.seriesInstanceUID, series.frameOfReferenceUID]),
    [["1.2.7", "1.2.3"], ["1.2.8", "1.2.3"], ["1.2.9", "1.2.3"]],
  );
});

Deno.test("what frames contradict each other in, or some of them lack, is not said", () => {
  const one = { StudyInstanceUID: "1.2.1", Modality: "MR", SeriesNumber: 3 };
  const seriesOf = (others: readonly Values[]) =>
    theVolume(replyTo(others.map((other, k) => sliceAt([0, 0, k], { ...one, ...other }))));
  equal(seriesOf([{}, {}, {}]).name, "series_3");
  for (
    const [keyword, member, others] of [
      ["SeriesNumber", "seriesNumber", [4, []]],
      ["Modality", "modality", ["CT", []]],
      ["StudyInstanceUID", "studyInstanceUID", ["1.2.5", []]],
    ] as const
  ) {
    for (const other of others) {
      const volume = seriesOf([{}, { [keyword]: other }, {}]);
      equal(Object.hasOwn(volume.series, member), false, keyword);
      equal(volume.name, keyword === "SeriesNumber" ? "volume" : "series_3");
    }
  }
  // An anonymiser that gives every slice a frame of reference of its own.
  const made = [1, 2, 3].map((n) => ({ FrameOfReferenceUID: `1.2.${n}` }));
  equal(Object.hasOwn(seriesOf(made).series, "frameOfReferenceUID"), false);
});

Deno.test("what is no UID, no defined term and no count is not said", () => {
  const poisons: readonly Values[] = [
    { StudyInstanceUID: "2.25.DOE" },
    { SeriesInstanceUID: "DOE^JANE" },
    { FrameOfReferenceUID: `1.${"2".repeat(63)}` },
    { Modality: "DOE JANE" },
    { Modality: "ct" },
    { SeriesNumber: 20190412 },
    { SeriesNumber: -1 },
    { SeriesNumber: 1.5 },
    { SeriesNumber: "4 DOE" },
  ];
  for (const poison of poisons) {
    const slices = along(2, 3, poison);
    deepEqual(told(replyTo(slices)), [
      ["volume", "axial, 3 slices, slice spacing 2 mm", { plane: "axial" }],
    ], JSON.stringify(poison));
  }
});

Deno.test("a tilted plane is oblique; whatever array, space and order the header describes", () => {
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  const slices = [0, 1, 2, 3].map((k) =>
    sliceAt([0, -3 * k * s, -3 * k * c], { ImageOrientationPatient: [1, 0, 0, 0, c, -s] })
  );
  const options = { space: "RAS", order: "given", array: "xyz" } as const;
  for (const asked of [{}, options]) {
    const { words, series } = theVolume(replyTo(slices, asked));
    deepEqual([words, series.plane], [
      "oblique axial, 4 slices, slice spacing 3 mm",
      "oblique axial",
    ]);
  }
  // Empty slices that the header counts are slices.
  const filled = theVolume(replyTo(slices.toSpliced(1, 1), { uneven: "fill" }));
  equal(filled.words, "oblique axial, 4 slices, slice spacing 3 mm");
});

Deno.test("a refusal says which frames it is about", () => {
  const good = makeSeries({ count: 3, attributes: { SeriesNumber: 2 } });
  const holed = makeSeries({ count: 6, attributes: { SeriesNumber: 9, Modality: "MR" } })
    .toSpliced(2, 1);
  const { attributes } = holed[0]!;
  const files = [...good, ...holed].map((file, k) => ({ ...file, name: `IM${k}` }));
  const { objects } = collect(files);
  const reply = makeReply(objects, [], DEFAULT_OPTIONS);
  const identity = {
    words: "MR, series 9, axial, 5 frames",
    series: {
      studyInstanceUID: attributes.StudyInstanceUID,
      seriesInstanceUID: attributes.SeriesInstanceUID,
      frameOfReferenceUID: attributes.FrameOfReferenceUID,
      modality: "MR",
      seriesNumber: 9,
      plane: "axial",
      firstFile: "IM3",
    },
  };
  const [{ code, words, series }] = reply.refused as [Reply["refused"][0]];
  deepEqual({ code, words, series }, { code: "missing-slices", ...identity });
  // Of a request that makes no volume at all, too.
  const alone = collect(holed.map((file, k) => ({ ...file, name: `IM${k + 3}` }))).objects;
  throws(() => makeReply(alone, [], DEFAULT_OPTIONS), (error) => {
    if (!isHeaderError(error, "missing-slices")) return false;
    deepEqual({ words: error.details.words, series: error.details.series }, identity);
    return true;
  });
});

Deno.test("several volumes are listed by what tells them apart", () => {
  const files = [
    ...makeSeries({ count: 3, attributes: { SeriesNumber: 2 } }),
    ...makeSeries({ count: 4, rows: 9, attributes: { SeriesNumber: 2, Modality: "PT" } }),
  ].map((file, k) => ({ ...file, name: `IM${k}` }));
  const reply = makeReply(collect(files).objects, [], DEFAULT_OPTIONS);
  throws(() => onlyVolume(reply), (error) => {
    if (!isHeaderError(error, "several-volumes")) return false;
    deepEqual(error.message.split("\n").slice(1), [
      "  volume=0: CT, series 2, axial, 3 slices, slice spacing 1 mm, 8 × 6 × 3, first file IM0",
      "  volume=1: PT, series 2, axial, 4 slices, slice spacing 1 mm, 8 × 9 × 4, first file IM3",
    ]);
    deepEqual(
      error.details.volumes!.map(({ words, series }) => ({ words, series })),
      reply.volumes.map(({ words, series }) => ({ words, series })),
    );
    return true;
  });
  throws(
    () => onlyVolume({ volumes: Array(150).fill(reply.volumes[0]), refused: [] }),
    refusedWith("several-volumes", /^([^\n]*\n){100}.*\n {2}and 50 more$/),
  );
  match(reply.volumes[1]!.fileName, /^series_2_1\.nrrd$/);
});
