/**
 * A real series that differs from itself where most series are too plain to tell mistakes apart:
 * oblong pixels, shifted slices, tags that say something else than the positions.
 *
 * @module
 */

import type { Keyword } from "../../lib/dicom/attributes.ts";
import type { Dataset, DicomObject } from "../../lib/dicom/dataset.ts";

/** Pixels become so much higher than wide. */
const OBLONG = 1.25;
/** Slices are shifted along their rows by this part of the way along their normal: 11 degrees. */
const SHIFT = 0.2;
/** Slice Thickness and Spacing Between Slices, as parts of the distance of slices. */
const THICKNESS = 0.8;
const SPACING = 1.3;

/** Single-frame objects of one even stack, changed alike. */
export function altered(objects: readonly DicomObject[]): DicomObject[] {
  const numbers = (object: DicomObject, keyword: Keyword) => object.dataset.numbers(keyword);
  const orientation = numbers(objects[0]!, "ImageOrientationPatient");
  const [row, column] = [orientation.slice(0, 3), orientation.slice(3)];
  const along = (position: readonly number[]) => {
    const [x, y, z] = position.map((v, c) => v - first[c]!) as [number, number, number];
    const [a, b, c] = row as [number, number, number];
    const [d, e, f] = column as [number, number, number];
    return x * (b * f - c * e) + y * (c * d - a * f) + z * (a * e - b * d);
  };
  const first = numbers(objects[0]!, "ImagePositionPatient");
  const heights = objects.map((object) => along(numbers(object, "ImagePositionPatient")));
  const extent = Math.max(...heights) - Math.min(...heights);
  const gap = extent / (objects.length - 1);
  return objects.map((object, n) => {
    const [, betweenColumns] = numbers(object, "PixelSpacing") as [number, number];
    const position = numbers(object, "ImagePositionPatient");
    return {
      ...object,
      dataset: changed(object.dataset, {
        PixelSpacing: [OBLONG * betweenColumns, betweenColumns],
        ImagePositionPatient: position.map((v, c) => v + SHIFT * heights[n]! * row[c]!),
        SliceThickness: [THICKNESS * gap],
        SpacingBetweenSlices: [SPACING * gap],
      }),
    };
  });
}

function changed(
  dataset: Dataset,
  values: Partial<Record<Keyword, readonly number[]>>,
): Dataset {
  return {
    strings: (keyword) => values[keyword]?.map(String) ?? dataset.strings(keyword),
    numbers: (keyword) => values[keyword] ?? dataset.numbers(keyword),
    items: (keyword) => dataset.items(keyword),
    bytes: (keyword) => dataset.bytes(keyword),
    has: (keyword) => keyword in values || dataset.has(keyword),
  };
}
