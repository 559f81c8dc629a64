/**
 * DICOM as bytes: elements, items and values by the million, and lengths that lie.
 *
 * @module
 */

import { type Attributes, writeDicom } from "../../support/dicom_writer.ts";
import { makeSegmentation, segment } from "../../support/segmentation.ts";
import { makeSeries } from "../../support/series.ts";
import {
  type Bytes,
  bytesOf,
  type Cases,
  formed,
  joined,
  octets,
  repeated,
  whole,
} from "../request.ts";

const MEBIBYTE = 2 ** 20;

const HEADER = "/v1/header?format=json";

/** In the place of fresh ones, so that a seed gives the same bytes again. */
const UIDS: Attributes = {
  StudyInstanceUID: "2.25.1",
  SeriesInstanceUID: "2.25.2",
  FrameOfReferenceUID: "2.25.3",
  SOPInstanceUID: "2.25.4",
};

/** A slice as bytes. */
function sliceBytes(attributes: Attributes = {}): Bytes {
  return makeSeries({ count: 1, attributes: { ...UIDS, ...attributes } })[0]!.bytes.slice();
}

/** The same with raw elements in front of its pixels, which have the last tag of all. */
function withElements(elements: Uint8Array): Bytes {
  return joined(sliceBytes(), elements);
}

/** A head in explicit VR little endian; VRs of long form have two bytes more. */
function element(group: number, number: number, vr: string, length: number): Bytes {
  const long = ["OB", "OW", "SQ", "UN", "UT"].includes(vr);
  const view = new DataView(new ArrayBuffer(long ? 12 : 8));
  view.setUint16(0, group, true);
  view.setUint16(2, number, true);
  view.setUint8(4, vr.charCodeAt(0));
  view.setUint8(5, vr.charCodeAt(1));
  if (long) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return new Uint8Array(view.buffer);
}

/** The head of an item or a delimiter. */
function mark(number: number, length: number): Bytes {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, 0xfffe, true);
  view.setUint16(2, number, true);
  view.setUint32(4, length, true);
  return new Uint8Array(view.buffer);
}

const UNKNOWN = 0xffffffff;
const ITEM = 0xe000;
const ITEM_END = 0xe00d;
const SEQUENCE_END = 0xe0dd;

/** Private, or of use to somebody. */
const SEQUENCES: readonly (readonly [group: number, number: number])[] = [
  [0x5401, 0x1001],
  [0x5200, 0x9230],
  [0x5200, 0x9229],
  [0x5400, 0x0100],
];

/** Sequences within sequences, of unknown length, so deep. */
function deep(levels: number, vr: string, closed: boolean): Bytes {
  const open = joined(element(0x5401, 0x1001, vr, UNKNOWN), mark(ITEM, UNKNOWN));
  const close = joined(mark(ITEM_END, 0), mark(SEQUENCE_END, 0));
  return joined(repeated(open, levels), closed ? repeated(close, levels) : "");
}

