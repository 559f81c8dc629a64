import type { VolumeReply } from "../../lib/mod.ts";
import { readOptions } from "../../lib/options/read.ts";
import { claimedHeader, volumesLike } from "../../page/claimed.ts";
import { wordsOf } from "../../page/problem_words.ts";
import type { DroppedArray, ImageOffer } from "../../page/protocol.ts";
import { savables } from "../../page/save.ts";
import { deepEqual, equal } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { makeSeries, type SeriesOptions } from "../support/series.ts";

function volumeOf(
  series: SeriesOptions,
  options: readonly (readonly [string, string])[] = [],
): VolumeReply {
  const { objects } = collect(makeSeries(series));
  return makeReply(objects, [], readOptions(options).header).volumes[0]!;
}

Deno.test("a header is compared with the volumes of its sizes", async () => {
  const [a, b] = [volumeOf({ count: 7 }), volumeOf({ count: 12 })];
  const among = [{ ...a, index: 0 }, { ...b, index: 1 }];
  const like = async (text: string) => volumesLike(await claimedHeader(text), among);
  const axes = "space directions: none (1,0,0) (0,1, 0) (0,0,2)\nspace origin: (0,0,0)";
  const space = "NRRD0004\ndimension: 4\nspace: left-posterior-superior";
  deepEqual(await like(`${space}\nsizes: 3 8 6 12\n${axes}\n\n`), [1]);
  deepEqual(await like(`${space}\nsizes: 3 8 6 9\n${axes}\n\n`), []);
  deepEqual(await like("[[1,0,0,0],[0,1,0,0],[0,0,2,0]]"), []);
});

Deno.test("what can be saved has the name of the array or that of the reply", () => {
  const volume = volumeOf({ count: 7, attributes: { SeriesNumber: 5 } });
  const array = { name: "mask.npy", stem: "mask" } as DroppedArray;
  const image: ImageOffer = { bytes: 672, files: 7 };
  const known = { volume, volumes: [volume], array: undefined, image, options: [] };
  const name = (more: Partial<Parameters<typeof savables>[0]>): string =>
    savables({ ...known, ...more }).map(({ name }) => name).join();
  equal(name({}), "series_5.nrrd,series_5.header.txt");
  equal(name({ volume: volumeOf({ count: 7 }) }), "volume.nrrd,volume.header.txt");
  equal(name({ array }), "mask.nrrd,mask.header.txt");
  const other = { ...volume, index: 1 };
  equal(name({ array, volumes: [volume, other] }), "mask_0.nrrd,mask_0.header.txt");
  // A header alone is not called a file that programs open.
  equal(name({ image: { why: "the pixels are compressed" } }), "series_5.header.txt");
  equal(name({ array, options: [["encoding", "text"]] }), "mask.header.txt");
  equal(name({ array, options: [["encoding", "gzip"]] }), "mask.nrrd,mask.header.txt");
  const detached = volumeOf({ count: 7 }, [["data", "mask.raw"]]);
  equal(name({ volume: detached, volumes: [detached] }), "volume.nhdr");
  const labels = volumeOf({ count: 7 }, [["as", "segmentation"]]);
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
