/**
 * Times of other JavaScript programs to read the same headers.
 *
 * @module
 */

import daikon from "daikon";
import dcmjs from "dcmjs";
import dicomParser from "dicom-parser";
import config from "../deno.json" with { type: "json" };

/** A file. */
export interface Bytes {
  readonly bytes: Uint8Array;
}

/** Reads all headers that it can read with dicom-parser. */
export function withDicomParser(files: readonly Bytes[]): void {
  for (const { bytes } of files) {
    try {
      dicomParser.parseDicom(bytes, { untilTag: "x7fe00010" });
    } catch {
      // Deflated objects, and some that are odd, are too much for it.
    }
  }
}

/** Reads all headers with dcmjs, as its own examples do. */
export function withDcmjs(files: readonly Bytes[]): void {
  for (const { bytes } of files) {
    const file = dcmjs.data.DicomMessage.readFile(bytes.buffer, { untilTag: "7FE00010" });
    dcmjs.data.DicomMetaDictionary.naturalizeDataset(file.dict);
  }
}

/** Reads all headers with daikon. */
export function withDaikon(files: readonly Bytes[]): void {
  for (const { bytes } of files) daikon.Series.parseImage(new DataView(bytes.buffer));
}

/** All of them, with their versions. */
export const PARSERS = {
  "dicom-parser": { version: versionOf("dicom-parser"), read: withDicomParser },
  dcmjs: { version: versionOf("dcmjs"), read: withDcmjs },
  daikon: { version: versionOf("daikon"), read: withDaikon },
};

function versionOf(name: keyof typeof config.imports): string {
  return config.imports[name].replace(/^.*@/, "");
}
