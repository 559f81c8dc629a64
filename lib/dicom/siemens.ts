/**
 * Private elements of Siemens MR scanners.
 *
 * Older software says it in the CSA header alone, newer software in elements of its own as well
 * (private creator `SIEMENS MR HEADER`), XA software in standard attributes.
 *
 * @module
 */

import type { Keyword } from "./attributes.ts";
import { type CsaElement, parseCsa, thinCsa } from "./csa.ts";
import type { Dataset } from "./dataset.ts";
import { constantDataset, overlay } from "./overlay.ts";

/** Elements of the CSA image header that stand for private elements, by their keywords. */
const CSA_NAMES = {
  SiemensNumberOfImagesInMosaic: "NumberOfImagesInMosaic",
  SiemensBValue: "B_value",
  SiemensDiffusionDirectionality: "DiffusionDirectionality",
  SiemensDiffusionGradientDirection: "DiffusionGradientDirection",
  SiemensBMatrix: "B_matrix",
} as const satisfies Partial<Record<Keyword, string>>;

/** All elements that are read of the CSA image header. */
const CSA_ELEMENTS = [...Object.values(CSA_NAMES), "SliceNormalVector"] as const;

/** The elements of a CSA image header that are read, by name. */
export type CsaImageHeader = ReadonlyMap<(typeof CSA_ELEMENTS)[number], CsaElement>;

/** Hides the raw CSA header once it is parsed, so that mosaic tiles do not parse it again. */
const READ = constantDataset({ SiemensCsaImageHeader: [] });

/** The CSA image header (0029,1010) of a dataset; empty where it is absent or unreadable. */
export function csaImageHeader(dataset: Dataset): CsaImageHeader {
  const bytes = dataset.bytes("SiemensCsaImageHeader");
  return ((bytes && parseCsa(bytes)) ?? new Map()) as CsaImageHeader;
}

/** The tenth of a CSA image header that is read. */
export function leanCsa(bytes: Uint8Array): Uint8Array {
  return thinCsa(bytes, CSA_ELEMENTS);
}

/**
 * The dataset with the Siemens attributes that only its CSA image header has: `SiemensBValue`
 * and the others are then read from wherever they are, and the header itself is gone.
 *
 * @param csa Its CSA image header, if it is at hand
 */
export function withCsa(dataset: Dataset, csa: CsaImageHeader = csaImageHeader(dataset)): Dataset {
  const values: Partial<Record<Keyword, readonly string[]>> = {};
  for (const [keyword, name] of Object.entries(CSA_NAMES)) {
    const found = csa.get(name)?.values ?? [];
    if (found.length > 0) values[keyword as keyof typeof CSA_NAMES] = found;
  }
  return overlay(READ, dataset, constantDataset(values));
}