function number(value: number): Bytes {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

/** An element of a CSA header, with a count of items that follow or do not. */
function csaElement(name: string, multiplicity: number, items: number, content: Uint8Array): Bytes {
  const text = new Uint8Array(64);
  text.set(bytesOf(name));
  const vr = bytesOf("DS\0\0");
  return joined(text, number(multiplicity), vr, number(0), number(items), number(77), content);
}

function csaItem(value: string): Bytes {
  const bytes = bytesOf(value.padEnd(Math.ceil(value.length / 4) * 4, "\0"));
  const length = number(value.length);
  return joined(length, length, number(77), length, bytes);
}

function csa(count: number, elements: Uint8Array): Bytes {
  return joined("SV10", Uint8Array.of(4, 3, 2, 1), number(count), number(77), elements, number(0));
}

/** A mosaic of a Siemens scanner with such a CSA header. */
function mosaic(header: Uint8Array): Bytes {
  return sliceBytes({
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
    Modality: "MR",
    Manufacturer: "SIEMENS",
    ImageType: ["ORIGINAL", "PRIMARY", "M", "MOSAIC"],
    "00290010": { vr: "LO", value: "SIEMENS CSA HEADER" },
    "00291010": { vr: "OB", value: header },
  });
}

const CSA_NAMES = [
  "NumberOfImagesInMosaic",
  "SliceNormalVector",
  "B_value",
  "MosaicRefAcqTimes",
  "PhaseEncodingDirectionPositive",
  "x",
];

/** Values of which a slice has three, six or two. */
const NUMBERS = ["ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "ImageType"];

/** By name. */
export const OBJECTS: Cases = {
  "elements": [480_000, (count, random) => {
    const [group, length] = [random.of([0x5401, 0x5400, 0x6000, 0x7fdf]), random.of([0, 2])];
    const one = joined(
      element(group, 0x1001, random.of(["LO", "US", "UI"]), length),
      "\0".repeat(length),
    );
    return octets(withElements(repeated(one, Math.floor(count * 8 / one.length))), HEADER);
  }, 8],
  "elements-of-many-objects": [480, (count, random) => {
    const one = repeated(element(0x5401, 0x1001, random.of(["LO", "UN"]), 0), 1000).slice(0, 8000);
    const content = withElements(one);
    return formed(
      Array.from({ length: count }, (_, n) => ({ name: "f", file: `${n}`, content })),
      HEADER,
    );
  }, 8],
  "elements-implicit": [480_000, (count, random) => {
    const object = writeDicom({ Rows: 4, Columns: 4 }, { transferSyntax: "implicit" });
    const one = Uint8Array.of(0x01, 0x54, 1, 0x10, 0, 0, 0, 0);
    const wrong = random.chance(0.5) ? number(random.below(2 ** 32)) : new Uint8Array(0);
    return octets(joined(object, repeated(one, count), wrong), HEADER);
  }, 8],
  "items": [480_000, (count, random) => {
    const [group, place] = random.of(SEQUENCES);
    const open = random.chance(0.5);
    const item = open ? joined(mark(ITEM, UNKNOWN), mark(ITEM_END, 0)) : mark(ITEM, 0);
    const items = repeated(item, Math.floor(count * 8 / item.length));
    const length = open ? UNKNOWN : items.length;
    const end = open ? mark(SEQUENCE_END, 0) : "";
    return octets(withElements(joined(element(group, place, "SQ", length), items, end)), HEADER);
  }, 8],
  "items-without-end": [480_000, (count, random) => {
    const [group, place] = random.of(SEQUENCES);
    const item = random.of([
      mark(ITEM, UNKNOWN),
      mark(ITEM_END, 0),
      mark(SEQUENCE_END, 0),
      mark(ITEM, 8),
    ]);
    return octets(
      withElements(joined(element(group, place, "SQ", UNKNOWN), repeated(item, count))),
      HEADER,
    );
  }, 8],
  "sequences-deep": [190_000, (count, random) => {
    const levels = random.of([40, 60, 63, 64, 65, count]);
    const one = deep(levels, random.of(["SQ", "UN"]), random.chance(0.7));
    return octets(withElements(repeated(one, Math.max(1, Math.floor(count / levels)))), HEADER);
  }, 6],
  "lengths-that-lie": [40_000, (count, random) => {
    const elements = Array.from({ length: Math.ceil(count * 8 / 100) }, (_, n) =>
      joined(
        element(
          0x5401,
          0x1000 + n % 0xe000,
          random.of(["LO", "OB", "UN", "SQ"]),
          whole(random, 0, 5000),
        ),
        new Uint8Array(1000),
      ));
    return octets(joined(sliceBytes(), ...elements), HEADER);
  }, 6],
  "values-in-one-element": [65_000, (count, random) => {
    const name = random.of(NUMBERS);
    const piece = random.of(["1\\", "\\", "9", " ", "-", "1e"]);
    const text = piece.repeat(Math.floor(count / piece.length));
    return octets(
      sliceBytes({ [name]: { vr: random.of(["DS", "CS", "LO"]), value: bytesOf(text) } }),
      HEADER,
    );
  }],
  "values-in-elements-of-many": [60, (count, random) => {
    const piece = random.of(["1\\", "\\", "9", " "]);
    const value = { vr: "DS", value: repeated(piece, 65_000 / piece.length) };
    const content = sliceBytes({ [random.of(NUMBERS)]: value });
    return formed(
      Array.from({ length: count }, (_, n) => ({ name: "f", file: `${n}`, content })),
      HEADER,
    );
  }, 8],
  "text-of-character-sets": [3.9 * MEBIBYTE, (count, random) => {
    const escape = random.of(["\x1b$B", "\x1b(B", "\x1b(J", "\x1b$)C", "\x1b", "\x1b$B0"]);
    const label = random.of(["SegmentLabel", "SegmentDescription"]);
    const each = Math.min(60_000, Math.floor(count / 4));
    const labels = Array.from(
      { length: Math.max(1, Math.floor(count / each)) },
      (_, n) =>
        segment(n + 1, { [label]: { vr: "LO", value: repeated(escape, each / escape.length) } }),
    );
    const { bytes } = makeSegmentation({
      frames: [[[0, 0, 0], 1]],
      attributes: {
        ...UIDS,
        SpecificCharacterSet: ["ISO 2022 IR 6", "ISO 2022 IR 87", "ISO 2022 IR 149"],
        SegmentSequence: labels,
      },
    });
    return octets(bytes.slice(), HEADER);
  }, 3],
  "csa-elements": [45_000, (count, random) => {
    const one = csaElement(random.of(CSA_NAMES), 1, 0, new Uint8Array(0));
    return octets(mosaic(csa(random.of([count, 1, 2 ** 31]), repeated(one, count))), HEADER);
  }, 4],
  "csa-counts": [1000, (count, random) => {
    const huge = random.of([2 ** 31 - 1, 2 ** 32 - 1, 1e6, 10_000]);
    const elements = CSA_NAMES.map((name) =>
      csaElement(name, huge, random.of([huge, 3]), csaItem("1").slice(0, random.below(20)))
    );
    const content = mosaic(csa(random.of([huge, 6]), joined(...elements)));
    return formed(
      Array.from({ length: count }, (_, n) => ({ name: "f", file: `${n}`, content })),
      HEADER,
    );
  }, 8],
  "csa-items": [190_000, (count, random) => {
    const items = repeated(csaItem(random.of(["1", "0.5", "x"])), count);
    const name = random.of(CSA_NAMES);
    return octets(mosaic(csa(1, csaElement(name, random.of([0, 1, count]), count, items))), HEADER);
  }, 4],
  "csa-mosaic-tiles": [2 ** 31 - 1, (count, random) => {
    const name = "NumberOfImagesInMosaic";
    const many = csaElement(name, 1, 1, csaItem(`${count}`));
    const normal = csaElement("SliceNormalVector", 3, 3, repeated(csaItem("0.5"), 3));
    return octets(mosaic(csa(2, random.chance(0.5) ? joined(many, normal) : many)), HEADER);
  }],
  "slices": [3400, (count, random) => {
    const attributes = (n: number) => ({ ...UIDS, SOPInstanceUID: `2.25.4.${n}` });
    const made = makeSeries({
      count,
      attributes,
      step: random.of([[0, 0, 1], [0, 0, 0], [0, 1, 0]]),
    });
    return formed(
      made.map(({ name, bytes }) => ({ name: "f", file: name, content: bytes })),
      random.of([HEADER, "/v1/header?data=dicom", "/v1/header?format=zip"]),
    );
  }, 5],
};
