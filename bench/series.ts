/**
 * Series as scanners send them: beside what geometry needs, every header has the hundred other
 * elements of a CT image and 4 kB of private ones, so that parsers have something to parse.
 *
 * @module
 */

import type { Attributes, Typed, Value } from "../tests/support/dicom_writer.ts";
import { keywordOf, lookUp } from "../tests/support/dictionary.ts";
import { makeSeries } from "../tests/support/series.ts";

/** One header: a file up to its pixel data, and what makes the same in the DICOM JSON Model. */
export interface Header {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly json: () => Readonly<Record<string, unknown>>;
}

/** Tag, VR and made-up value of what every CT image says and no geometry needs. */
const OTHERS = `
  00080005 CS ISO_IR 100
  00080012 DA 20200101
  00080013 TM 101010.125
  00080020 DA 20200101
  00080021 DA 20200101
  00080022 DA 20200101
  00080023 DA 20200101
  00080030 TM 101010.125
  00080031 TM 101010.125
  00080050 SH 1234567
  00080070 LO Nobody
  00080080 LO No hospital
  00080081 ST No street, no town
  00080090 PN Nobody^Nemo
  00081010 SH CT1
  00081030 LO Thorax and abdomen
  0008103E LO Thorax 1.0 B30f
  00081040 LO Radiology
  00081090 LO Scanner 64
  00100010 PN Nobody^Nemo
  00100020 LO 0000000
  00100030 DA 19700101
  00100040 CS O
  00101010 AS 050Y
  00180015 CS CHEST
  00180022 CS HELIX
  00180060 DS 120
  00180090 DS 500
  00181000 LO 123456
  00181020 LO 3.2.1
  00181030 LO 1. Thorax/Abdomen routine
  00181100 DS 350
  00181110 DS 1040
  00181111 DS 570
  00181120 DS 0
  00181130 DS 145.5
  00181140 CS CW
  00181150 IS 750
  00181151 IS 200
  00181152 IS 150
  00181160 SH B
  00181190 DS 0.7\\1.2
  00181210 SH B30f
  00185100 CS HFS
  00189302 CS SPIRAL
  00189305 FD 0.75
  00189306 FD 0.625
  00189307 FD 40
  00189309 FD 52.5
  00189310 FD 39.375
  00189311 FD 0.984
  00189323 CS XYZ_EC
  00189324 FD 0
  00189345 FD 8.25
  00200010 SH 1
  00200011 IS 2
  00200012 IS 1
  00201040 LO
  00201041 DS -120.5
  00204000 LT none
  00281050 DS 40\\60
  00281051 DS 400\\400
  00281055 LO WINDOW1\\WINDOW2
  00321060 LO Thorax and abdomen
  00400244 DA 20200101
  00400245 TM 101010
  00400253 SH 1234567
  00400254 LO Thorax and abdomen
`;

/** Private elements of one block: short texts, numbers, and tables as scanners keep them. */
const PRIVATE: Attributes = {
  "00E10010": { vr: "LO", value: "NOBODY CT" },
  ...Object.fromEntries(Array.from({ length: 40 }, (_, k) => [
    tag(0x00e11000 + 2 * k),
    [{ vr: "SH", value: "NONE" }, { vr: "DS", value: [1.25, -3] }, { vr: "FD", value: k }][k % 3]!,
  ])),
  "00E11080": { vr: "OB", value: new Uint8Array(1200).fill(1) },
  "00E11082": { vr: "OB", value: new Uint8Array(2400).fill(2) },
};

const REFERENCES: Attributes = {
  ReferencedImageSequence: [1, 2, 3].map((k) => ({
    ReferencedSOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
    ReferencedSOPInstanceUID: `2.25.3141592653589793238462643383${k}`,
  })),
};

const others: Attributes = Object.fromEntries(
  OTHERS.trim().split("\n").map((line) => {
    const [name, vr, ...words] = line.trim().split(" ") as [string, string, ...string[]];
    return [keywordOf(name), { vr, value: words.join(" ").split("\\") }];
  }),
);

/**
 * Oblique slices, 0.7 mm apart.
 *
 * @param pixels Whether files have their pixels; the matrix is a small one then
 */
export function clinicalSeries(count: number, pixels: "no" | "few" = "no"): Header[] {
  const side = pixels === "no" ? 512 : 16;
  const made = makeSeries({
    columns: side,
    rows: side,
    pixelSpacing: [0.683594, 0.683594],
    row: [1, 0, 0],
    column: [0, 0.96592582628907, -0.25881904510252],
    first: [-174.658, -170.25, -1200.5],
    step: [0, 0.18117333157176, 0.67614807840235],
    count,
    thickness: 1,
    attributes: { ...others, ...PRIVATE, ...REFERENCES },
    pixels: () => new Uint8Array(pixels === "no" ? 0 : 2 * side * side),
  });
  return made.map(({ name, bytes, attributes }) => ({
    name,
    bytes: new Uint8Array(bytes),
    json: () => jsonModel(attributes),
  }));
}

/** DICOM JSON Model (PS3.18 annex F). */
function jsonModel(attributes: Attributes): Record<string, unknown> {
  const members = Object.entries(attributes).flatMap(([name, given]) => {
    if (given === undefined) return [];
    const entry = lookUp(name);
    const typed: Typed = isTyped(given) ? given : { vr: entry!.vr, value: given as Typed["value"] };
    return [[entry?.tag ?? name, { vr: typed.vr, ...jsonValue(typed) }] as const];
  });
  return Object.fromEntries(members.sort(([a], [b]) => a < b ? -1 : 1));
}

function isTyped(value: Value): value is Typed {
  return typeof value === "object" && "vr" in value;
}

function jsonValue({ vr, value }: Typed): Record<string, unknown> {
  if (value instanceof Uint8Array) {
    return { InlineBinary: btoa(String.fromCharCode(...value)) };
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (vr === "SQ") return { Value: (values as Attributes[]).map(jsonModel) };
  const filled = values.filter((one) => one !== "");
  if (filled.length === 0) return {};
  if (vr === "PN") return { Value: filled.map((Alphabetic) => ({ Alphabetic })) };
  const isNumber = ["DS", "IS", "US", "FD"].includes(vr);
  return { Value: isNumber ? filled.map(Number) : filled };
}

function tag(value: number): string {
  return value.toString(16).padStart(8, "0").toUpperCase();
}
