/** Right headers of real series, corrupted in one way and in two: each is named, and nothing else. */

import type { DicomObject } from "../../lib/dicom/dataset.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";
import { altered } from "../support/altered.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import {
  cornerDistance,
  type Corruption,
  CORRUPTIONS,
  type DicomNumbers,
  type HeaderGeometry,
  headerOf,
} from "../support/corruptions.ts";
import { collect } from "../support/objects.ts";
import type { Triple } from "../support/series.ts";
import { planesOf } from "../support/truth.ts";
import { check, geometryOf, named, rightGeometry } from "./support.ts";

/** Oblique, sheared, with oblong pixels, downward, four-dimensional, enhanced, and plain. */
const AS_THEY_ARE = [
  "ct_head_64",
  "ct_oriented_aniso",
  "ct_philips_tilt_neg",
  "ct_siemens_shear_notag",
  "enh_philips_anat",
  "enh_xa30_sag_epi",
  "mr_aniso_pixel_obl",
  "mr_sag_HFS",
  "philips_fmri_obl",
  "siemens_gre_phase",
];

/** Stacks of single frames that can be altered so that every mistake shows. */
const ALTERED = [
  "ct_23x38x3",
  "ct_3slice",
  "ct_head_64",
  "ct_philips_1mm",
  "ct_philips_5mm",
  "frag_rle",
  "mr_cor_philips",
  "mr_sag_HFDL",
  "mr_sag_obl_ge",
  "siemens_gre_phase",
  "xa30i_t1",
];

/** Series in which each mistake must have been made at least; in others it may not show. */
const ENOUGH = 10;

/** A corruption that moves no corner by so many times what is still right shows nothing. */
const VISIBLE = 5;

/** In which real series each mistake was made and found. */
const found = new Map(CORRUPTIONS.map(({ code }) => [code, 0]));

const present = new Set(corpusSets().map(({ id }) => id));

for (const id of AS_THEY_ARE.filter((id) => present.has(id))) {
  Deno.test(`${id}: every corruption is named, alone and in pairs`, async () => {
    const files = await corpusFiles(id);
    const { objects } = collect(files);
    checkAll(objects, dicomNumbers(objects[0]!, files[0]!.bytes));
  });
}

for (const id of ALTERED.filter((id) => present.has(id))) {
  Deno.test(`${id}, altered: every corruption is named, alone and in pairs`, async () => {
    const objects = altered(collect(await corpusFiles(id)).objects);
    const seen = checkAll(objects, dicomNumbers(objects[0]!));
    for (const code of seen) found.set(code, found.get(code)! + 1);
  });
}

Deno.test({
  name: "every diagnosis was found in ten series",
  ignore: present.size === 0,
  fn: () => deepEqual([...found].filter(([, series]) => series < ENOUGH), []),
});

/** Makes every mistake that shows, alone and with every other; the codes of those that do. */
function checkAll(objects: readonly DicomObject[], dicom: DicomNumbers): string[] {
  const right = rightGeometry(objects);
  const checked = (header: HeaderGeometry) =>
    check(objects, header, { order: "position", volume: 0 });
  const untouched = checked(right);
  deepEqual([untouched.status, named(untouched)], ["ok", []]);
  equal(untouched.right.header, headerOf(right));

  const shows = (a: HeaderGeometry, b: HeaderGeometry) =>
    a.sizes !== b.sizes || cornerDistance(a, b) > VISIBLE * untouched.limit;
  const corrupted = (by: Corruption, header: HeaderGeometry) => {
    const result = by.apply(header, dicom);
    return result && shows(result, header) ? result : undefined;
  };
  const seen: string[] = [];
  for (const [n, first] of CORRUPTIONS.entries()) {
    const one = corrupted(first, right);
    if (one === undefined) continue;
    seen.push(first.code);
    const reply = checked(one);
    deepEqual(named(reply), [first.code], first.code);
    ok(reply.status !== "ok", first.code);
    if (one.sizes === right.sizes) {
      // Slices of a real series lie within the limit of the right header, not quite on it.
      near(reply.error, cornerDistance(one, right), untouched.limit, first.code);
    }
    checkCorrection(reply.right.header, one, right, untouched.limit);

    for (const second of CORRUPTIONS.slice(n + 1)) {
      if (second.group === first.group && second.group !== "other") continue;
      const both = corrupted(second, one);
      const other = corrupted(second, right);
      // A mistake may hide another: rounding does nothing to the unit vectors of an axial stack.
      if (both === undefined || other === undefined || !shows(both, other)) continue;
      deepEqual(named(checked(both)), [first.code, second.code].sort());
    }
  }
  return seen;
}

/** The corrected header is right, and no line differs from the given one that was right there. */
function checkCorrection(
  corrected: string,
  given: HeaderGeometry,
  right: HeaderGeometry,
  limit: number,
): void {
  const lines = corrected.split("\n");
  const was = headerOf(given).split("\n");
  const is = headerOf(right).split("\n");
  equal(lines.length, was.length);
  lines.forEach((line, n) => {
    if (was[n] === is[n]) equal(line, is[n]);
  });
  ok(cornerDistance(geometryOf(corrected), right) <= limit);
}

/** From the object's own attributes or, for frames in one object, as another parser reads them. */
function dicomNumbers({ dataset }: DicomObject, bytes?: Uint8Array): DicomNumbers {
  const tags = {
    thickness: dataset.numbers("SliceThickness")[0],
    spacingBetweenSlices: dataset.numbers("SpacingBetweenSlices")[0],
  };
  if (bytes === undefined) {
    const [betweenRows, betweenColumns] = dataset.numbers("PixelSpacing") as [number, number];
    const orientation = dataset.numbers("ImageOrientationPatient");
    return {
      row: orientation.slice(0, 3) as unknown as Triple,
      column: orientation.slice(3) as unknown as Triple,
      pixelSpacing: [betweenRows, betweenColumns],
      ...tags,
    };
  }
  const [plane] = planesOf(bytes);
  const { columnStep, rowStep } = plane!;
  const [betweenRows, betweenColumns] = [Math.hypot(...rowStep), Math.hypot(...columnStep)];
  return {
    row: columnStep.map((v) => v / betweenColumns) as unknown as Triple,
    column: rowStep.map((v) => v / betweenRows) as unknown as Triple,
    pixelSpacing: [betweenRows, betweenColumns],
    ...tags,
  };
}
