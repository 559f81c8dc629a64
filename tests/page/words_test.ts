import type { VolumeReply } from "../../lib/mod.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { readOptions } from "../../lib/options/read.ts";
import { seriesName, volumeWords } from "../../page/array_words.ts";
import { sizesOf, volumesLike } from "../../page/check_view.ts";
import { wordsOf } from "../../page/problem_words.ts";
import type { DroppedArray, ImageOffer } from "../../page/protocol.ts";
import { savables } from "../../page/save.ts";
import { sceneOf } from "../../page/scene.ts";
import { deepEqual, equal, match } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { makeSeries, type SeriesOptions } from "../support/series.ts";

function volumeOf(
  series: SeriesOptions,
  options: readonly (readonly [string, string])[] = [],
): { volume: VolumeReply; words: string } {
  const { objects } = collect(makeSeries(series));
  const volume = makeReply(objects, [], readOptions(options).header).volumes[0]!;
  return { volume, words: volumeWords(volume, sceneOf(readFrames(objects))) };
}

Deno.test("a volume in words: plane, slices, spacing from the positions, picture", () => {
  const sagittal = { row: [0, 1, 0], column: [0, 0, -1], step: [-4.5, 0, 0] } as const;
  equal(volumeOf({ count: 7 }).words, "axial, 7 slices, slice spacing 1 mm, 8 × 6");
  equal(volumeOf(sagittal).words, "sagittal, 10 slices, slice spacing 4.5 mm, 8 × 6");
  // Whatever the space of the header and the order of the array's axes.
  const options = [["space", "RAS"], ["array", "xyz"], ["order", "given"]] as const;
  equal(volumeOf(sagittal, options).words, "sagittal, 10 slices, slice spacing 4.5 mm, 6 × 8");
  const tilted = { row: [1, 0, 0], column: [0, 0.8, 0.6], step: [0, -0.6, 0.8] } as const;
  match(volumeOf(tilted).words, /^oblique \(near axial\), 10 slices, slice spacing 1 mm/);
  equal(seriesName({ modality: "MR", number: 3, description: "T1" }), "MR, series 3: T1");
  equal(seriesName({ description: "T1" }), "T1");
  equal(seriesName({}), "");
});

Deno.test("a header is compared with the volumes of its sizes", () => {
  const header = "NRRD0004\nsizes: 3 8 6 12\nspace directions: none (1,0,0) (0,1, 0) (0,0,2)\n\n";
  deepEqual(sizesOf(header), [8, 6, 12]);
  deepEqual(sizesOf("NRRD0004\nsizes: 8 6 12\nspacings: 1 1 2\n\n"), [8, 6, 12]);
  deepEqual(sizesOf("NRRD0004\n\n"), []);
  const [a, b] = [volumeOf({ count: 7 }).volume, volumeOf({ count: 12 }).volume];
  deepEqual(volumesLike(header, [{ ...a, index: 0 }, { ...b, index: 1 }]), [1]);
  deepEqual(volumesLike("NRRD0004\n\n", [a, b]), []);
});

Deno.test("what can be saved has the name of the array or of the series", () => {
  const { volume } = volumeOf({ count: 7 });
  const array = { name: "mask.npy", stem: "mask" } as DroppedArray;
  const image: ImageOffer = { bytes: 672, files: 7 };
  const series = new Map([[0, { number: 5 }]]);
  const known = { volume, volumes: [volume], series, array: undefined, image, options: [] };
  const name = (more: Partial<Parameters<typeof savables>[0]>): string =>
    savables({ ...known, ...more }).map(({ name }) => name).join();
  equal(name({}), "series_5.nrrd,series_5.header.txt");
  equal(name({ series: new Map() }), "volume.nrrd,volume.header.txt");
  equal(name({ array }), "mask.nrrd,mask.header.txt");
  const other = { ...volume, index: 1 };
  equal(name({ volumes: [volume, other] }), "series_5_0.nrrd,series_5_0.header.txt");
  equal(name({ array, volumes: [volume, other] }), "mask_0.nrrd,mask_0.header.txt");
  // A header alone is not called a file that programs open.
  equal(name({ image: { why: "the pixels are compressed" } }), "series_5.header.txt");
  equal(name({ array, options: [["encoding", "text"]] }), "mask.header.txt");
  equal(name({ array, options: [["encoding", "gzip"]] }), "mask.nrrd,mask.header.txt");
  const detached = volumeOf({ count: 7 }, [["data", "mask.raw"]]).volume;
  equal(name({ volume: detached, volumes: [detached] }), "series_5.nhdr");
  const { volume: labels } = volumeOf({ count: 7 }, [["as", "segmentation"]]);
  equal(name({ array, volume: labels, volumes: [labels] }), "mask.seg.nrrd,mask.header.txt");
});

Deno.test("problems are told in the words of who drops files", () => {
  const entry = (file: string, found: string | undefined, message = "not DICOM") => ({
    given: 0,
    file,
    reason: "not-dicom",
    message,
    details: { found },
  });
  const problem = { code: "not-dicom", title: "Not DICOM", detail: "not DICOM (found: nifti)" };
  const one = wordsOf({ ...problem, found: "nifti", skipped: [entry("brain.nii", "nifti")] });
  deepEqual([one.title, one.detail], [
    "This is not DICOM",
    "the file brain.nii is a NIfTI file, not DICOM",
  ]);
  const three = wordsOf({
    ...problem,
    found: "pdf",
    skipped: [entry("a", "pdf"), entry("b", "pdf"), entry("c", undefined, "The entry is empty")],
  });
  equal(three.detail, "None of the 3 files can be used: 2 are PDF documents and 1 is empty");
  equal(
    wordsOf({ ...problem, code: "bad-request", help: "the files" }).advice,
    "What helps: the files",
  );
});
