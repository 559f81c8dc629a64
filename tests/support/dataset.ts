/** Datasets and objects made by hand, for tests of what lies behind `lib/dicom`. */

import type { Keyword } from "../../lib/dicom/attributes.ts";
import type { Dataset, DicomObject } from "../../lib/dicom/dataset.ts";

/** Values by keyword: numbers, strings, items, or bytes. */
export type Values = Partial<
  Record<Keyword, string | number | readonly (string | number)[] | readonly Values[] | Uint8Array>
>;

/** A dataset that holds just these values. */
export function datasetOf(values: Values): Dataset {
  const list = (keyword: Keyword): readonly unknown[] => {
    const value = values[keyword];
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  };
  const dataset: Dataset = {
    strings: (keyword) => list(keyword).map(String),
    numbers: (keyword) => list(keyword).map(Number),
    items: (keyword) => list(keyword).map((item) => datasetOf(item as Values)),
    bytes: (keyword) => values[keyword] instanceof Uint8Array ? values[keyword] : undefined,
    has: (keyword) => values[keyword] !== undefined,
    unlike: (other) => unlike(values, VALUES.get(other)),
  };
  VALUES.set(dataset, values);
  return dataset;
}

const VALUES = new WeakMap<Dataset, Values>();

function unlike(values: Values, others: Values | undefined): Keyword[] | undefined {
  if (others === undefined) return undefined;
  const keywords = (of: Values) =>
    (Object.keys(of) as Keyword[]).filter((name) => of[name] !== undefined);
  if (keywords(values).sort().join() !== keywords(others).sort().join()) return undefined;
  return keywords(values)
    .filter((name) => JSON.stringify(values[name]) !== JSON.stringify(others[name]));
}

/** Objects in the order of the list. */
export function objectsOf(datasets: readonly Values[]): DicomObject[] {
  return datasets.map((values, given) => ({ given, dataset: datasetOf(values) }));
}

/** An axial 4 × 3 slice with 1 mm pixels at the origin; everything can be overridden. */
export function sliceAt(position: readonly number[], others: Values = {}): Values {
  return {
    ImagePositionPatient: position,
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [1, 1],
    Rows: 3,
    Columns: 4,
    BitsAllocated: 16,
    PixelRepresentation: 1,
    ...others,
  };
}
